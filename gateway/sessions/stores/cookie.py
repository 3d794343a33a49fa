"""Sessions that live in one signed cookie of the visitor; the last write wins."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from gateway.errors import SessionError
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.sessions.codec import SIZE_LIMIT, Codec, Record
from gateway.sessions.session import Session
from gateway.sessions.store import CookieOptions

_CLOCK_LEEWAY = 300  # seconds by which another server of ours may run ahead
_NAMED_KEYS = 3


@dataclass(frozen=True, slots=True)
class _Jar:
    """The cookie under one of its names: how to find and sign it, and every attribute but its life."""

    name: str
    start: str
    codec: Codec
    attributes: str


class CookieStore:
    """Signed cookies, readable by their visitor and by nobody else changeable.

    Of two cookies of one name the first that verifies and lives is used. A copied cookie lives until it
    expires, even after a logout: only a server store can forget. Two requests of one visitor at the same time
    each write what they saw; the last one stays. An answer that sets the cookie is kept out of caches, and
    every answer that opened a session varies by Cookie. `clock` gives seconds since the epoch.
    """

    __slots__ = ("_clock", "_idle", "_max_age", "_plain", "_renewal", "_secure")

    def __init__(self, options: CookieOptions, *, clock: Callable[[], float] = time.time) -> None:
        """Raise ValueError for keys that cannot be used."""
        self._clock = clock
        self._max_age = float("inf") if options.max_age is None else options.max_age
        self._idle = float("inf") if options.idle is None else options.idle
        self._renewal = self._idle / 10
        self._plain = _jar(options, secure=bool(options.secure))
        self._secure = _jar(options, secure=options.secure is not False)

    def open(self, request: Request) -> Session:
        """The session of the request's cookie; a new one when no cookie of that name verifies and lives."""
        now = self._clock()
        jar = self._jar(request)
        _, *found = (";" + request.environ.get("HTTP_COOKIE", "").replace(" ", "")).split(jar.start)
        for text in found:
            record = jar.codec.decode(text.partition(";")[0])
            if record is not None and self._is_alive(record, now):
                values = _object(record.payload)
                if values is not None:
                    return Session(values, record, now=now, is_presented=True)
        return Session({}, now=now, is_presented=bool(found))

    def save(self, request: Request, session: Session, response: Response) -> None:
        """Set the cookie if the session changed, is due or signed with an old key; clear it if it is empty.

        Raise SessionError, before anything is sent, for what JSON cannot hold or a cookie over 4096 bytes.
        """
        if "Vary" in [name for name, _ in response.headers]:
            response.vary("Cookie")
        else:
            response.headers._list.append(("Vary", "Cookie"))  # noqa: SLF001  (a tenth of the price)
        payload = session.payload()
        if not session:
            if session.is_presented:
                _send(response, f"{self._jar(request).name}=; Max-Age=0", self._jar(request))
        elif payload != session.read or session.is_touched or session.now - session.stamped > self._renewal:
            self._write(self._jar(request), session, payload, response)

    def _write(self, jar: _Jar, session: Session, payload: bytes, response: Response) -> None:
        """Set the cookie with a fresh stamp, and with what is left of its absolute age."""
        value = jar.codec.encode(payload, session.created, session.now)
        size = len(jar.name) + len(value)
        if size > SIZE_LIMIT:
            raise SessionError(_too_large(size, session))
        life = session.created + self._max_age - session.now
        age = "" if life == float("inf") else f"; Max-Age={int(life)}"
        _send(response, f"{jar.name}={value}{age}", jar)

    def _jar(self, request: Request) -> _Jar:
        """The cookie by its name for this request: prefixed when it is secure."""
        return self._secure if request.is_secure else self._plain

    def _is_alive(self, record: Record, now: float) -> bool:
        """Whether neither the absolute nor the idle time is over, by the server's clock."""
        return (
            now - record.created < self._max_age
            and now - record.stamped < self._idle
            and record.stamped - now < _CLOCK_LEEWAY
        )


def _jar(options: CookieOptions, *, secure: bool) -> _Jar:
    """The cookie under the name that its attributes allow (RFC 6265bis section 4.1.3)."""
    is_host_only = options.path == "/" and options.domain is None
    prefix = ("__Host-" if is_host_only else "__Secure-") if secure else ""
    name = prefix + options.name
    attributes = [f"Path={options.path}"]
    attributes += [f"Domain={options.domain}"] if options.domain else []
    attributes += ["Secure"] if secure else []
    attributes += ["HttpOnly"] if options.http_only else []
    attributes += [] if options.same_site == "unset" else [f"SameSite={options.same_site.capitalize()}"]
    return _Jar(name, f";{name}=", Codec(name, options.keys), "; " + "; ".join(attributes))


def _object(payload: bytes) -> dict[str, Any] | None:
    """The JSON object in a payload; None if it is none."""
    try:
        values = orjson.loads(payload)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


def _send(response: Response, cookie: str, jar: _Jar) -> None:
    """Add the cookie, which makes the response one visitor's own (RFC 9111 section 5.2.2)."""
    response.headers._list.append(("Set-Cookie", cookie + jar.attributes))  # noqa: SLF001  (known to be good)
    directives = {part.strip().lower() for part in response.headers.get("Cache-Control", "").split(",")}
    if directives.isdisjoint(("no-store", "private")):
        response.headers["Cache-Control"] = "no-store"


def _too_large(size: int, session: Session) -> str:
    """What was found, what is allowed, and which keys to look at."""
    largest = ", ".join(f"{key!r} {length}" for key, length in session.key_sizes()[:_NAMED_KEYS])
    return f"the session takes {size} bytes as a cookie, {SIZE_LIMIT} are allowed; largest keys: {largest}"
