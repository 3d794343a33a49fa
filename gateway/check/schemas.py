"""What is wrong with a JSON Schema, told at the value that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from gateway.check.regexes import every_row
from gateway.config.complaints import SAY, complaint
from gateway.config.document import Map, position_of
from gateway.config.model import Config, Route
from gateway.config.plain import beside
from gateway.config.reader import parse
from gateway.errors import ConfigError, Position, Problem

_RULE = "GW081"


def pointed(problems: Iterable[Problem], configs: Iterable[Config]) -> Iterator[Problem]:
    """The problems; one that says that a schema is none says what in it is wrong, and where.

    That is in the file of the schema if it has one of its own.
    """
    exact = {at[:3]: each for config in configs for at, each in _wrong(config)}
    for problem in problems:
        known = exact.get(problem.position[:3]) if problem.rule == _RULE else None
        yield known or problem


def _wrong(config: Config) -> Iterator[tuple[Position, Problem]]:
    """For each schema that is none, the place that the compiler tells of, and what is wrong."""
    for route in (row for row in every_row(config.routes) if isinstance(row, Route)):
        for name, schema in route.query.items():
            for problem in _of_schema(schema, route.at["query"], name, {"properties": route.query}):
                yield route.at.value_at("query"), problem
        for body in route.body:
            for problem in _of_schema(body.schema, body.at, "schema", body.schema):
                yield body.at.value_at("schema"), problem


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
