"""Parameters inside segments and wildcards before the end, as the expression path-to-regexp 8 means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from gateway.routing.pattern import Flat, Part
from gateway.routing.syntax import Parameter, Text, Wildcard


def expression(flat: Flat) -> str:
    """A source with one group for each parameter and wildcard, for `re.DOTALL` and `fullmatch`."""
    return "".join(_sources(flat))


def _sources(flat: Flat) -> Iterator[str]:
    """The expression of each part in turn."""
    for place, part in enumerate(flat):
        if isinstance(part, Text):
            yield re.escape(part.value)
        elif isinstance(part, Parameter):
            yield f"({_parameter(flat, place)})"
        else:
            yield f"({_wildcard(flat, place)})"


def _parameter(flat: Flat, place: int) -> str:
    """What a parameter may hold: some text within its segment, or up to what stands next to it."""
    behind, ahead = _text_at(flat, place - 1), _text_at(flat, place + 1)
    before = {type(part) for part in _same_segment(reversed(flat[:place]))}
    after = {type(part) for part in _same_segment(flat[place + 1 :])}
    if Wildcard in before:
        return _run_without("/", behind)
    if Wildcard in after:
        return _run_without("/", ahead)
    if Parameter in before:
        # The last separator splits; a value may be the separator alone.
        return f"{_run_without('/', behind)}|{re.escape(behind)}"
    return _run_without("/")


def _wildcard(flat: Flat, place: int) -> str:
    """What a wildcard may hold: any text but the separator by which one before it ends."""
    if any(isinstance(part, Wildcard) for part in _same_segment(reversed(flat[:place]))):
        return _run_without(_text_at(flat, place - 1))
    earlier = [index for index in range(place) if isinstance(flat[index], Wildcard)]
    if earlier:
        return f"{_run_without(_text_at(flat, earlier[-1] + 1))}|{_run_without('/')}"
    return ".+"


def _same_segment(parts: Iterable[Part]) -> Iterator[Part]:
    """Parts up to the next slash."""
    return takewhile(lambda part: not (isinstance(part, Text) and "/" in part.value), parts)


def _text_at(flat: Flat, place: int) -> str:
    """The text at a place; empty where a parameter or nothing stands."""
    part = flat[place] if place < len(flat) else Text("")
    return part.value if isinstance(part, Text) else ""


def _run_without(*stops: str) -> str:
    """At least one character, none of them the beginning of a stop."""
    return rf"(?:(?!{'|'.join(re.escape(stop) for stop in stops if stop)}).)+"
