"""The sessions on a shelf: found while they live, changed key by key, listed by person."""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct
from typing import Any

from gateway.errors import SessionError
from gateway.sessions.codec import Record, as_text
from gateway.sessions.guard import Guard
from gateway.sessions.life import Life
from gateway.sessions.merge import Change, parts
from gateway.sessions.people import Kept, owner_of
from gateway.sessions.session import ABOUT_THE_SESSION, LOGIN, Session
from gateway.sessions.shelf import Shelf, StoreDownError, Terms

_times = Struct(">II")
_ATTEMPTS = 100  # of requests that change one session at once, each time one of them gets through


class Records:
    """What stands between a store and its shelf; every method raises StoreDownError if that is down.

    On the shelf a session is two times in seconds, created and stamped, and its payload.
    """

    __slots__ = ("_knows_owners", "_life", "_reading", "_saves_empty", "_shelf", "_writing")

    def __init__(self, shelf: Shelf, life: Life, *, saves_empty: bool, knows_owners: bool) -> None:
        """Keep sessions that are empty or not; note whose they are or not."""
        self._shelf = shelf
        self._life = life
        self._saves_empty = saves_empty
        self._knows_owners = knows_owners
        self._reading = Guard(str(shelf.place[0]), "read", shelf.errors)
        self._writing = Guard(str(shelf.place[0]), "written", shelf.errors)

    def find(self, key: bytes, now: float) -> Record | None:
        """The session under a key, None if there is none that lives."""
        data = self._reading(self._shelf.read, key)
        if data is None or len(data) < _times.size:
            return None
        created, stamped = _times.unpack_from(data)
        payload = data[_times.size :]
        is_alive = self._life.is_alive(created, stamped, parts(payload)[1], now)
        return Record(payload, created, stamped, key) if is_alive else None

    def add(self, session: Session, payload: bytes) -> None:
        """Keep a session that is not kept yet."""
        created, stamped = int(session.created), int(session.now)
        data, terms = self._made(payload, created, stamped)
        # Its id is random: if something is there already, it is this, written before the answer was lost.
        self._writing(self._shelf.swap, session.key, None, data, terms)

    def change(self, session: Session, payload: bytes) -> bool | None:
        """Put what the request changed onto what is kept; False if it is empty then, and not kept.

        None is for a session that somebody ended meanwhile: that is not undone.
        """
        change = Change.between(session.read, payload)
        for _ in range(_ATTEMPTS):
            old = self._reading(self._shelf.read, session.key)
            if old is None or len(old) < _times.size:
                return None
            created, stamped = _times.unpack_from(old)
            merged = change.onto(old[_times.size :])
            is_left = self._saves_empty or _is_populated(merged)
            new, terms = self._made(merged, created, max(stamped, int(session.now)))
            is_same = is_left and new == old
            if is_same or self._writing(self._shelf.swap, session.key, old, new if is_left else None, terms):
                return is_left
        raise StoreDownError

    def drop(self, key: bytes) -> bool:
        """Forget a session; whether it was there."""
        return self._writing(self._shelf.drop, key)

    def of(self, person: Any, now: float) -> Iterator[tuple[bytes, Kept]]:
        """The living sessions of a person, with their keys; raise SessionError if that is not kept."""
        if not self._knows_owners:
            raise SessionError("sessions are listed and revoked with session.revocation: true")
        owner = owner_of(person)
        for key in self._reading(self._shelf.keys_of, owner) if owner else ():
            record = self.find(key, now)
            values, private = ({}, {}) if record is None else parts(record.payload)
            if record is not None and owner_of(values.get("user")) == owner:
                yield (
                    key,
                    Kept(as_text(key), record.created, record.stamped, private.get(LOGIN, {}).get("sid")),
                )

    def _made(self, payload: bytes, created: int, stamped: int) -> tuple[bytes, Terms]:
        """What is put on the shelf, and for how long."""
        values, private = parts(payload)
        owner = owner_of(values.get("user")) if self._knows_owners else ""
        is_somebodys = values.get("user") is not None
        terms = Terms(self._life.expires(created, stamped, private), owner, is_somebodys=is_somebodys)
        return _times.pack(created, stamped) + payload, terms


def _is_populated(payload: bytes) -> bool:
    """Whether there is something to remember."""
    values, private = parts(payload)
    return bool(values) or not private.keys() <= ABOUT_THE_SESSION
