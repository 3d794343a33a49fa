"""What an OpenID provider tells of itself and its keys, asked once and kept (Discovery 1.0)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from threading import Lock
from typing import Any, TypeVar

from joserfc.jwk import KeySet

from gateway.errors import UpstreamError
from gateway.login import replies
from gateway.login.jwks import key_set
from gateway.login.metadata import ALGORITHMS, NEEDED, Metadata, checked
from gateway.login.transport import Transport

KEPT = 3600.0  # seconds that metadata and keys are used before they are asked for again
COOL_DOWN = 60.0  # seconds between two looks for a key that was not there

_T = TypeVar("_T")


@dataclass(slots=True, kw_only=True)
class Discovery:
    """Asks a provider at its `issuer`; `given` are addresses that count in place of what it tells.

    Threads share one; the first of them asks and the others wait for what it learns, as long as their own
    transport has time. While metadata that is old is asked for anew, it serves all others. `clock` gives
    seconds.
    """

    issuer: str
    given: Mapping[str, str] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    _metadata: tuple[Metadata, float] | None = field(default=None, init=False, repr=False)
    _keys: tuple[KeySet, float] | None = field(default=None, init=False, repr=False)
    _looked: float = field(default=-inf, init=False)
    _lock: Any = field(default_factory=Lock, init=False, repr=False)

    def metadata(self, transport: Transport) -> Metadata:
        """The provider's metadata; raise LoginError or UpstreamError."""
        kept = self._metadata
        found = kept[0] if kept is not None and self._lock.locked() else self._fresh(kept)
        if found is not None:
            return found
        with self._alone(transport):
            found = self._fresh(self._metadata)
            if found is None:
                found = self._read(transport)
                self._metadata = found, self.clock()
            return found

    def keys(self, transport: Transport, *, known: KeySet | None = None) -> KeySet | None:
        """The provider's keys; those after `known`, in which one is missing: None while none can be newer.

        Raise LoginError or UpstreamError.
        """
        found = self._newer(known)
        if found is not None:
            return found
        uri = self.metadata(transport).jwks_uri
        with self._alone(transport):
            found = self._newer(known)
            if found is None and (known is None or self._may_look()):
                found = key_set(_object(transport, uri, "jwks"))
                self._keys = found, self.clock()
            return found

    def _may_look(self) -> bool:
        """Whether a missing key may be looked for, which is then noted: anybody can name one."""
        now = self.clock()
        is_time = now - self._looked > COOL_DOWN
        self._looked = now if is_time else self._looked
        return is_time

    def _newer(self, known: KeySet | None) -> KeySet | None:
        """The keys that are kept, unless they are too old, or those that are known."""
        found = self._fresh(self._keys)
        return None if found is known else found

    def _fresh(self, kept: tuple[_T, float] | None) -> _T | None:
        """What is kept, unless it is too old."""
        return None if kept is None or self.clock() - kept[1] > KEPT else kept[0]

    @contextmanager
    def _alone(self, transport: Transport) -> Iterator[None]:
        """One thread at a time; raise UpstreamError for who has waited too long."""
        if not self._lock.acquire(timeout=transport.left()):
            raise UpstreamError("the provider is being asked, and does not answer", timed_out=True)
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
