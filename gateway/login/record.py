"""What is remembered of a started login: one encrypted cookie each, at most five a browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field, replace
from hashlib import sha256
from hmac import compare_digest

from gateway.errors import LoginError
from gateway.http.response import Response
from gateway.login.provider import Begun
from gateway.login.seal import Seal

LIFETIME = 600.0
MOST = 5
MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Record:
    """One started login by its key and secrets; `done` once it succeeded, and then without the secrets."""

    login: str
    key: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    return_to: str | None
    created: float
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The started logins of a browser, kept in its cookies, each under a name of its own.

    So a login in another tab, or a request that was under way, never overwrites one. `login` is the name of
    the entry in gateway.yaml: a callback of one provider finds no record of another. `clock` gives seconds
    since the epoch; what is older than ten minutes by it is expired, whatever the browser still sends.
    """

    login: str
    seal: Seal
    secure: bool
    clock: Callable[[], float] = time.time

    @property
    def prefix(self) -> str:
        """How these cookies' names begin; always host-only (RFC 6265bis §4.1.3)."""
        return "__Host-login_" if self.secure else "login_"

    def begin(
        self, cookies: Mapping[str, str], response: Response, begun: Begun, return_to: str | None
    ) -> None:
        """Remember a started login; forget the oldest ones beyond five, or beyond 4 KiB of cookies in all."""
        record = Record(self.login, begun.key, begun.secrets, return_to, self.clock())
        size = self._write(response, record)
        for kept, (name, value) in enumerate(self._newest_first(cookies), start=2):
            size += len(name) + len(value)
            if kept > MOST or size > MOST_BYTES:
                self._delete(response, name)

    def found(self, cookies: Mapping[str, str], key: str) -> Record:
        """The login that a browser comes back with, expired or not; raise LoginError if it has none.

        Who sends no cookie at all probably keeps none, and is told so.
        """
        record = self._read(self._name(key), cookies)
        if (
            record is None
            or record.login != self.login
            or not compare_digest(record.key.encode(), key.encode())
        ):
            reason = "unknown_login" if cookies else "no_cookies"
            raise LoginError(400, reason, "this browser started no such login")
        return record

    def is_expired(self, record: Record) -> bool:
        """Whether a login was started more than ten minutes ago."""
        return not 0 <= self.clock() - record.created <= LIFETIME

    def finish(self, response: Response, record: Record) -> None:
        """Replace a login by the mark that it succeeded, by which a second callback is known."""
        self._write(response, replace(record, secrets=(), done=True))

    def forget(self, response: Response, record: Record) -> None:
        """Make the browser drop a login."""
        self._delete(response, self._name(record.key))

    def _name(self, key: str) -> str:
        """The cookie's name: says which login it is to whoever knows the key, and nothing to others."""
        return self.prefix + sha256(key.encode()).hexdigest()[:16]

    def _read(self, name: str, cookies: Mapping[str, str]) -> Record | None:
        """The record in a cookie; None for what was not written here under that name."""
        fields = self.seal.open(name, cookies.get(name, ""))
        return None if fields is None else Record(*fields)

    def _write(self, response: Response, record: Record) -> int:
        """Set the cookie of a record, without its destination if that is too long; its size in bytes."""
        name = self._name(record.key)
        value = self.seal.close(name, astuple(record))
        if len(name) + len(value) > MOST_BYTES:
            value = self.seal.close(name, astuple(replace(record, return_to=None)))
        response.set_cookie(name, value, max_age=LIFETIME, secure=self.secure, same_site="lax")
        return len(name) + len(value)

    def _delete(self, response: Response, name: str) -> None:
        """Clear a cookie with the attributes it was set with."""
        response.delete_cookie(name, secure=self.secure, same_site="lax")

    def _newest_first(self, cookies: Mapping[str, str]) -> list[tuple[str, str]]:
        """Names and values of this browser's logins; what cannot be read counts as the oldest."""
        records = {name: self._read(name, cookies) for name in cookies if name.startswith(self.prefix)}
        created = {name: record.created if record else 0.0 for name, record in records.items()}
        return [(name, cookies[name]) for name in sorted(created, key=created.__getitem__, reverse=True)]
