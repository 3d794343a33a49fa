"""Every value of a document beside what the schema says about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from gateway.config.document import Map, Seq
from gateway.config.fragments import joined
from gateway.errors import Position

Schema = Mapping[str, Any]


class Described(NamedTuple):
    """A value: what holds it, by which key or index, and its schema, which is empty for what is free."""

    holder: Any
    key: Any
    schema: Schema

    @property
    def value(self) -> Any:
        """The value itself."""
        return self.holder[self.key]

    @property
    def at(self) -> Position:
        """Where it stands."""
        place: Position = self.holder.value_at(self.key)
        return place

    @property
    def format(self) -> str:
        """What text must look like here; empty if it may look like anything, or is no text."""
        return str(self.schema.get("format", "")) if isinstance(self.value, str) else ""


def described(value: Any, schema: Schema | None = None) -> list[Described]:
    """Everything in a value, outer values first; a whole document has the schema of a file."""
    found: list[Described] = []
    _add(found, value, joined() if schema is None else schema)
    return found


def _add(found: list[Described], value: Any, schema: Schema) -> None:
    """Note everything in a value."""
    if isinstance(value, Map):
        for key, each in value.items():
            inner = below(schema, key)
            found.append(Described(value, key, inner))
            _add(found, each, inner)
    elif isinstance(value, Seq):
        inner = resolved(schema.get("items", {}))
        for index, each in enumerate(value):
            found.append(Described(value, index, inner))
            _add(found, each, inner)


def below(schema: Schema, key: str) -> Schema:
    """The schema of the value of a key."""
    if key in schema.get("properties", {}):
        return resolved(schema["properties"][key])
    for pattern, found in schema.get("patternProperties", {}).items():
        if re.search(pattern, key):
            return resolved(found)
    return resolved(schema.get("additionalProperties"))


def resolved(schema: Any) -> Schema:
    """A schema with what it refers to; nothing is known of what has none."""
    if not isinstance(schema, dict):
        return {}
    if "$ref" not in schema:
        return schema
    found = resolved(joined()["$defs"][schema["$ref"].rpartition("/")[2]])
    return found if len(schema) == 1 else {**found, **schema}
