"""Values written as JSON: how far they are indented, what is escaped, and what becomes of unknown kinds."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

Encode = Callable[[Any], bytes]
Default = Callable[[Any], Any] | None
_ESCAPES = ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"))
_INDENTS = {0: 0, 2: orjson.OPT_INDENT_2}


def usual(value: Any) -> bytes:
    """Any value as JSON in one line, as it is written where `settings.json` says nothing else.

    Infinity and not-a-number become null, and names that are numbers become text. Raise TypeError for what
    JSON cannot hold.
    """
    try:
        return orjson.dumps(value)
    except TypeError as refusal:
        return _patiently(value, refusal)


def encoder(indent: int = 0, *, escape_html: bool = False, default: Default = None) -> Encode:
    """What writes any value as JSON (RFC 8259), in UTF-8.

    `indent` is the number of spaces by which each level is moved in, 0 for one line. `escape_html` writes
    `<`, `>` and `&` in text as escapes, so that no browser takes it for markup. `default` is called with a
    value that JSON cannot hold, and gives one in its place. What writes is otherwise as `usual`.
    """
    if indent not in _INDENTS:
        write = _indented(indent, default)
    elif indent or default is not None:
        write = _written(default, indent)
    else:
        write = usual
    return _escaped(write) if escape_html else write


def _written(default: Default, indent: int) -> Encode:
    """What writes a value with orjson's own options."""
    option = _INDENTS[indent]

    def write(value: Any) -> bytes:
        """The value as JSON."""
        try:
            return orjson.dumps(value, default, option)
        except TypeError as refusal:
            return _patiently(value, refusal, default, indent)

    return write


def _indented(indent: int, default: Default) -> Encode:
    """What writes a value with an indent that orjson does not know."""

    def write(value: Any) -> bytes:
        """The value as JSON; what it is made of is orjson's business here as well."""
        try:
            plain = orjson.loads(orjson.dumps(value, default))
        except TypeError as refusal:
            return _patiently(value, refusal, default, indent)
        return json.dumps(plain, indent=indent, ensure_ascii=False).encode()

    return write


def _patiently(value: Any, refusal: TypeError, default: Default = None, indent: int = 0) -> bytes:
    """What orjson refuses though JSON can hold it: numbers as names or of any size, depth, lone surrogates.

    Raise the refusal if the value is not of that kind.
    """
    written = json.JSONEncoder(
        default=partial(_known, default),
        indent=indent or None,
        separators=(",", ": ") if indent else (",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    try:
        text = written.encode(value)
    except (TypeError, ValueError, RecursionError):
        raise refusal from None
    return text.encode(errors="backslashreplace")


def _known(default: Default, value: Any) -> Any:
    """A value that Python's json does not know, as orjson or the author would write it."""
    return orjson.loads(orjson.dumps(value, default))


def _escaped(write: Encode) -> Encode:
    """What writes a value without anything that HTML would see; only text in JSON has such characters."""

    def escaped(value: Any) -> bytes:
        """The value as JSON."""
        body = write(value)
        for character, escape in _ESCAPES:
            body = body.replace(character, escape)
        return body

    return escaped
