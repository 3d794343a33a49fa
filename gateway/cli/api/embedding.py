"""A JSON Schema as a part of an OpenAPI document: its references lead to the same places there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

_MAPS = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_SINGLE = frozenset(
    {"items", "additionalProperties", "propertyNames", "contains", "not", "if", "then", "else"}
    | {"unevaluatedItems", "unevaluatedProperties", "contentSchema"}
)
_OF_A_FILE = frozenset({"$schema", "$id", "$anchor"})


def embedded(schema: Any, place: str) -> Any:
    """The schema as it stands at a place such as `#/components/schemas/Item`, its references moved there."""
    names = {"": place} | {name: place + pointer for name, pointer in _names(schema, "")}

    def moved(reference: str) -> str:
        """Where a reference leads in the document."""
        name, _, pointer = reference.partition("#")
        return names.get(reference) or (names[name] + pointer if name in names else reference)

    return _moved(schema, moved)


def _names(schema: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """What a schema and those inside it can be referred to by, each with where it stands."""
    if isinstance(schema, Mapping):
        for key, mark in (("$id", ""), ("$anchor", "#")):
            if isinstance(schema.get(key), str):
                yield mark + schema[key], pointer
    for path, inner in _inner(schema):
        yield from _names(inner, pointer + "".join(f"/{_escaped(step)}" for step in path))


def _inner(schema: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The schemas right inside a schema, each with the way to it."""
    for key, value in schema.items() if isinstance(schema, Mapping) else ():
        if key in _SINGLE:
            yield (key,), value
        elif key in _MAPS and isinstance(value, Mapping):
            yield from (((key, name), inner) for name, inner in value.items())
        elif key in _LISTS and isinstance(value, list):
            yield from (((key, str(index)), inner) for index, inner in enumerate(value))


def _moved(schema: Any, moved: Callable[[str], str]) -> Any:
    """A schema with its references moved, without what names it as a file."""
    if not isinstance(schema, Mapping):
        return schema
    changed = {key: value for key, value in schema.items() if key not in _OF_A_FILE}
    for key, value in changed.items():
        if key == "$ref" and isinstance(value, str):
            changed[key] = moved(value)
        elif key in _SINGLE:
            changed[key] = _moved(value, moved)
        elif key in _MAPS and isinstance(value, Mapping):
            changed[key] = {name: _moved(inner, moved) for name, inner in value.items()}
        elif key in _LISTS and isinstance(value, list):
            changed[key] = [_moved(inner, moved) for inner in value]
    return changed


def _escaped(step: str) -> str:
    """A step of a JSON Pointer (RFC 6901 section 3)."""
    return step.replace("~", "~0").replace("/", "~1")
