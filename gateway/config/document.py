"""The data of a YAML file, every key and value knowing where it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gateway.errors import Position


class Map(dict[str, Any]):
    """A mapping that keeps where it, its keys and its values were written."""

    __slots__ = ("_keys", "_values", "absent", "at")

    def __init__(self, at: Position) -> None:
        """Begin empty, written at a place."""
        super().__init__()
        self.at = at
        self.absent: dict[str, tuple[str, Position]] = {}
        self._keys: dict[str, Position] = {}
        self._values: dict[str, Position] = {}

    def put(self, key: str, value: Any, key_at: Position, value_at: Position) -> None:
        """Set a key, and where it and its value stand."""
        self[key] = value
        self._keys[key] = key_at
        self._values[key] = value_at

    def take(self, key: str, other: Map) -> None:
        """Set a key to what another mapping holds, its places included."""
        self.put(key, other[key], other.key_at(key), other.value_at(key))

    def emptied(self) -> Map:
        """A mapping at the same place that holds nothing yet."""
        empty = Map(self.at)
        empty.absent = dict(self.absent)
        return empty

    def only(self, keys: Iterable[str]) -> Map:
        """A mapping at the same place that holds only these keys."""
        result = self.emptied()
        for key in keys:
            result.take(key, self)
        return result

    def key_at(self, key: str) -> Position:
        """Where a key stands, or the mapping if it does not hold the key."""
        return self._keys.get(key, self.at)

    def value_at(self, key: str) -> Position:
        """Where the value of a key stands, or the mapping if it does not hold the key."""
        return self._values.get(key, self.at)


class Seq(list[Any]):
    """A list that keeps where it and its items were written."""

    __slots__ = ("_values", "absent", "at")

    def __init__(self, at: Position) -> None:
        """Begin empty, written at a place."""
        super().__init__()
        self.at = at
        self.absent: list[tuple[str, Position]] = []
        self._values: list[Position] = []

    def put(self, value: Any, value_at: Position) -> None:
        """Append an item, and where it stands."""
        self.append(value)
        self._values.append(value_at)

    def value_at(self, index: int) -> Position:
        """Where an item stands, or the list if there is no such item."""
        return self._values[index] if index < len(self._values) else self.at


def section_of(holder: Map, key: str) -> Map:
    """The mapping under a key; an empty one where it is left out, or is something else."""
    section = holder.get(key)
    return section if isinstance(section, Map) else Map(holder.value_at(key))


def texts_of(holder: Map, key: str) -> Iterator[tuple[str, Position]]:
    """The text under a key, or those of a list, and where each stands; nothing of what is no text."""
    value = holder.get(key)
    if isinstance(value, str):
        yield value, holder.value_at(key)
    elif isinstance(value, Seq):
        yield from (
            (text, value.value_at(index)) for index, text in enumerate(value) if isinstance(text, str)
        )


def position_of(root: Map | Seq, pointer: Iterable[str | int], *, key: bool = False) -> Position:
    """Where the value (or with `key` its key) at a pointer stands; the nearest ancestor answers for a gap."""
    at, node = root.at, root
    steps = list(pointer)
    for number, step in enumerate(steps):
        if isinstance(node, Map) and step in node:
            last = key and number == len(steps) - 1
            at = node.key_at(str(step)) if last else node.value_at(str(step))
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node):
            at = node.value_at(step)
        else:
            break
        node = node[step]  # type: ignore[index]
    return at
