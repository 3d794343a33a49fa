"""Which values nobody may see: those that are secret by their variable, by nature, or by their look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from gateway.check.tokens import tokens
from gateway.config.secrecy import secret_by_nature
from gateway.config.variables import Secret

_LOOK = re.compile(r"://[^/@\s]*:[^/@\s]+@")


def is_secret(path: Sequence[str | int], value: Any) -> bool:
    """Whether a value that holds no others is a secret; `path` is its place in gateway.yaml."""
    return isinstance(value, Secret) or secret_by_nature(path) or looks_secret(value)


def looks_secret(value: Any) -> bool:
    """Whether a text holds an address with a password, a private key, or a token of a known shape."""
    return isinstance(value, str) and (_LOOK.search(value) is not None or any(tokens(value)))
