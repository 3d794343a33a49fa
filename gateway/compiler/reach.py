"""Routes that no request can reach, because an earlier one answers all of theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from gateway.config.model import Routing
from gateway.errors import Position
from gateway.http.loading import Loading
from gateway.http.tracing import Traced
from gateway.middleware.chain import Endpoint
from gateway.resolution.report import Report, place
from gateway.routing.reach import hidden
from gateway.routing.table import Row

_PASSING = frozenset({"NEXT", "EXIT_GROUP"})
_RESUMING = frozenset({"RESUME"})
_LEAVING = frozenset({"EXIT_GROUP"})


def report_hidden(
    rows: list[Row[Endpoint]], positions: dict[int, Position], routing: Routing, report: Report
) -> None:
    """Note each written route that an earlier one hides, and where that stands."""
    pairs = hidden(rows, case_sensitive=routing.case_sensitive, trailing_slash=routing.trailing_slash)
    for later, earlier in pairs:
        if later.index in positions:
            here, there = positions[later.index], positions.get(earlier.index)
            which = f"at {place(there, here)}" if there else f"of {earlier.label}"
            path = " or ".join(map(str, earlier.patterns))
            said = f"this route is never reached: {path} {which} answers all its requests"
            report.add(here, "GW058", said, "put it first, or take one of them away")


def may_pass(call: Callable[..., Any], words: frozenset[str] = _PASSING) -> bool:
    """Whether a handler or layer may pass a request on: its code says so, or cannot be looked into."""
    while isinstance(call, partial):
        call = next((part for part in call.args if callable(part)), call.func)
    code = getattr(call, "__code__", None) or getattr(type(call).__call__, "__code__", None)
    return code is None or not words.isdisjoint(code.co_names)


def passes_around(endpoint: Endpoint) -> bool:
    """Whether a layer, a loader or an error rule of an endpoint may pass a request on."""
    return any(may_pass(call) for call in _around(endpoint)) or any(
        may_pass(rule.answer, _RESUMING) for rule in endpoint.failures.rules
    )


def may_leave(call: Callable[..., Any] | None, endpoint: Endpoint) -> bool:
    """Whether a handler, or a layer or loader around it, may leave the request to what follows its group."""
    calls = _around(endpoint) if call is None else (call, *_around(endpoint))
    return any(may_pass(each, _LEAVING) for each in calls)


def _around(endpoint: Endpoint) -> tuple[Callable[..., Any], ...]:
    """The layers of an endpoint, and what loads its parameters."""
    layers = [layer.call if isinstance(layer, Traced) else layer for layer in endpoint.layers]
    return (*layers, *(load for layer in layers if isinstance(layer, Loading) for _, load in layer.loaders))
