"""What a store on a server knows of one session while its request lasts."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import Any

from gateway.http.cookies import Attributes
from gateway.sessions.attributes import COOKIE
from gateway.sessions.codec import ID_LENGTH, Record
from gateway.sessions.jar import Jar
from gateway.sessions.session import MAX_AGE, Session

_TOKEN_LENGTH = 32


class Place:
    """The keeper of one session: its cookie, the key it is kept under, None if it is not, and its tokens.

    The token is what the cookie has; the key, which is the session's id too, is a digest of it. So neither
    who reads the store nor who sees an id can make the cookie. `is_down` is whether the store could not be
    asked when the session was opened: what is kept is unknown then, and must not be overwritten. `is_known`
    is whether the browser has an id that we drew, even if nothing is kept under it.
    """

    __slots__ = ("_about", "_tokens", "is_down", "is_known", "jar", "kept", "store")

    def __init__(self, store: Any, jar: Jar) -> None:
        """Begin without a session."""
        self.store = store
        self.jar = jar
        self.kept: bytes | None = None
        self.is_down = self.is_known = False
        self._tokens: dict[bytes, bytes] = {}
        self._about: tuple[Any, Any] = (None, None)

    @property
    def max_age(self) -> float | None:
        """How many seconds a session lasts, None until the browser closes."""
        return self.jar.max_age

    @property
    def attributes(self) -> Attributes:
        """The attributes of the cookie."""
        return self.jar.attributes

    def draw(self) -> bytes:
        """An id for a session that begins, with a token of 256 random bits."""
        return self.know(os.urandom(_TOKEN_LENGTH))

    def know(self, token: bytes) -> bytes:
        """The key that belongs to a token."""
        key = sha256(token).digest()[:ID_LENGTH]
        self._tokens[key] = token
        return key

    def keep(self, session: Session) -> None:
        """Keep the session now; raise SessionError if it cannot be kept."""
        self.store.keep(session)

    def record(self, session: Session) -> Record | None:  # noqa: ARG002  (there is one session a place)
        """What is kept now, None if that is nothing."""
        found: Record | None = None if self.kept is None else self.store.find(self.kept)
        return found

    def opened(self, session: Session) -> Session:
        """The session, which was found, with what of its cookie is its own noted."""
        self.kept = session.key
        self.is_down = False
        self._about = _about(session)
        return session

    def must_send(self, session: Session) -> bool:
        """Whether the browser has another id, one that an old key signed, or a cookie of another life."""
        came = session.came
        is_known = came is not None and came.id == session.key and came.is_current
        return not is_known or session.is_touched or _about(session) != self._about

    def value(self, session: Session) -> str:
        """The value of the cookie."""
        token = self._tokens[session.key]
        value: str = self.jar.codec.encode(token[ID_LENGTH:], 0, 0, token[:ID_LENGTH])
        return value


def token_of(ticket: Record) -> bytes:
    """The token in a cookie that verified."""
    return ticket.id + ticket.payload


def _about(session: Session) -> tuple[Any, Any]:
    """What a session says of its own cookie."""
    return session.private.get(MAX_AGE), session.private.get(COOKIE)
