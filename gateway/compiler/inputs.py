"""Parsing of the query and the body put before a handler that declares them."""

from __future__ import annotations

from importlib import import_module

from gateway.compiler.answers import Answer
from gateway.compiler.paths import Path
from gateway.config.model import Body, Route
from gateway.http.inputs import PARSERS, ParsedBody, QueryArguments


def with_inputs(route: Route, answer: Answer, path: Path) -> Answer:
    """The answer behind the parsing of its query and its body, if the route declares them."""
    if route.query:
        answer = _with_query(route, answer, path)
    body = route.body
    if body is None or not (body.parser or body.required or body.schema is not None):
        return answer
    return Answer(_with_body(answer, body), answer.taken)


def _with_query(route: Route, answer: Answer, path: Path) -> Answer:
    wanted = _wanted(route, answer, path)
    query = import_module("gateway.http.schema").Query(route.query)
    call = QueryArguments(handler=answer.call, query=query, names=wanted & route.query.keys())
    return Answer(call, tuple(sorted(wanted & path.names)))


def _wanted(route: Route, answer: Answer, path: Path) -> frozenset[str]:
    """The names a handler takes, one by one."""
    if answer.taken is None:
        return path.names | route.query.keys()
    return frozenset({answer.taken} if isinstance(answer.taken, str) else answer.taken)


def _with_body(answer: Answer, body: Body) -> ParsedBody:
    schema = None if body.schema is None else import_module("gateway.http.schema").BodySchema(body.schema)
    parse = PARSERS[body.parser or "json"]
    return ParsedBody(handler=answer.call, parse=parse, required=body.required, schema=schema)
