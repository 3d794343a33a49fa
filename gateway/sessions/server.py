"""Sessions that are kept on a server; the visitor's cookie has nothing but a random id, which is signed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.sessions.codec import Codec, Record
from gateway.sessions.jar import Jar, placed, vary_by_cookie
from gateway.sessions.life import Life
from gateway.sessions.people import Kept
from gateway.sessions.place import Place, token_of
from gateway.sessions.records import Records
from gateway.sessions.session import Session, contents
from gateway.sessions.shelf import Shelf, StoreDownError
from gateway.sessions.store import CookieOptions

_TICKETS = 4  # cookies of one request that are looked up: more would let one ask the store for many


class ServerStore:
    """Sessions on a shelf: what one request changes is put onto what is kept, key by key.

    Two requests of one visitor at the same time lose nothing unless both change the same key, of which the
    last write counts. A session that was ended, by a logout or from elsewhere, stays ended although a request
    that began before it ends later. An id that we did not draw is never adopted.

    While the shelf is down, a request is answered 503 if `is_forgiving` is False; else it goes on as one of a
    stranger, and what it would remember is lost. A login, a logout and a change of a session that had been
    read are 503 in both cases, since they must not seem done. `clock` gives seconds since the epoch.
    """

    __slots__ = (
        "_clock", "_identity", "_is_forgiving", "_is_rolling", "_life", "_plain", "_records", "_saves_empty",
        "_secure", "name",
    )  # fmt: skip

    def __init__(
        self,
        options: CookieOptions,
        shelf: Shelf,
        *,
        is_forgiving: bool = True,
        knows_owners: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Raise ValueError for keys that cannot be used; `knows_owners` lets sessions be listed by person."""
        self.name = options.name
        self._identity = (options.name, options.path, options.domain, options.keys, shelf.place)
        self._is_forgiving = is_forgiving
        self._is_rolling = options.rolling
        self._saves_empty = options.save_empty
        self._clock = clock
        self._life = Life(options)
        self._records = Records(shelf, self._life, saves_empty=options.save_empty, knows_owners=knows_owners)
        self._plain = _jar(self, options, is_https=False)
        self._secure = _jar(self, options, is_https=True)

    def __eq__(self, other: object) -> bool:
        """Whether the other keeps its sessions at the same place, under the same cookie and keys."""
        return isinstance(other, ServerStore) and self._identity == other._identity

    def __hash__(self) -> int:
        """The same for stores that are equal."""
        return hash(self._identity)

    def open(self, request: Request) -> Session:
        """The session of the request's cookie; a new one when there is none that lives.

        Raise StoreDownError, unless the store is forgiving.
        """
        now = self._clock()
        place = Place(self, self._secure if request.is_secure else self._plain)
        texts = place.jar.texts(request)
        tickets = [ticket for text in texts if (ticket := place.jar.codec.decode(text)) is not None]
        place.is_known = bool(tickets)
        for ticket in tickets[:_TICKETS]:
            key = place.know(token_of(ticket))
            record = self._asked(place, key, now)
            content = None if record is None else contents(record.payload)
            if record is not None and content is not None:
                record = record._replace(is_current=ticket.is_current)
                return place.opened(Session(content, record, keeper=place, now=now, is_presented=True))
        return Session(({}, {}), keeper=place, now=now, is_presented=bool(texts))

    def save(self, request: Request, session: Session, response: Response) -> None:  # noqa: ARG002
        """Keep what changed, and set or clear the cookie if the browser's is another; raise SessionError."""
        vary_by_cookie(response)
        place: Any = session.keeper
        payload = session.payload()
        is_kept: bool | None
        try:
            if self._is_held_back(session):
                return
            if session.is_destroyed and not session.is_populated:
                is_kept = self._end(place)
            else:
                is_kept = self._kept(session, payload)
        except StoreDownError:
            if not self._is_forgiven(session, payload):
                raise
            return
        if is_kept and (self._is_rolling or place.must_send(session)):
            place.jar.send(session, place.value(session), self._life.shown(session), response)
        elif is_kept is False and session.is_presented:
            place.jar.clear(response)

    def keep(self, session: Session) -> None:
        """Keep the session before the answer is ready; raise SessionError if that fails."""
        if self._is_held_back(session):
            raise StoreDownError
        self._kept(session, session.payload())

    def find(self, key: bytes) -> Record | None:
        """What is kept under a session's key; raise StoreDownError."""
        return self._records.find(key, self._clock())

    def sessions_of(self, person: Any) -> list[Kept]:
        """The sessions of a person, the newest first: id, when it began, when it was last written.

        A person is what `session["user"]` is, or its `id_str`, `id` or `sub`. Raise SessionError without
        `session.revocation: true`, StoreDownError if the store is down.
        """
        found = [kept for _, kept in self._records.of(person, self._clock())]
        return sorted(found, key=lambda kept: kept.created, reverse=True)

    def revoke(self, person: Any, *, id: str | None = None, but: str | None = None) -> int:  # noqa: A002
        """End the sessions of a person, at once and everywhere; how many there were.

        `id` ends that one only, `but` all except one, such as the one that asks. Raise as `sessions_of`.
        """
        ended, is_over = 0, False
        while not is_over:  # what got another id in between is there under that
            found = [(key, kept.id) for key, kept in self._records.of(person, self._clock())]
            keys = [key for key, name in found if id in (None, name) and name != but]
            were_there = [self._records.drop(key) for key in keys]
            ended, is_over = ended + sum(were_there), all(were_there)
        return ended

    def end_logins(self, person: Any, sid: str | None = None) -> int:
        """End what a person's logins made, or the one that its provider calls `sid`; how many there were.

        Raise as `sessions_of`.
        """
        found = [key for key, kept in self._records.of(person, self._clock()) if sid in (None, kept.sid)]
        for key in found:
            self._records.drop(key)
        return len(found)

    def _asked(self, place: Place, key: bytes, now: float) -> Record | None:
        """The record under a key; None if the store is down and forgives, which the place knows then."""
        try:
            return self._records.find(key, now)
        except StoreDownError:
            if not self._is_forgiving:
                raise
            place.is_down, place.kept = True, key
            return None

    def _is_held_back(self, session: Session) -> bool:
        """Whether nothing may be written, since what is kept of the visitor could not be read."""
        place: Any = session.keeper
        return place.is_down and not (session.is_regenerated or session.is_destroyed)

    def _is_forgiven(self, session: Session, payload: bytes) -> bool:
        """Whether an answer may go out although the store did not take the session."""
        if session.is_destroyed or session.is_regenerated:
            return False
        return self._is_forgiving if session.is_new else payload == session.read

    def _kept(self, session: Session, payload: bytes) -> bool | None:
        """Keep the session; whether it is kept now, None if somebody else ended it."""
        place: Any = session.keeper
        stays = session.is_populated or session.is_regenerated or self._saves_empty
        if place.kept is None and not stays:
            # Its id may just have been replaced, by a login: clearing the cookie would end that.
            return None if place.is_known else False
        if place.kept != session.key:
            return self._moved(session, payload)
        if payload != session.read or not stays or session.is_touched or self._life.is_due(session):
            is_left = self._records.change(session, payload)
            if is_left is False:
                # By this request: the cookie is worth nothing now, and what comes yet is kept anew.
                place.kept, place.is_known = None, False
            if not is_left:
                return is_left
            session.stamped = int(session.now)
        session.read = payload
        return True

    def _moved(self, session: Session, payload: bytes) -> bool | None:
        """Keep the session under its own id and end the one before; None if somebody else ended that.

        What was carried over from such a one is not kept, as it would bring it back.
        """
        place: Any = session.keeper
        self._records.add(session, payload)
        was_there = place.kept is None or self._records.drop(place.kept)
        place.kept, session.read = session.key, payload
        was_carried = {} if was_there else session.carried
        carried = [key for key, value in was_carried.items() if key in session and session[key] == value]
        if not carried:
            return True
        for key in carried:
            del session[key]
        if session.is_populated:
            return self._records.change(session, session.payload())
        self._end(place)
        return None

    def _end(self, place: Place) -> bool:
        """Forget what is kept; False, since nothing is then."""
        if place.kept is not None:
            self._records.drop(place.kept)
            place.kept = None
        return False


def _jar(store: ServerStore, options: CookieOptions, *, is_https: bool) -> Jar:
    """The cookie as it is over https, or over http; no value of a cookie store is one of its own."""
    told = placed(options, is_https=is_https)
    return Jar(store=store, codec=Codec(f"{told['name']} id", options.keys), **told)
