"""Routes that another site could make a visitor's browser use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from gateway.check.written import Written
from gateway.errors import Position, Problem

_CHANGING: Final = ("POST", "PUT", "PATCH", "DELETE", "ANY")
_GUARD: Final = "csrf"
_HELP: Final = "put csrf behind session; a route for other servers needs no session, or a body with verify"


def forgeable(routes: Iterable[Written]) -> Iterator[Problem]:
    """A warning for each stack with a session and without csrf that routes which change something have.

    It stands at the first such route. Those that check a signature of the body (`verify`) need no csrf, and a
    layer of the author's with csrf in its name is one.
    """
    causes: dict[tuple[Any, ...], list[Written]] = {}
    for each in routes:
        if _changes(each) and not any(body.verify for body in each.route.body):
            names = tuple(laid.name for laid in each.layers)
            if _is_open([laid.kind for laid in each.layers]):
                causes.setdefault((names, _GUARD in each.scope.without), []).append(each)
    for found in causes.values():
        yield _problem(found[0], len(found) - 1)


def _changes(each: Written) -> bool:
    """Whether a route runs code of the author's for methods that change something."""
    is_code = each.route.handler is not None or each.route.data is not None
    return is_code and not {*_CHANGING}.isdisjoint(each.methods)


def _is_open(kinds: list[str]) -> bool:
    """Whether layers open a session and none of them refuses what comes from another site."""
    return "session" in kinds and not any(_GUARD in kind.lower() for kind in kinds)


def _problem(each: Written, others: int) -> Problem:
    """That a route can be forged, and why."""
    method = next(method for method in _CHANGING if method in each.methods)
    more = f" (and {others} more {'route' if others == 1 else 'routes'})" if others else ""
    said = f"{method} {each.paths[0]}{more} changes state with a session cookie, but {_reason(each)}"
    return Problem(_place(each, method), "GW032", said, _HELP, "warning")


def _reason(each: Written) -> str:
    """Why there is no csrf: it is left out, or no stack has it."""
    if _GUARD in each.scope.without:
        return "csrf is left out"
    default = each.config.settings.default_stack
    uses = [use.name for use in each.scope.stack] if each.scope.has_stack else [default]
    stacks = [name for name in uses if name in each.config.stacks]
    return f'stack "{stacks[-1]}" has no csrf' if stacks else "its stack has no csrf"


def _place(each: Written, method: str) -> Position:
    """Where a route leaves csrf out, or else has the method."""
    at = each.route.at
    key, item = ("without", _GUARD) if _GUARD in each.route.without else ("methods", method)
    found: Position = at[key].value_at(at[key].index(item))
    return found
