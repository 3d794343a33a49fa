"""Sessions in the memory of one process: for development, and gone when it ends."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import ClassVar, NamedTuple

from gateway.sessions.shelf import Terms


class _Item(NamedTuple):
    """What is kept under one key."""

    data: bytes
    terms: Terms


class MemoryShelf:
    """At most `max_sessions`; first to go are those of nobody, and of these what was not written longest.

    A process that forks does not share what it keeps afterwards.
    """

    errors: ClassVar[tuple[type[Exception], ...]] = ()
    place: ClassVar[tuple[object, ...]] = ("memory",)

    def __init__(self, *, max_sessions: int = 10_000, clock: Callable[[], float] = time.time) -> None:
        """Begin with nothing; `clock` gives seconds since the epoch."""
        self._most = max_sessions
        self._clock = clock
        self._lock = Lock()
        self._items: tuple[OrderedDict[bytes, _Item], ...] = (OrderedDict(), OrderedDict())

    def read(self, key: bytes) -> bytes | None:
        """What is kept under the key."""
        with self._lock:
            return self._found(key)

    def swap(self, key: bytes, old: bytes | None, new: bytes | None, terms: Terms) -> bool:
        """Put `new` in the place of `old`; whether `old` was there."""
        with self._lock:
            if self._found(key) != old:
                return False
            self._forget(key)
            if new is not None:
                self._items[terms.is_somebodys][key] = _Item(new, terms)
                self._shrink()
            return True

    def drop(self, key: bytes) -> bool:
        """Forget what is kept under the key; whether there was something."""
        with self._lock:
            return self._forget(key)

    def keys_of(self, owner: str) -> list[bytes]:
        """The keys of what was put there for an owner."""
        with self._lock:
            items = [item for part in self._items for item in part.items()]
        return [key for key, item in items if item.terms.owner == owner]

    def _found(self, key: bytes) -> bytes | None:
        """What is kept and has not expired; what has is forgotten."""
        item = self._items[False].get(key) or self._items[True].get(key)
        if item is None:
            return None
        if self._is_over(item):
            self._forget(key)
            return None
        return item.data

    def _is_over(self, item: _Item) -> bool:
        """Whether it has expired."""
        return item.terms.expires is not None and item.terms.expires <= self._clock()

    def _forget(self, key: bytes) -> bool:
        """Take it out, wherever it is; whether it was there."""
        return [items.pop(key, None) for items in self._items] != [None, None]

    def _shrink(self) -> None:
        """Make room for the newest."""
        strangers, people = self._items
        if len(strangers) + len(people) > self._most:
            oldest = next(iter(people.values()), None)
            is_over = oldest is not None and self._is_over(oldest)
            (people if is_over or not strangers else strangers).popitem(last=False)
