"""Which rows of a table have the path of a request, in order, and why each does not answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from gateway.config.model import Routing
from gateway.http.request import Request
from gateway.http.when import ConditionError
from gateway.middleware.chain import Endpoint
from gateway.routing.table import Row, Table


class Candidate(NamedTuple):
    """A row that has the path, its parameters, and why it does not take the request; "" if it does."""

    row: Row[Endpoint]
    params: dict[str, Any]
    reason: str = ""


def candidates(rows: Iterable[Row[Endpoint]], request: Request, routing: Routing) -> Iterator[Candidate]:
    """The rows that have the path, in order; raise MalformedEscape for a broken one."""
    for row in rows:
        bare = replace(row, index=0, methods=None, hosts=(), when=None, converters={}, inner=None)
        params = _matched(bare, request, routing)
        if params is not None:
            yield _judged(row, bare, params, request, routing)


def _judged(
    row: Row[Endpoint], bare: Row[Endpoint], params: dict[str, Any], request: Request, routing: Routing
) -> Candidate:
    """A row that has the path, asked for one thing after the other."""
    if _matched(replace(bare, hosts=row.hosts), request, routing) is None:
        return Candidate(row, params, f"it is for the host {' or '.join(row.hosts)}, not {request.hostname}")
    for name, convert in row.converters.items():
        if _matched(replace(bare, converters={name: convert}), request, routing) is None:
            return Candidate(row, params, f"{name} cannot be {params[name]!r}")
    if row.methods is not None and request.method not in row.methods:
        return Candidate(row, params, f"it takes {', '.join(sorted(row.methods))}")
    try:
        found = _matched(replace(bare, converters=row.converters, when=row.when), request, routing)
    except ConditionError as error:
        return Candidate(row, params, f"its condition failed: {type(error.reason).__name__}")
    return Candidate(row, params, "its conditions do not agree") if found is None else Candidate(row, found)


def _matched(row: Row[Endpoint], request: Request, routing: Routing) -> dict[str, Any] | None:
    """The parameters by which a row alone takes the request."""
    table = Table([row], case_sensitive=routing.case_sensitive, trailing_slash=routing.trailing_slash)
    found = table.match(request)
    return None if found is None else found[1]
