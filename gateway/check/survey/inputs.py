"""What a route reads before its handler runs: its query, its body, and the functions that these name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any

from gateway.check.common_schemas import is_schema
from gateway.config.contents import PARSERS
from gateway.config.model import Body, Route
from gateway.resolution.functions import of_body
from gateway.resolution.names import Names

_TEXTUAL = {"boolean", "integer", "number", "string"}


def look_at_inputs(route: Route, names: Names) -> None:
    """Note what is wrong; what only the parsers know of types and charsets they are asked."""
    report, read = names.report, [body for body in route.body if body.parser or body.required]
    if not (
        _is_query(route.query) and all(is_schema(body.schema) for body in read if body.schema is not None)
    ):
        report.problems += import_module("gateway.check.schemas").schema_problems(route)
    if any(map(_is_doubtful, read)):
        without = replace(route, body=tuple(replace(body, schema=None) for body in route.body))
        import_module("gateway.compiler.inputs").reader(without, names, report)
        return
    for body in read:
        for key in _functions(body):
            of_body(body, key, names)


def _functions(body: Body) -> Iterator[str]:
    """The keys of a body that may name a function."""
    yield "verify"
    if body.parser == "json":
        yield "hook"
    elif body.parser is not None and body.parser not in PARSERS:
        yield "parser"


def _is_query(query: Mapping[str, Any]) -> bool:
    """Whether there are schemas for everything, of types that text can be read as."""
    return is_schema({"properties": dict(query)}) and all(map(_is_textual, query.values()))


def _is_textual(schema: Any) -> bool:
    """Whether a parameter is of the types of text, or a list of such."""
    kinds = _kinds(schema)
    return (_kinds(schema.get("items")) if "array" in kinds else kinds) <= _TEXTUAL


def _kinds(schema: Any) -> set[str]:
    """The types of a schema, text if it names none."""
    named = schema.get("type", "string") if isinstance(schema, Mapping) else "string"
    return {named} if isinstance(named, str) else {*named}


def _is_doubtful(body: Body) -> bool:
    """Whether something of a body may be wrong that no rule of the file tells."""
    is_form = body.parser in {"form", "multipart"}
    is_known = all("/" in kind or kind.startswith("+") for kind in body.types or ())
    return not is_known or (is_form and (body.charset or "utf-8").lower() != "utf-8")
