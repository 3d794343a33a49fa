"""Values written as JSON: how far they are indented, what is escaped, and what becomes of unknown kinds."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import orjson

Encode = Callable[[Any], bytes]
_ESCAPES = ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"))
_INDENTS = {0: 0, 2: orjson.OPT_INDENT_2}


def encoder(
    indent: int = 0, *, escape_html: bool = False, default: Callable[[Any], Any] | None = None
) -> Encode:
    """What writes any value as JSON (RFC 8259), in UTF-8.

    `indent` is the number of spaces by which each level is moved in, 0 for one line. `escape_html` writes
    `<`, `>` and `&` in text as escapes, so that no browser takes it for markup. `default` is called with a
    value that JSON cannot hold, and gives one in its place. Infinity and not-a-number become null; what
    writes raises TypeError for what stays unknown.
    """
    if indent not in _INDENTS:
        write = _indented(indent, default)
    elif indent or default is not None:
        write = _written(default, _INDENTS[indent])
    else:
        write = orjson.dumps
    return _escaped(write) if escape_html else write


def _written(default: Callable[[Any], Any] | None, option: int) -> Encode:
    """What writes a value with orjson's own options."""

    def write(value: Any) -> bytes:
        """The value as JSON."""
        return orjson.dumps(value, default, option)

    return write


def _indented(indent: int, default: Callable[[Any], Any] | None) -> Encode:
    """What writes a value with an indent that orjson does not know."""

    def write(value: Any) -> bytes:
        """The value as JSON; what it is made of is orjson's business here as well."""
        plain = orjson.loads(orjson.dumps(value, default))
        return json.dumps(plain, indent=indent, ensure_ascii=False).encode()

    return write


def _escaped(write: Encode) -> Encode:
    """What writes a value without anything that HTML would see; only text in JSON has such characters."""

    def escaped(value: Any) -> bytes:
        """The value as JSON."""
        body = write(value)
        for character, escape in _ESCAPES:
            body = body.replace(character, escape)
        return body

    return escaped
