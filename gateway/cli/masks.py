"""Which values nobody may see: those that are secret by their variable, by nature, or by their look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from gateway.check.tokens import tokens
from gateway.config.secrecy import secret_by_nature
from gateway.config.variables import Secret

MASK = "***"
_OF_THE_AUTHOR = re.compile(
    r"(?:^|[_-])(?:secret|password|token|api[_-]?key|authorization|credential)s?$", re.IGNORECASE
)
_LOOK = re.compile(r"://[^/@\s]*:[^/@\s]+@")


def is_secret(path: Sequence[str | int], value: Any) -> bool:
    """Whether a value that holds no others is a secret; `path` is its place in gateway.yaml."""
    return isinstance(value, Secret) or secret_by_nature(path) or looks_secret(value)


def is_named_secret(path: Sequence[str | int], value: Any) -> bool:
    """Whether a text of the author's own, such as an option of a layer, is called a secret."""
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    return isinstance(value, str) and path[0] != "login" and _OF_THE_AUTHOR.search(name) is not None


def looks_secret(value: Any) -> bool:
    """Whether a text holds an address with a password, a private key, or a token of a known shape."""
    return isinstance(value, str) and (_LOOK.search(value) is not None or any(tokens(value)))
