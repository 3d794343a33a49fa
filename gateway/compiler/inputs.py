"""Parsing of the query and the body put before a handler that declares them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from gateway.compiler.paths import Path
from gateway.compiler.report import Report
from gateway.compiler.signatures import Answer
from gateway.config.model import Body, Route
from gateway.errors import Position
from gateway.http.inputs import PARSERS, ParsedBody, QueryArguments


def with_inputs(route: Route, answer: Answer, path: Path, report: Report) -> Answer:
    """The answer behind the parsing of its query and its body, if the route declares them."""
    if route.query:
        answer = _with_query(route, answer, path, report)
    body = route.body[0] if route.body else None
    if body is None or not (body.parser or body.required or body.schema is not None):
        return answer
    taken = (answer.taken,) if isinstance(answer.taken, str) else answer.taken
    return Answer(_with_body(answer, body, report), taken)


def _with_query(route: Route, answer: Answer, path: Path, report: Report) -> Answer:
    """The answer behind the reading of its query; parameters of the path then go by name."""
    wanted = _wanted(route, answer, path)
    query = _compiled("Query", route.query, report, route.at.value_at("query"))
    call = QueryArguments(handler=answer.call, query=query, names=wanted & route.query.keys())
    return Answer(call, tuple(sorted(wanted & path.names)))


def _wanted(route: Route, answer: Answer, path: Path) -> frozenset[str]:
    """The names a handler takes, one by one."""
    if answer.taken is None:
        return path.names | route.query.keys()
    return frozenset({answer.taken} if isinstance(answer.taken, str) else answer.taken)


def _with_body(answer: Answer, body: Body, report: Report) -> ParsedBody:
    """The answer behind the reading of its body."""
    schema = None
    if body.schema is not None:
        schema = _compiled("BodySchema", body.schema, report, body.at.value_at("schema"))
    parse = PARSERS[body.parser or "json"]
    return ParsedBody(handler=answer.call, parse=parse, required=body.required, schema=schema)


def _compiled(kind: str, schema: Any, report: Report, position: Position) -> Any:
    """A schema ready for requests; None after noting that it is none."""
    try:
        return getattr(import_module("gateway.http.schema"), kind)(schema)
    except ValueError as error:
        report.add(position, "GW081", str(error))
        return None
