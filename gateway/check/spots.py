"""Where each key and value of a YAML text stands, to the character."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from gateway.config.reader import LOADER

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A key or a value that holds no others, in a text of which it is the part from `start` to `end`.

    `line` and `column` are counted from 1. `path` leads to it, a key's to its value. `quote` is None where it
    is written plain. What `is_shared` is written once and meant at several places: an alias names it, or what
    it stands in.
    """

    line: int
    column: int
    start: int
    end: int
    value: str
    quote: str | None
    path: Path
    is_key: bool
    is_shared: bool


@dataclass(slots=True)
class _Holder:
    """A mapping or list that is being read: how many keys and values, or items, were begun in it."""

    path: Path
    is_mapping: bool
    is_shared: bool
    begun: int = 0
    key: str = ""


@dataclass(slots=True)
class _Walk:
    """Goes through the events of a text; the innermost holder stands last."""

    shared: set[str | None]
    holders: list[_Holder] = field(default_factory=lambda: [_Holder((), is_mapping=False, is_shared=False)])

    def spot(self, event: Any) -> Spot | None:
        """The spot of an event, None if it is none."""
        if isinstance(event, yaml.CollectionEndEvent):
            self.holders.pop()
        elif isinstance(event, yaml.NodeEvent):
            return self._node(event)
        return None

    def _node(self, event: Any) -> Spot | None:
        """The spot of a scalar; another value that begins is a holder from now on."""
        holder = self.holders[-1]
        is_key = holder.is_mapping and holder.begun % 2 == 0
        holder.begun += 1
        if is_key:
            holder.key = str(getattr(event, "value", ""))
        path = self._path(holder)
        is_shared = holder.is_shared or event.anchor in self.shared
        if isinstance(event, yaml.CollectionStartEvent):
            self.holders.append(_Holder(path, isinstance(event, yaml.MappingStartEvent), is_shared))
        if not isinstance(event, yaml.ScalarEvent):
            return None
        start: Any = event.start_mark
        end: Any = event.end_mark
        return Spot(
            start.line + 1,
            start.column + 1,
            start.index,
            end.index,
            event.value,
            event.style or None,
            path,
            is_key,
            is_shared or event.anchor is not None,
        )

    def _path(self, holder: _Holder) -> Path:
        """The path to what begins in a holder; the document is at the root."""
        if len(self.holders) == 1:
            return ()
        return (*holder.path, holder.key if holder.is_mapping else holder.begun - 1)


def spots(text: str) -> list[Spot]:
    """The spots of a text, in an order that stays when one is written otherwise; raise YAMLError."""
    events = list(yaml.parse(text, Loader=LOADER))
    walk = _Walk({event.anchor for event in events if isinstance(event, yaml.AliasEvent)})
    return [spot for event in events if (spot := walk.spot(event)) is not None]
