"""What an OpenID provider tells of itself and its keys, asked once and kept (Discovery 1.0)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from math import inf
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, import_key

from gateway.errors import LoginError, UpstreamError
from gateway.login import replies
from gateway.login.addresses import is_safe
from gateway.login.transport import Transport

KEPT = 3600.0  # seconds that metadata and keys are used before they are asked for again
COOL_DOWN = 60.0  # seconds between two looks for a key that was not there

# Asymmetric ones alone: a key that checks must not be one that signs (RFC 8725 §3.1).
ALGORITHMS = frozenset(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)) | {"EdDSA"}
_SHORTEST = 342  # base64url digits of the 2048 bits that an RSA key must have (RFC 7518 §3.3)
_ANY_TENANT = "{tenantid}"
_USUAL = ("RS256",)
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The addresses of a provider, the algorithms it signs with, and whether its callbacks carry `iss`."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    algorithms: tuple[str, ...] = _USUAL
    sends_issuer: bool = False

    @property
    def is_of_many(self) -> bool:
        """Whether it speaks for any tenant of its own, each of which is an issuer."""
        return _ANY_TENANT in self.issuer

    def issuer_of(self, claims: Mapping[str, Any]) -> str:
        """What `iss` must be: the issuer, for one of many tenants with the one the claims name."""
        return self.issuer.replace(_ANY_TENANT, str(claims.get("tid")))


@dataclass(slots=True, kw_only=True)
class Discovery:
    """Asks a provider at its `issuer`; `given` are addresses that count in place of what it tells.

    Threads share one; the first of them asks and the others wait for what it learns, at most `timeout`
    seconds. `clock` gives seconds.
    """

    issuer: str
    given: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 5.0
    clock: Callable[[], float] = time.monotonic
    _metadata: Metadata | None = field(default=None, init=False, repr=False)
    _keys: KeySet | None = field(default=None, init=False, repr=False)
    _asked: float = field(default=0.0, init=False)
    _keys_asked: float = field(default=0.0, init=False)
    _looked: float = field(default=-inf, init=False)
    _lock: Any = field(default_factory=Lock, init=False, repr=False)

    def metadata(self, transport: Transport) -> Metadata:
        """The provider's metadata; raise LoginError or UpstreamError.

        While one thread asks anew, what was known serves all others.
        """
        known = self._fresh_metadata() or (self._metadata if self._lock.locked() else None)
        if known is not None:
            return known
        with self._alone():
            known = self._fresh_metadata()
            if known is None:
                known = self._metadata = self._read(transport)
                self._asked = self.clock()
            return known

    def keys(self, transport: Transport, *, known: KeySet | None = None) -> KeySet | None:
        """The provider's keys; those after `known`, in which one is missing: None while none can be newer.

        Raise LoginError or UpstreamError.
        """
        uri = self.metadata(transport).jwks_uri
        if self._has_keys_after(known):
            return self._keys
        with self._alone():
            if not self._has_keys_after(known):
                if known is not None and not self._may_look():
                    return None
                self._keys_asked = self.clock()
                self._keys = _key_set(_object(transport, uri, "jwks"))
            return self._keys

    def _fresh_metadata(self) -> Metadata | None:
        """The metadata that is known, unless it is old."""
        return self._metadata if self.clock() - self._asked <= KEPT else None

    def _has_keys_after(self, known: KeySet | None) -> bool:
        """Whether there are keys that are not old, and not those in which one is missing."""
        return self._keys is not None and self._keys is not known and self.clock() - self._keys_asked <= KEPT

    def _may_look(self) -> bool:
        """Whether a missing key may be looked for, which is then noted."""
        now = self.clock()
        is_time = now - self._looked > COOL_DOWN
        self._looked = now if is_time else self._looked
        return is_time

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One thread at a time; raise UpstreamError for who has waited too long."""
        if not self._lock.acquire(timeout=self.timeout):
            raise UpstreamError("the provider is being asked, and does not answer in time", timed_out=True)
        try:
            yield
        finally:
            self._lock.release()

    def _read(self, transport: Transport) -> Metadata:
        """The metadata as the provider tells it now; nothing is asked if every address is given."""
        if all(name in self.given for name in _NEEDED):
            given: dict[str, Any] = {**self.given}
            return Metadata(issuer=self.issuer, algorithms=tuple(sorted(ALGORITHMS)), **given)
        url = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        told = _object(transport, url, "discovery")
        return _metadata({**told, **self.given}, self.issuer)


def _metadata(told: Mapping[str, Any], issuer: str) -> Metadata:
    """What a provider tells, checked; raise LoginError."""
    found = told.get("issuer")
    if not isinstance(found, str) or not _is_issuer(found, issuer):
        raise LoginError(502, "other_issuer", "discovery: the issuer is not the one that was asked")
    optional = [name for name in ("userinfo_endpoint", "end_session_endpoint") if told.get(name) is not None]
    addresses = {name: told.get(name) for name in (*_NEEDED, *optional)}
    for name, url in addresses.items():
        if not isinstance(url, str) or not _is_as_safe(url, issuer):
            raise replies.nonsense("discovery", f"{name} is missing, or not https")
    named = told.get("id_token_signing_alg_values_supported")
    algorithms = sorted(ALGORITHMS.intersection(map(str, named))) if isinstance(named, list) else _USUAL
    return Metadata(
        issuer=found,
        algorithms=tuple(algorithms),
        sends_issuer=told.get("authorization_response_iss_parameter_supported") is True,
        **addresses,  # type: ignore[arg-type]
    )


def _is_issuer(found: str, asked: str) -> bool:
    """Whether an issuer is the one that was asked, down to the last slash; Microsoft's has a gap."""
    one, other = found.split("/"), asked.split("/")
    same = [left in (right, _ANY_TENANT) for left, right in zip(one, other, strict=False)]
    return len(one) == len(other) and all(same)


def _is_as_safe(url: str, issuer: str) -> bool:
    """Whether an address is https, or as the issuer is to this very machine."""
    return is_safe(url) and (urlsplit(url).scheme == "https" or issuer.startswith("http:"))


def _object(transport: Transport, url: str, step: str) -> Mapping[str, Any]:
    """The JSON object at an address; raise LoginError or UpstreamError."""
    reply = transport.send("GET", url, {})
    if reply.status != replies.OK:
        raise replies.refusal(reply, step)
    found = replies.json_of(reply, step)
    if isinstance(found, Mapping):
        return found
    raise replies.nonsense(step, "it is not an object")


def _key_set(told: Mapping[str, Any]) -> KeySet:
    """The keys that check signatures; what else is listed is passed over (RFC 7517 §5)."""
    listed = told.get("keys")
    found = []
    for item in listed if isinstance(listed, list) else ():
        with suppress(JoseError, ValueError, TypeError, KeyError, AttributeError):
            if isinstance(item, dict) and _checks_signatures(item):
                found.append(import_key(item))
    if not found:
        raise replies.nonsense("jwks", "there is no key that checks signatures")
    return KeySet(found)


def _checks_signatures(key: Mapping[str, Any]) -> bool:
    """Whether a key is for signatures, long enough, and not one that makes them as well."""
    is_short = key.get("kty") == "RSA" and len(str(key.get("n"))) < _SHORTEST
    return key.get("kty") != "oct" and key.get("use", "sig") == "sig" and not is_short
