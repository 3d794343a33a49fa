"""Whether a function may leave the answer to a later route, and which routes no request can reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from gateway.config.model import Routing
from gateway.errors import Position
from gateway.resolution.report import Report, place
from gateway.routing.reach import hidden
from gateway.routing.table import Row

PASSING = frozenset({"NEXT", "EXIT_GROUP"})
RESUMING = frozenset({"RESUME"})
LEAVING = frozenset({"EXIT_GROUP"})
_FIRST = "put it first, or take one of them away"


def may_pass(call: Callable[..., Any], words: frozenset[str] = PASSING) -> bool:
    """Whether a handler or layer may pass a request on: its code says so, or cannot be looked into."""
    while isinstance(call, partial):
        call = next((part for part in call.args if callable(part)), call.func)
    inner = getattr(call, "__wrapped__", None)
    if inner is not None and may_pass(inner, words):
        return True
    code = getattr(call, "__code__", None) or getattr(type(call).__call__, "__code__", None)
    return code is None or not words.isdisjoint(code.co_names)


def report_hidden(
    rows: Iterable[Row[Any]], positions: dict[int, Position], routing: Routing, report: Report
) -> None:
    """Note each written route that an earlier one hides, and where that stands."""
    pairs = hidden(rows, case_sensitive=routing.case_sensitive, trailing_slash=routing.trailing_slash)
    for later, earlier in pairs:
        if later.index in positions:
            here, there = positions[later.index], positions.get(earlier.index)
            which = f"at {place(there, here)}" if there else f"({earlier.label})"
            path = " or ".join(map(str, earlier.patterns))
            said = f"this route is never reached: {path} {which} answers all its requests"
            report.add(here, "GW058", said, _FIRST if there else "give one of them another path")
