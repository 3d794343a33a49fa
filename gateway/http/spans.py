"""What a Range header asks for, in any unit (RFC 9110 §14.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNSATISFIABLE = -1
MALFORMED = -2
MAX_DIGITS = 19

_digits = re.compile("[0-9]+").fullmatch


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end`, both included."""

    start: int
    end: int


class Spans(list[Span]):
    """The spans asked for, in the order of the header; `type` is their unit, as `bytes`."""

    def __init__(self, spans: list[Span], type: str) -> None:  # noqa: A002  (as Express has it)
        """Take over the spans."""
        super().__init__(spans)
        self.type = type


def parse(header: str, size: int, *, combine: bool = False) -> Spans | int:
    """The spans of something of `size` units that a header asks for; -1 if it has none of them, -2 malformed.

        parse("bytes=0-4,-2", 10) == [Span(0, 4), Span(8, 9)]

    A span's end is cut to the size, a span outside it left out; a suffix longer than the whole is the whole.
    `combine` makes one of spans that overlap or touch.
    """
    unit, equals, text = header.partition("=")
    if not equals:
        return MALFORMED
    found = []
    for part in text.split(","):
        span = _span(part, size)
        if span is None:
            return MALFORMED
        if 0 <= span.start <= span.end:
            found.append(span)
    if not found:
        return UNSATISFIABLE
    return Spans(_combined(found) if combine else found, unit)


def _span(part: str, size: int) -> Span | None:
    """One `first-last`, `first-` or `-length`, which may lie outside; None if it is malformed."""
    first, dash, last = (each.strip() for each in part.partition("-"))
    if not dash or not (first or last) or not all(_digits(each) for each in (first, last) if each):
        return None
    if not first:
        return Span(max(size - number(last), 0), size - 1)
    return Span(number(first), min(number(last), size - 1) if last else size - 1)


def number(digits: str) -> int:
    """The number in digits; one with more than 19 of them stands for any beyond every size."""
    return int(digits.lstrip("0")[:MAX_DIGITS] or 0)


def _combined(spans: list[Span]) -> list[Span]:
    """The spans with no two that overlap or touch; each stands where its first part stood."""
    joined: list[tuple[int, Span]] = []
    for place, span in sorted(enumerate(spans), key=lambda pair: pair[1].start):
        if joined and span.start <= joined[-1][1].end + 1:
            before, last = joined[-1]
            if span.end > last.end:
                joined[-1] = (min(before, place), Span(last.start, span.end))
        else:
            joined.append((place, span))
    return [span for _, span in sorted(joined, key=lambda pair: pair[0])]
