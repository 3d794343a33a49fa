"""Header fields that HTTP can carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.http import dump_options_header

from gateway.http.media_types import with_charset

is_token = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+").fullmatch
_is_value = re.compile(r"[\t\x20-\x7e\x80-\xff]*").fullmatch
_TYPE = "content-type"
_SEVERAL = (list, tuple)
_OWN_KEYS = frozenset({"CONTENT_TYPE", "CONTENT_LENGTH"})


def environ_name(name: str) -> str:
    """The key of a request header in a WSGI environ (RFC 3875 §4.1.18)."""
    key = name.upper().replace("-", "_")
    return key if key in _OWN_KEYS else f"HTTP_{key}"


class Fields(Headers):
    """Werkzeug's headers; raise ValueError at once for a name or a value that no server could send.

    Werkzeug itself refuses line breaks only, so that other controls and letters beyond Latin-1 would come to
    light in the server, when there is no more answering (RFC 9110 §5.1, §5.5).

    A list of values becomes as many fields of that name, in the place of which there were with `set` and
    `[]`, beside them with `add`. A Content-Type of text or JavaScript without a charset gets UTF-8, and there
    is no second one.
    """

    @classmethod
    def as_sent(cls, pairs: Iterable[tuple[str, str]]) -> Fields:
        """The fields that another application sends, checked and otherwise as they are."""
        fields = cls()
        for name, value in pairs:
            _check(name, value)
            fields._list.append((name, value))
        return fields

    def add(self, key: str, value: Any, /, **kwargs: Any) -> None:
        """Add a field, or several, beside those of the same name."""
        if isinstance(value, _SEVERAL):
            for each in value:
                self.add(key, each, **kwargs)
            return
        text = _checked(key, value, kwargs)
        if len(key) == len(_TYPE) and key.lower() == _TYPE and _TYPE in self:
            raise ValueError("there is a Content-Type already: set it, a body has only one")
        self._list.append((key, text))

    def set(self, key: str, value: Any, /, **kwargs: Any) -> None:
        """Put a field, or several, in the place of all of the same name."""
        if isinstance(value, _SEVERAL):
            self.setlist(key, value)
            return
        super().set(key, _checked(key, value, kwargs))


def _checked(name: str, value: Any, options: Mapping[str, Any]) -> str:
    """The value as it is sent, its options behind it; raise ValueError if it cannot be."""
    text = value if isinstance(value, str) else str(value)
    if options:
        text = dump_options_header(text, {key.replace("_", "-"): each for key, each in options.items()})
    _check(name, text)
    return with_charset(text) if len(name) == len(_TYPE) and name.lower() == _TYPE else text


def _check(name: str, value: str) -> None:
    """Raise ValueError for a name that is no token, or a value with controls or letters beyond Latin-1."""
    if not is_token(name):
        raise ValueError(f"{name!r} is not a header name")
    if not _is_value(value):
        raise ValueError(f"header {name} holds a character that HTTP cannot carry")
