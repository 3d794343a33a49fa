"""Sessions that live in one signed or encrypted cookie of the visitor; the last write wins."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from gateway.errors import SessionError
from gateway.http.cookies import Attributes
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.sessions.attributes import COOKIE
from gateway.sessions.codec import SIZE_LIMIT, Codec, Record
from gateway.sessions.session import MAX_AGE, Session, contents
from gateway.sessions.store import CookieOptions

_FOREVER = float("inf")
_CLOCK_LEEWAY = 300  # seconds by which another server of ours may run ahead
_NAMED_KEYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Jar:
    """The cookie under one of its names: how to find and protect it, and every attribute but its life."""

    store: Any = field(repr=False)
    name: str
    codec: Any = field(repr=False)
    max_age: float | None
    attributes: Attributes
    start: str = field(init=False)
    shown: str = field(init=False)

    def __post_init__(self) -> None:
        """Write once what stands in every cookie."""
        object.__setattr__(self, "start", f";{self.name}=")
        object.__setattr__(self, "shown", str(self.attributes))

    def keep(self, session: Session) -> None:
        """Make sure that the session fits into its cookie; raise SessionError."""
        self.value(session, session.payload())

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

    __slots__ = (
        "_clock", "_identity", "_idle", "_is_rolling", "_max_age", "_plain", "_renewal", "_saves_empty",
        "_secure", "name",
    )  # fmt: skip

    def __init__(
        self, options: CookieOptions, *, codec: type[Any] = Codec, clock: Callable[[], float] = time.time
    ) -> None:
        """Raise ValueError for keys that cannot be used; `codec` makes values and reads them."""
        self.name = options.name
        self._identity = (options.name, options.path, options.domain, options.keys, codec)
        self._is_rolling = options.rolling
        self._saves_empty = options.save_empty
        self._clock = clock
        self._max_age = _FOREVER if options.max_age is None else options.max_age
        self._idle = _FOREVER if options.idle is None else options.idle
        self._renewal = self._idle / 10
        self._plain = _jar(self, options, codec, secure=bool(options.secure))
        self._secure = _jar(self, options, codec, secure=options.secure is not False)

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
        _, *found = (";" + request.environ.get("HTTP_COOKIE", "").replace(" ", "")).split(jar.start)
        for text in found:
            record = jar.codec.decode(text.partition(";")[0])
            content = None if record is None else contents(record.payload)
            if record is not None and content is not None and self._is_alive(record, content[1], now):
                return Session(content, record, keeper=jar, now=now, is_presented=True)
        return Session(({}, {}), keeper=jar, now=now, is_presented=bool(found))

    def save(self, request: Request, session: Session, response: Response) -> None:
        """Set the cookie if the session changed, is due or signed with an old key; clear it if it is empty.

        Raise SessionError, before anything is sent, for what JSON cannot hold or a cookie over 4096 bytes.
        """
        if "Vary" in [name for name, _ in response.headers]:
            response.vary("Cookie")
        else:
            response.headers._list.append(("Vary", "Cookie"))  # noqa: SLF001  (a tenth of the price)
        payload = session.payload()
        saves_empty = self._saves_empty and not session.is_destroyed
        if session.is_populated or session.is_regenerated or saves_empty:
            if payload != session.read or session.is_new or session.is_touched or self._is_due(session):
                self._write(session, payload, response)
        elif session.is_presented:
            jar = self._jar(request)
            _send(response, f"{jar.name}=; Max-Age=0{jar.shown}")

    def _write(self, session: Session, payload: bytes, response: Response) -> None:
        """Set the cookie with a fresh stamp, and with what is left of its age."""
        jar: Any = session.keeper
        value = jar.value(session, payload)
        life = self._end(session.created, session.now, session.private) - session.now
        age = "" if life == _FOREVER else f"; Max-Age={max(0, ceil(life))}"
        shown = str(session.cookie.now) if COOKIE in session.private else jar.shown
        _send(response, f"{jar.name}={value}{age}{shown}")

    def _jar(self, request: Request) -> _Jar:
        """The cookie by its name for this request: prefixed when it is secure."""
        return self._secure if request.is_secure else self._plain

    def _is_due(self, session: Session) -> bool:
        """Whether the stamp must be renewed, so that the session does not end while it is used."""
        return self._is_rolling or session.now - session.stamped > self._renewal

    def _is_alive(self, record: Record, private: dict[str, Any], now: float) -> bool:
        """Whether neither the age nor the idle time is over, by the server's clock."""
        is_used = now - record.stamped < self._idle
        if MAX_AGE in private:
            is_used = is_used or private[MAX_AGE][0] is not None
            end = self._end(record.created, record.stamped, private)
        else:
            end = (record.stamped if self._is_rolling else record.created) + self._max_age
        return is_used and now < end and record.stamped - now < _CLOCK_LEEWAY

    def _end(self, created: float, stamped: float, private: dict[str, Any]) -> float:
        """When a session is too old: by its own age or the configured one, from its begin or last answer."""
        age, begin = private.get(MAX_AGE) or (self._max_age, created)
        return _FOREVER if age is None else (stamped if self._is_rolling else begin) + age


def _jar(store: CookieStore, options: CookieOptions, codec: type[Any], *, secure: bool) -> _Jar:
    """The cookie under the name that its attributes allow (RFC 6265bis section 4.1.3)."""
    is_host_only = options.path == "/" and options.domain is None
    name = (("__Host-" if is_host_only else "__Secure-") if secure else "") + options.name
    attributes = Attributes(
        path=options.path,
        domain=options.domain and options.domain.lstrip("."),
        secure=secure,
        http_only=options.http_only,
        # Over http browsers drop what says none, and take lax.
        same_site=options.same_site if secure or options.same_site != "none" else "lax",
    )
    return _Jar(
        store=store,
        name=name,
        codec=codec(name, options.keys),
        max_age=options.max_age,
        attributes=attributes,
    )


def _send(response: Response, cookie: str) -> None:
    """Add the cookie, which makes the response one visitor's own (RFC 9111 section 5.2.2)."""
    response.headers._list.append(("Set-Cookie", cookie))  # noqa: SLF001  (known to be good)
    directives = {part.strip().lower() for part in response.headers.get("Cache-Control", "").split(",")}
    if directives.isdisjoint(("no-store", "private")):
        response.headers["Cache-Control"] = "no-store"


def _too_large(size: int, session: Session) -> str:
    """What was found, what is allowed, and which keys to look at."""
    largest = ", ".join(f"{key!r} {length}" for key, length in session.key_sizes()[:_NAMED_KEYS])
    return f"the session takes {size} bytes as a cookie, {SIZE_LIMIT} are allowed; largest keys: {largest}"
