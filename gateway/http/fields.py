"""Header fields that HTTP can carry."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.datastructures import Headers

is_token = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+").fullmatch
_is_value = re.compile(r"[\t\x20-\x7e\x80-\xff]*").fullmatch


class Fields(Headers):
    """Werkzeug's headers; raise ValueError at once for a name or a value that no server could send.

    Werkzeug itself refuses line breaks only, so that other controls and letters beyond Latin-1 would come to
    light in the server, when there is no more answering (RFC 9110 §5.1, §5.5).
    """

    def add(self, key: str, value: Any, /, **kwargs: Any) -> None:
        """Add a field beside those of the same name."""
        _check(key, value)
        super().add(key, value, **kwargs)

    def set(self, key: str, value: Any, /, **kwargs: Any) -> None:
        """Put a field in the place of all of the same name."""
        _check(key, value)
        super().set(key, value, **kwargs)


def _check(name: str, value: Any) -> None:
    """Raise ValueError for a name that is no token, or a value with controls or letters beyond Latin-1."""
    if not is_token(name):
        raise ValueError(f"{name!r} is not a header name")
    if not _is_value(value if isinstance(value, str) else str(value)):
        raise ValueError(f"header {name} holds a character that HTTP cannot carry")
