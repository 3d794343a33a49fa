"""Keeps a provider that is down or slow from holding the threads that serve everything else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition

from gateway.errors import UpstreamError
from gateway.login.replies import ProviderBusyError
from gateway.login.transport import Reply, Transport

MOST = 6
FAILURES = 5
PAUSE = 30.0
WAIT = 0.3


@dataclass(slots=True, kw_only=True)
class Breaker:
    """At most so many calls at once; after five that failed in a row, none for 30 s, then one to find out.

    Who comes while `most` are under way waits for one of them to end, but only `wait` seconds: a provider
    that hangs must not take the threads that serve everything else.

    A call fails by UpstreamError alone: a provider that refuses is up. Threads share one breaker a login, and
    each worker process has its own.
    """

    clock: Callable[[], float] = time.monotonic
    most: int = MOST
    wait: float = WAIT
    _lock: Condition = field(default_factory=Condition, init=False, repr=False)
    _running: int = field(default=0, init=False)
    _failures: int = field(default=0, init=False)
    _rests_until: float = field(default=0.0, init=False)

    @contextmanager
    def call(self) -> Iterator[None]:
        """Room for one call; raise ProviderBusyError when there is none."""
        self._enter()
        try:
            yield
        except UpstreamError:
            self._leave(failed=True)
            raise
        except BaseException:
            self._leave(failed=False)
            raise
        self._leave(failed=False)

    def check(self) -> None:
        """Raise ProviderBusyError while resting; for what leads to calls and makes none itself."""
        with self._lock:
            self._refuse_while_resting(self.clock())

    def _refuse_while_resting(self, now: float) -> None:
        """Raise ProviderBusyError until the pause is over."""
        if now < self._rests_until:
            reason = f"the last {self._failures} calls failed"
            raise ProviderBusyError("resting", reason, int(self._rests_until - now) + 1)

    def _enter(self) -> None:
        """Count a call in; raise ProviderBusyError while resting or crowded."""
        with self._lock:
            if not self._lock.wait_for(self._is_free, self.wait):
                raise ProviderBusyError("crowded", f"{self._running} calls are under way", 1)
            now = self.clock()
            self._refuse_while_resting(now)
            if self._failures >= FAILURES:
                self._rests_until = now + PAUSE
            self._running += 1

    def _is_free(self) -> bool:
        """Whether nobody need wait: there is room, or it is known that there is no sense in it."""
        return self._running < self.most or self.clock() < self._rests_until

    def _leave(self, *, failed: bool) -> None:
        """Count a call out; a failed one brings the next pause nearer, any other ends it."""
        with self._lock:
            self._running -= 1
            self._failures = self._failures + 1 if failed else 0
            self._rests_until = self.clock() + PAUSE if self._failures >= FAILURES else 0.0
            self._lock.notify_all()


@dataclass(frozen=True, slots=True)
class Guarded:
    """A transport each of whose exchanges is one call of a breaker."""

    transport: Transport
    breaker: Breaker

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """The answer to one request; raise UpstreamError, or ProviderBusyError without asking."""
        with self.breaker.call():
            return self.transport.send(method, url, headers, body)
