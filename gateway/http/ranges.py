"""Which part of a file a client asks for (RFC 9110 §14)."""

from __future__ import annotations

import re

from werkzeug.exceptions import RequestedRangeNotSatisfiable

from gateway.http.spans import number

_set = re.compile(r"bytes=(.*)", re.IGNORECASE | re.DOTALL).fullmatch
_digits = re.compile(r"[0-9]*").fullmatch


def parse(header: str | None, size: int) -> range | None:
    """The bytes asked for of a file of `size` bytes; None for the whole.

    Ranges that overlap or touch are one. The whole is the answer to several that do not (RFC 9110 §15.3.7
    allows it), and to a header in which anything is malformed. Raise RequestedRangeNotSatisfiable (`bytes
    */size`) if no byte is meant.
    """
    given = _set(header or "")
    if given is None:
        return None
    parts = []
    for spec in given[1].split(","):
        part = _part(spec, size)
        if part is None:
            return None
        if part:
            parts.append(part)
    if not parts:
        raise RequestedRangeNotSatisfiable(size)
    return parts[0] if len(parts) == 1 else _joined(parts)


def _part(spec: str, size: int) -> range | None:
    """The bytes of one range, none if they lie behind the end; None for what is no range."""
    first, dash, last = (each.strip(" \t") for each in spec.partition("-"))
    if not (dash and _digits(first) and _digits(last)):
        return None
    if not first:
        return _suffix(last, size)
    start, stop = number(first), number(last) + 1 if last else size
    if stop <= start and last:
        return None
    return range(start, min(stop, size))


def _suffix(length: str, size: int) -> range | None:
    """The last bytes of a file, all of them if it is shorter; an empty file is sent as a whole."""
    if not length or (not size and number(length)):
        return None
    return range(max(size - number(length), 0), size)


def _joined(parts: list[range]) -> range | None:
    """The one range that all of them are together; None if there are gaps."""
    first, *rest = sorted(parts, key=lambda part: part.start)
    stop = first.stop
    for part in rest:
        if part.start > stop:
            return None
        stop = max(stop, part.stop)
    return range(first.start, stop)
