"""Defaults that their own schema would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

from gateway.check.common_schemas import surely_fits
from gateway.check.regexes import every_row
from gateway.config.document import Map, Seq
from gateway.config.model import Config, Route
from gateway.config.variables import Variable
from gateway.errors import Problem

_BY_NAME: Final = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"})
_VALUES: Final = frozenset({"const", "default", "enum", "examples"})
_ELSEWHERE: Final = frozenset({"$ref", "$dynamicRef"})
_HELP: Final = "a default is used as it is written"


def unfit_defaults(config: Config) -> Iterator[Problem]:
    """An error for each default of a query, or of a schema in the file, that is no such value."""
    for row in every_row(config.routes):
        if isinstance(row, Route):
            yield from _of_each(row.at.get("query"))
            for body in row.body:
                yield from _below(body.at.get("schema"), "")


def _of_each(schemas: Any) -> Iterator[Problem]:
    """The problems of schemas by name."""
    for name in schemas if isinstance(schemas, Map) else ():
        yield from _below(schemas[name], name)


def _below(schema: Any, name: str) -> Iterator[Problem]:
    """The problems of a schema and of those in it; what a `const`, `enum` or `examples` holds is none."""
    if isinstance(schema, Seq):
        for item in schema:
            yield from _below(item, name)
    if not isinstance(schema, Map):
        return
    if "default" in schema:
        yield from _of_default(schema, name)
    for key in schema:
        if key in _BY_NAME:
            yield from _of_each(schema[key])
        elif key not in _VALUES:
            yield from _below(schema[key], name)


def _of_default(schema: Map, name: str) -> Iterator[Problem]:
    """What is wrong with one default; one that comes from the environment is read when it is there."""
    value = schema["default"]
    if isinstance(value, Variable) or not _ELSEWHERE.isdisjoint(schema):
        return
    if surely_fits(schema, value):
        return
    reason: str = import_module("gateway.check.lints.mismatch").mismatch(schema, value)
    if reason:
        said = f"the default of {name}" if name else "the default"
        yield Problem(schema.value_at("default"), "GW083", f"{said} {reason}", _HELP)
