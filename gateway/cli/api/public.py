"""What of a configuration may stand in a document for everybody."""

from __future__ import annotations

from typing import Any

from gateway.cli.masks import looks_secret
from gateway.config.plain import plain
from gateway.config.variables import Secret, Unset


def is_public(value: Any) -> bool:
    """Whether a value is no secret, nor a variable that is not set."""
    is_unset = isinstance(value, Unset) or (isinstance(value, str) and "${" in value)
    return not is_unset and not isinstance(value, Secret) and not looks_secret(value)


def public(value: Any) -> Any:
    """Plain values, without the members and items that are secret or not set."""
    if isinstance(value, dict):
        return {str(key): public(item) for key, item in value.items() if is_public(item)}
    if isinstance(value, (list, tuple)):
        return [public(item) for item in value if is_public(item)]
    return plain(value)
