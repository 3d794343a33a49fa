"""Every key and value of a configuration: where it stands in the text, and what its schema is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from gateway.check.described import below, resolved
from gateway.config.fragments import joined

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """One value, and its key if a mapping holds it; `start` and `end` are those of the value in the text."""

    text: str = field(repr=False)
    path: tuple[str | int, ...]
    key: yaml.ScalarNode | None = field(repr=False)
    value: yaml.Node = field(repr=False)
    schema: Schema = field(repr=False)
    holder: Place | None = field(repr=False)

    @property
    def start(self) -> int:
        return self.value.start_mark.index

    @cached_property
    def end(self) -> int:
        """Where the value ends; the mark of a block stands behind the blanks and comments after it."""
        end = self.value.end_mark.index
        if isinstance(self.value, yaml.ScalarNode):
            return self.start + len(self.text[self.start : end].rstrip("\n"))
        return end if self.is_flow else self.start + len(_without_comments(self.text[self.start : end]))

    @property
    def first(self) -> int:
        """Where the key begins, or the value of an item."""
        return self.start if self.key is None else self.key.start_mark.index

    @property
    def name(self) -> str:
        """The last key of the path."""
        return str(self.path[-1]) if self.path else ""

    @property
    def section(self) -> str:
        """The last key of the path that is no index."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")

    @property
    def is_flow(self) -> bool:
        return bool(getattr(self.value, "flow_style", False))

    @property
    def in_flow(self) -> bool:
        return self.holder is not None and (self.holder.is_flow or self.holder.in_flow)

    @property
    def is_scalar(self) -> bool:
        return isinstance(self.value, yaml.ScalarNode)

    @property
    def is_plain(self) -> bool:
        return self.is_scalar and self.value.style is None

    @property
    def is_map(self) -> bool:
        return isinstance(self.value, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.value, yaml.SequenceNode)

    @property
    def written(self) -> str:
        """The value as it is written."""
        return self.text[self.start : self.end]

    @property
    def types(self) -> set[str]:
        """The JSON types that the value may have; none if it may be anything."""
        types = self.schema.get("type", ())
        return {types} if isinstance(types, str) else set(types)

    @property
    def format(self) -> str:
        return self.schema.get("format", "") if self.is_scalar else ""

    @property
    def value_keys(self) -> set[str]:
        """The keys of a mapping."""
        return {each.name for each in self.inner}

    @cached_property
    def inner(self) -> list[Place]:
        """What the value holds."""
        return [*_inner(self)]

    def at(self, *path: str | int) -> Place | None:
        """What stands below at a path."""
        found: Place | None = self
        for step in path:
            found = next((each for each in found.inner if each.path[-1] == step), None) if found else None
        return found

    def all(self) -> Iterator[Place]:
        """The place and all that are in it."""
        yield self
        for each in self.inner:
            yield from each.all()


def document(text: str) -> Place:
    """The whole of a file."""
    return Place(text, (), None, yaml.compose(text, Loader=yaml.SafeLoader), joined(), None)


def _inner(place: Place) -> Iterator[Place]:
    """What a mapping or a list holds as it is written; what an alias or a merge repeats stands elsewhere."""
    if place.is_map:
        for key, value in place.value.value:
            if value.start_mark.index > key.start_mark.index and key.value != "<<":
                schema = below(place.schema, key.value)
                yield Place(place.text, (*place.path, key.value), key, value, schema, place)
    elif place.is_list:
        for index, value in enumerate(place.value.value):
            if value.start_mark.index > place.start:
                schema = resolved(place.schema.get("items", {}))
                yield Place(place.text, (*place.path, index), None, value, schema, place)


def _without_comments(text: str) -> str:
    """A block without the blanks and the comments behind it."""
    lines = text.split("\n")
    while not lines[-1].strip() or lines[-1].lstrip().startswith("#"):
        lines.pop()
    last = re.sub(r"\s+#[^'\"\]}]*\Z", "", lines[-1])
    return "\n".join([*lines[:-1], last]).rstrip()
