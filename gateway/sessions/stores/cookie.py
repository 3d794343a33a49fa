"""Sessions that live in one signed or encrypted cookie of the visitor; the last write wins."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from gateway.errors import SessionError
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.sessions.codec import SIZE_LIMIT, Codec, Record
from gateway.sessions.jar import Jar, placed, vary_by_cookie
from gateway.sessions.life import Life
from gateway.sessions.session import Session, contents, drawn
from gateway.sessions.store import CookieOptions

_NAMED_KEYS = 3


class CookieJar(Jar):
    """The cookie that is the session."""

    __slots__ = ()

    def draw(self) -> bytes:
        """An id for a session that begins."""
        return drawn()

    def keep(self, session: Session) -> None:
        """Make sure that the session fits into its cookie; raise SessionError."""
        self.value(session, session.payload())

    def read(self, text: str, now: float) -> Record | None:  # noqa: ARG002  (some cookies say no time)
        """The record in one of the `texts`, None unless a key of ours made it."""
        record: Record | None = self.codec.decode(text)
        return record

    def record(self, session: Session) -> Record | None:
        """What came with the request."""
        return session.came

    def value(self, session: Session, payload: bytes) -> str:
        """The value of the cookie; raise SessionError over 4096 bytes."""
        value: str = self.codec.encode(payload, session.created, session.now, session.key)
        size = len(self.name) + len(value)
        if size > SIZE_LIMIT:
            raise SessionError(_too_large(size, session))
        return value


class CookieStore:
    """Signed cookies, readable by their visitor and by nobody else changeable; encrypted, not even read.

    Of two cookies of one name the first that verifies and lives is used. A copied cookie lives until it
    expires, even after a logout: only a server store can forget. Two requests of one visitor at the same time
    each write what they saw; the last one stays. An answer that sets the cookie is kept out of caches, and
    every answer that opened a session varies by Cookie. `clock` gives seconds since the epoch.
    """

    __slots__ = ("_clock", "_identity", "_life", "_plain", "_saves_empty", "_secure", "name")

    def __init__(
        self,
        options: CookieOptions,
        *,
        codec: type[Any] = Codec,
        jar: type[CookieJar] = CookieJar,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Raise ValueError for keys that cannot be used; `codec` makes values and reads them, `jar` sends."""
        self.name = options.name
        self._identity = (options.name, options.path, options.domain, options.keys, codec)
        self._saves_empty = options.save_empty
        self._clock = clock
        self._life = Life(options)
        self._plain = _placed(jar, self, options, codec, is_https=False)
        self._secure = _placed(jar, self, options, codec, is_https=True)

    def __eq__(self, other: object) -> bool:
        """Whether the other keeps the same cookie, made with the same keys."""
        return isinstance(other, CookieStore) and self._identity == other._identity

    def __hash__(self) -> int:
        """The same for stores that are equal."""
        return hash(self._identity)

    def open(self, request: Request) -> Session:
        """The session of the request's cookie; a new one when no cookie of that name verifies and lives."""
        now = self._clock()
        jar = self._jar(request)
        texts = jar.texts(request)
        for text in texts:
            record = jar.read(text, now)
            content = None if record is None else contents(record.payload)
            if record is None or content is None:
                continue
            if self._life.is_alive(record.created, record.stamped, content[1], now):
                return Session(content, record, keeper=jar, now=now, is_presented=True)
        return Session(({}, {}), keeper=jar, now=now, is_presented=bool(texts))

    def save(self, request: Request, session: Session, response: Response) -> None:
        """Set the cookie if the session changed, is due or signed with an old key; clear it if it is empty.

        Raise SessionError, before anything is sent, for what JSON cannot hold or a cookie over 4096 bytes.
        """
        vary_by_cookie(response)
        payload = session.payload()
        saves_empty = self._saves_empty and not session.is_destroyed
        if session.is_populated or session.is_regenerated or saves_empty:
            if payload != session.read or session.is_new or session.is_touched or self._life.is_due(session):
                jar: Any = session.keeper
                jar.send(session, jar.value(session, payload), self._life.shown(session), response)
        elif session.is_presented:
            self._jar(request).clear(response)

    def _jar(self, request: Request) -> CookieJar:
        """The cookie for this request: secure, with the name that goes with it, or not."""
        return self._secure if request.is_secure else self._plain


def _placed(
    kind: type[CookieJar], store: CookieStore, options: CookieOptions, codec: type[Any], *, is_https: bool
) -> CookieJar:
    """The cookie as it is over https, or over http."""
    told = placed(options, is_https=is_https)
    if not kind.has_prefix:
        told["name"] = options.name
    return kind(store=store, codec=codec(told["name"], options.keys), **told)


def _too_large(size: int, session: Session) -> str:
    """What was found, what is allowed, and which keys to look at."""
    largest = ", ".join(f"{key!r} {length}" for key, length in session.key_sizes()[:_NAMED_KEYS])
    return f"the session takes {size} bytes as a cookie, {SIZE_LIMIT} are allowed; largest keys: {largest}"
