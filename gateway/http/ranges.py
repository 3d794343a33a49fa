"""Which part of a file a client asks for (RFC 9110 §14)."""

from __future__ import annotations

import re

from werkzeug.exceptions import RequestedRangeNotSatisfiable

MAX_DIGITS = 19

_spec = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.IGNORECASE | re.ASCII).fullmatch


def parse(header: str | None, size: int) -> range | None:
    """The bytes asked for of a file of `size` bytes; None for the whole, also if several are asked for.

    What is malformed is ignored; raise RequestedRangeNotSatisfiable (`bytes */size`) if no byte is meant.
    """
    spec = _spec(header or "")
    if spec is None:
        return None
    first, last = spec.groups()
    if not first:
        return _suffix(last, size)
    start, stop = _number(first), _number(last) + 1 if last else size
    if stop <= start and last:
        return None
    if start >= size:
        raise RequestedRangeNotSatisfiable(size)
    return range(start, min(stop, size))


def _suffix(length: str, size: int) -> range | None:
    """The last bytes of a file, all of them if it is shorter."""
    if not length:
        return None
    if _number(length) == 0:
        raise RequestedRangeNotSatisfiable(size)
    return range(max(size - _number(length), 0), size) if size else None


def _number(digits: str) -> int:
    """The number in digits; one with more than 19 of them stands for any beyond every size."""
    return int(digits.lstrip("0")[:MAX_DIGITS] or 0)
