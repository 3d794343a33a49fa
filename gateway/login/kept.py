"""What a session keeps of its login: by which it was made and, if asked for, the provider's tokens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from werkzeug.exceptions import Unauthorized

from gateway.errors import LoginError, UpstreamError
from gateway.login.provider import Person, Tokens, as_kept
from gateway.sessions.session import LOGIN, Session, contents

RENEWED = 60  # seconds before its end that an access token is renewed
PATIENCE = 0.3  # seconds within which another process keeps what it was given
_STRIPES = 64

Refresh = Callable[[Tokens], Tokens]


def remember(session: Session, login: str, person: Person, *, tokens: bool) -> None:
    """Note how somebody logged in, beside the values of the session, where handlers do not see it."""
    noted: dict[str, Any] = {"name": login}
    if person.sid:
        noted["sid"] = person.sid
    if tokens:
        noted["tokens"] = as_kept(person.tokens)
    session.private[LOGIN] = noted


def login_of(session: Session) -> str | None:
    """The name of the login that made a session, None if none did."""
    name = session.private.get(LOGIN, {}).get("name")
    return name if isinstance(name, str) else None


def tokens_of(private: Mapping[str, Any]) -> Tokens | None:
    """The tokens among what is private in a session."""
    kept = private.get(LOGIN, {}).get("tokens")
    return None if kept is None else Tokens(**kept)


@dataclass(frozen=True, slots=True)
class Renewal:
    """Renews the tokens of a session, once though several requests find them old.

    Threads of one process wait for each other; another process may be first as well, so what is kept is
    looked at again before a provider is asked, and after it refused.
    """

    clock: Callable[[], float] = time.time
    _locks: tuple[Any, ...] = field(
        default_factory=lambda: tuple(Lock() for _ in range(_STRIPES)), repr=False
    )

    def fresh(self, session: Session, refresh: Refresh, wait: float) -> Tokens:
        """Tokens that still hold; raise Unauthorized if there are none, and what `refresh` raises.

        Who waits longer than `wait` seconds for another request raises UpstreamError: a provider that hangs
        must not take a thread for each request of one visitor, one after the other.
        """
        tokens = tokens_of(session.private)
        if tokens is None:
            raise Unauthorized("You have to log in again for this.")
        if not self._is_old(tokens):
            return tokens
        with self._lock_of(session, wait):
            return self._renewed(session, tokens, refresh)

    @contextmanager
    def _lock_of(self, session: Session, wait: float) -> Iterator[None]:
        """One request of a session at a time, for which few of others wait; raise UpstreamError."""
        lock = self._locks[session.key[0] % _STRIPES]
        if not lock.acquire(timeout=wait):
            raise UpstreamError("the tokens are being renewed, which takes too long", timed_out=True)
        try:
            yield
        finally:
            lock.release()

    def _renewed(self, session: Session, tokens: Tokens, refresh: Refresh) -> Tokens:
        """The tokens another request has got meanwhile, or new ones; kept at once."""
        found = self._elsewhere(session, tokens)
        if found is None:
            try:
                found = self._asked(tokens, refresh)
            except LoginError as error:
                is_spent = error.status == Unauthorized.code
                found = self._elsewhere(session, tokens, PATIENCE if is_spent else 0)
                if found is None:
                    self._forget(session, error)
                    raise
        session.private[LOGIN] = {**session.private[LOGIN], "tokens": as_kept(found)}
        session.save()
        return found

    def _asked(self, tokens: Tokens, refresh: Refresh) -> Tokens:
        """What the provider gives for the refresh token; raise LoginError if there is none."""
        if not tokens.refresh:
            raise LoginError(
                401, "expired_token", "the access token has ended, and there is no refresh token"
            )
        return refresh(tokens)

    def _elsewhere(self, session: Session, tokens: Tokens, patience: float = 0) -> Tokens | None:
        """Other tokens than these that are kept by now, or within some seconds, and hold."""
        found, until = self._kept(session, tokens), time.monotonic() + patience
        while found is None and time.monotonic() < until:
            time.sleep(patience / 10)
            found = self._kept(session, tokens)
        return found

    def _kept(self, session: Session, tokens: Tokens) -> Tokens | None:
        """Other tokens than these that are kept at this moment, and hold."""
        record = session.keeper.record(session)
        content = None if record is None else contents(record.payload)
        found = None if content is None else tokens_of(content[1])
        return None if found is None or found == tokens or self._is_old(found) else found

    def _forget(self, session: Session, error: LoginError) -> None:
        """Drop tokens that the provider refuses for good."""
        if error.status == Unauthorized.code:
            session.private[LOGIN] = {k: v for k, v in session.private[LOGIN].items() if k != "tokens"}
            session.save()

    def _is_old(self, tokens: Tokens) -> bool:
        """Whether an access token ends soon."""
        return tokens.expires is not None and tokens.expires - self.clock() < RENEWED
