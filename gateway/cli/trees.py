"""A YAML text as a tree in which each value is as it was written, and each comment has a place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from gateway.config.reader import LOADER


@dataclass(slots=True, eq=False)
class Node:
    """A value: a mapping or a list with `entries`, or else `raw`, as it was written, an alias with its star.

    `start` and `end` are its place in the text, `owner` is the entry whose value it is, and `after` are the
    comments behind its last entry.
    """

    kind: str
    start: int
    end: int
    anchor: str = ""
    raw: str = ""
    value: str = ""
    quote: str = ""
    is_flow: bool = False
    entries: list[Entry] = field(default_factory=list)
    owner: Entry | None = None
    after: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Entry:
    """A key and its value, or an item, which has no key.

    `start` is where it or its dash begins, `column` is counted from 0. `before` are the comments above it,
    where "" is an empty line. `beside` is the comment on its line, with the column it was put at, or 0.
    """

    key: Node | None
    value: Node
    parent: Node
    start: int
    column: int
    before: list[str] = field(default_factory=list)
    beside: tuple[int, str] | None = None


def tree(text: str) -> Node:
    """The tree of a text that holds one document without tags; raise YAMLError."""
    return _Builder(text).document()


def walk(node: Node) -> Iterator[Entry]:
    """The entries of a tree in the order of the text."""
    for entry in node.entries:
        yield entry
        yield from walk(entry.value)


class _Builder:
    """Makes nodes of the events of a text."""

    def __init__(self, text: str) -> None:
        """Begin with the events; only tokens tell where the dashes of lists are."""
        self._text = text
        self._events: Iterator[Any] = yaml.parse(text, Loader=LOADER)
        tokens: Iterator[Any] = yaml.scan(text, Loader=LOADER)
        marks = [token.start_mark for token in tokens if isinstance(token, yaml.BlockEntryToken)]
        self._dashes = [(mark.index, mark.column) for mark in marks]

    def document(self) -> Node:
        """The value of the document."""
        next(self._events), next(self._events)
        return self._node(next(self._events))

    def _node(self, event: Any) -> Node:
        """What begins with an event."""
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.AliasEvent):
            return Node("alias", start, end, raw=f"*{event.anchor}")
        anchor = f"&{event.anchor}" if event.anchor else ""
        if isinstance(event, yaml.ScalarEvent):
            raw = self._text[start:end].removeprefix(anchor).lstrip() if anchor else self._text[start:end]
            return Node("scalar", start, end, anchor, raw, event.value, event.style or "")
        kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
        node = Node(kind, start, end, anchor, is_flow=bool(event.flow_style))
        self._fill(node)
        return node

    def _fill(self, node: Node) -> None:
        """Read the entries of a mapping or list, up to its end."""
        while True:
            event = next(self._events)
            mark: Any = event.start_mark
            if isinstance(event, yaml.CollectionEndEvent):
                node.end = mark.index + node.is_flow
                return
            key = self._node(event) if node.kind == "mapping" else None
            value = self._node(next(self._events) if key else event)
            place = (mark.index, mark.column)
            if key is None and not node.is_flow:
                place = self._dashes[bisect_left(self._dashes, (value.start, -1)) - 1]
            entry = Entry(key, value, node, *place)
            value.owner = entry
            node.entries.append(entry)
