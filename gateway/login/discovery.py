"""What an OpenID provider tells of itself and its keys, asked once and kept (Discovery 1.0)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from joserfc.jwk import KeySet

from gateway.errors import UpstreamError
from gateway.login import replies
from gateway.login.jwks import key_set
from gateway.login.metadata import ALGORITHMS, NEEDED, Metadata, checked
from gateway.login.transport import Transport

KEPT = 3600.0  # seconds that metadata and keys are used before they are asked for again
COOL_DOWN = 60.0  # seconds between two looks for a key that was not there


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
    _lock: Any = field(default_factory=Lock, init=False, repr=False)

    def metadata(self, transport: Transport) -> Metadata:
        """The provider's metadata; raise LoginError or UpstreamError."""
        with self._alone():
            if self._metadata is None or self.clock() - self._asked > KEPT:
                self._metadata = self._read(transport)
                self._asked = self.clock()
            return self._metadata

    def keys(self, transport: Transport, *, known: KeySet | None = None) -> KeySet | None:
        """The provider's keys; those after `known`, in which one is missing: None while none can be newer.

        Raise LoginError or UpstreamError.
        """
        uri = self.metadata(transport).jwks_uri
        with self._alone():
            age = self.clock() - self._keys_asked
            is_newer = self._keys is not None and self._keys is not known
            if is_newer and age <= KEPT:
                return self._keys
            if self._keys is not None and known is not None and age <= COOL_DOWN:
                return None
            self._keys_asked = self.clock()
            self._keys = key_set(_object(transport, uri, "jwks"))
            return self._keys

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
        if all(name in self.given for name in NEEDED):
            given: dict[str, Any] = {**self.given}
            return Metadata(issuer=self.issuer, algorithms=tuple(sorted(ALGORITHMS)), **given)
        url = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        told = _object(transport, url, "discovery")
        return checked({**told, **self.given}, self.issuer)


def _object(transport: Transport, url: str, step: str) -> Mapping[str, Any]:
    """The JSON object at an address; raise LoginError or UpstreamError."""
    reply = transport.send("GET", url, {})
    if reply.status != replies.OK:
        raise replies.refusal(reply, step)
    found = replies.json_of(reply, step)
    if isinstance(found, Mapping):
        return found
    raise replies.nonsense(step, "it is not an object")
