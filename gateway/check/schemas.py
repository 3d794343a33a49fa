"""What is wrong with a JSON Schema, told at the value that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from gateway.config.complaints import SAY, complaint
from gateway.config.document import Map, position_of
from gateway.config.model import Route
from gateway.config.plain import beside, texts
from gateway.config.reader import parse
from gateway.errors import ConfigError, Position, Problem

_RULE = "GW081"
_OF_TEXT = frozenset({"boolean", "integer", "number", "string"})


def schema_problems(route: Route) -> Iterator[Problem]:
    """What is wrong with the schemas of a route, each in its file if it has one of its own."""
    for name, schema in route.query.items():
        found = [*_of_schema(schema, route.at["query"], name, {"properties": route.query})]
        yield from found or _of_text(schema, route.at["query"].value_at(name))
    for body in route.body:
        yield from _of_schema(body.schema, body.at, "schema", body.schema)


def is_wrong(schema: Any) -> bool:
    """Whether a schema is none, or refers to what it does not have."""
    return any(True for _ in _mistakes(schema, schema))


def _of_text(schema: Any, at: Position) -> Iterator[Problem]:
    """That no text can be what the schema of a query parameter asks for."""
    kinds = texts(schema.get("type", "string"))
    if "array" in kinds:
        items = schema.get("items")
        kinds = texts(items.get("type", "string")) if isinstance(items, dict) else ()
    if not _OF_TEXT.issuperset(kinds):
        said = f"a query parameter is of type array or {', '.join(sorted(_OF_TEXT))}, not {', '.join(kinds)}"
        yield Problem(at, _RULE, said)


def _of_schema(schema: Any, holder: Map, key: str, whole: Any) -> Iterator[Problem]:
    """What is wrong with one schema, if it is none, or refers to what the whole does not have."""
    for pointer, problem in () if schema is None else _mistakes(schema, whole):
        root, start = (holder, (key,)) if isinstance(holder[key], Map) else (_of_file(holder, key), ())
        yield replace(problem, position=position_of(root, (*start, *pointer)))


def _mistakes(schema: Any, whole: Any) -> Iterator[tuple[Sequence[str | int], Problem]]:
    """Where in a schema a mistake is, and which."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        cause = _inner(error)
        yield cause.absolute_path, _said(cause)
        return
    resolver = Registry().with_resource("", DRAFT202012.create_resource(whole)).resolver()
    for pointer, reference in _references(schema, ()):
        try:
            resolver.lookup(reference)
        except Unresolvable:
            message = f'not a JSON Schema: $ref "{reference}" points nowhere'
            yield (
                pointer,
                Problem(
                    Position("", 1, 1), _RULE, message, "a $ref leads within its own schema: #/$defs/name"
                ),
            )


def _references(schema: Any, pointer: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every `$ref` in a schema, and where it stands."""
    pairs = (
        enumerate(schema) if isinstance(schema, list) else schema.items() if isinstance(schema, dict) else ()
    )
    for key, value in pairs:
        if key == "$ref" and isinstance(value, str):
            yield (*pointer, key), value
        else:
            yield from _references(value, (*pointer, key))


def _of_file(holder: Map, key: str) -> Map:
    """The schema as its file has it, with places; what holds its name if that cannot be read."""
    at = holder.value_at(key)
    name = at.text[at.column - 1 : at.column - 1 + at.width].strip("'\"")
    file = beside(name, at)
    try:
        read = parse(file.read_text(encoding="utf-8"), str(file))
    except (OSError, ValueError, ConfigError):
        return Map(at)
    return read if isinstance(read, Map) else Map(at)


def _inner(error: Any) -> Any:
    """The error inside one of several alternatives that was probably meant."""
    while error.context:
        error = max(error.context, key=lambda each: (len(each.absolute_path), each.validator != "type"))
    return error


def _said(error: Any) -> Problem:
    """The error in our words, where we have some."""
    message, help_ = error.message, ""
    if error.validator in SAY:
        (said,) = complaint(error)
        message, help_ = said.message, said.help
    return Problem(Position("", 1, 1), _RULE, f"not a JSON Schema: {message}", help_)
