"""What one request changed in a session, put onto what others made of it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from gateway.sessions.session import contents

Parts = tuple[dict[str, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """The keys that were set, and those that were deleted, of the values and of what is private.

    A key is the smallest thing that is merged: of two requests that change the same key the last one counts,
    also if each changed another part of its value.
    """

    was_set: Parts
    was_deleted: tuple[frozenset[str], frozenset[str]]

    @classmethod
    def between(cls, before: bytes, after: bytes) -> Change:
        """What makes one payload of the other."""
        pairs = list(zip(parts(before), parts(after), strict=True))
        values, private = (
            {key: value for key, value in new.items() if key not in old or old[key] != value}
            for old, new in pairs
        )
        gone = [frozenset(old.keys() - new.keys()) for old, new in pairs]
        return cls((values, private), (gone[0], gone[1]))

    def onto(self, payload: bytes) -> bytes:
        """Another payload, changed in the same way."""
        values, private = (
            {key: value for key, value in {**old, **changed}.items() if key not in gone}
            for old, changed, gone in zip(parts(payload), self.was_set, self.was_deleted, strict=True)
        )
        return orjson.dumps([values, private] if private else values)


def parts(payload: bytes) -> Parts:
    """The values and what is private; nothing of what is no payload."""
    return contents(payload) or ({}, {})
