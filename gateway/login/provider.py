"""What every kind of login is to the flow: how one begins, what comes back, and who that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from gateway.errors import LoginError
from gateway.login.claims import Profile
from gateway.login.transport import Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A login that can start: where the browser goes, by which `key` it comes back, and what it must not see.

    The key is the request token of OAuth 1.0a (RFC 5849 §2.1) or the state of OAuth 2.0 (RFC 6749 §10.12).
    """

    url: str = field(repr=False)
    key: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a browser comes back with: the key of its login, and the proof, or why there is none."""

    key: str = field(repr=False)
    proof: Mapping[str, str] = field(default_factory=dict, repr=False)
    refusal: LoginError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What calls to the provider in a person's name need; `expires` is in seconds since the epoch.

    `secret` is that of an OAuth 1.0a token; `refresh` and `expires` are for OAuth 2.0, `id_token` for OpenID
    Connect.
    """

    access: str = field(repr=False)
    secret: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    expires: int | None = None
    id_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who logged in; `sid` is the provider's name for this login (Back-Channel Logout §2.1)."""

    profile: Profile
    tokens: Tokens
    sid: str = ""


class Provider(Protocol):
    """The other side of a login. What asks it raises LoginError or UpstreamError.

    `callback` is the address people come back to; `timeout` the seconds that all calls of one request have
    together.
    """

    callback: str
    timeout: float

    def begin(self, transport: Transport) -> Begun:
        """A login to send a browser off with."""

    def returned(self, query: Mapping[str, list[str]]) -> Returned:
        """What the query of a callback says; raise LoginError unless each part comes once and is short."""

    def person(self, transport: Transport, secrets: tuple[str, ...], proof: Mapping[str, str]) -> Person:
        """Who came back with this proof for a login with these secrets."""

    def refreshed(self, transport: Transport, tokens: Tokens) -> Tokens:
        """Tokens for those that are about to expire (RFC 6749 §6)."""

    def authorization(self, method: str, url: str, tokens: Tokens) -> str:
        """The value of the Authorization header for a call in a person's name."""


def as_kept(tokens: Tokens) -> dict[str, Any]:
    """Tokens as JSON, without what is empty."""
    named = {name: getattr(tokens, name) for name in Tokens.__dataclass_fields__}
    return {name: value for name, value in named.items() if value}
