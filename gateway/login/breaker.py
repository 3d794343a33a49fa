"""Keeps a provider that is down or slow from holding the threads that serve everything else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from typing import Self

from gateway.errors import UpstreamError
from gateway.login.replies import ProviderBusyError
from gateway.login.transport import Reply, Transport

MOST = 6
QUEUE = 1
FAILURES = 5
PAUSE = 30.0
WAIT = 1.0
QUICK = 0.25


class CrowdedError(ProviderBusyError):
    """Too many ask the provider already; it has not been asked, so the same request may come again."""


@dataclass(slots=True, kw_only=True)
class Breaker:
    """At most so many ask at once; after five calls in a row that failed none for 30 s, then one to find out.

    While `most` are under way, others wait for one of them to end. If the first of those has taken a quarter
    of a second, only `queue` wait on, each at most `wait` seconds, and whoever else comes is told to come
    again: a provider that hangs must not take the threads that serve everything else, and nor must those who
    wait.

    A call fails by UpstreamError alone: a provider that refuses is up. Threads share one breaker a login, and
    each worker process has its own.
    """

    clock: Callable[[], float] = time.monotonic
    most: int = MOST
    queue: int = QUEUE
    wait: float = WAIT
    _lock: Condition = field(default_factory=Condition, init=False, repr=False)
    _running: list[float] = field(default_factory=list, init=False)
    _waiting: int = field(default=0, init=False)
    _failures: int = field(default=0, init=False)
    _rests_until: float = field(default=0.0, init=False)

    def enter(self) -> float:
        """Take a place, the number of which `leave` gives back; raise ProviderBusyError if there is none."""
        with self._lock:
            self._refuse_while_resting(self.clock())
            if not self._has_room():
                self._queue_up()
            self._running.append(time.monotonic())
            return self._running[-1]

    def leave(self, place: float) -> None:
        """Give a place to whoever waits for one."""
        with self._lock:
            self._running.remove(place)
            self._lock.notify()

    @contextmanager
    def call(self) -> Iterator[None]:
        """One call of who has entered; raise ProviderBusyError while resting."""
        self._begin()
        try:
            yield
        except UpstreamError:
            self._note(failed=True)
            raise
        except BaseException:
            self._note(failed=False)
            raise
        self._note(failed=False)

    def _refuse_while_resting(self, now: float) -> None:
        """Raise ProviderBusyError until the pause is over."""
        if now < self._rests_until:
            reason = f"the last {self._failures} calls failed"
            raise ProviderBusyError("resting", reason, int(self._rests_until - now) + 1)

    def _queue_up(self) -> None:
        """Wait for a place; raise CrowdedError if too many do, or if it takes too long."""
        self._waiting += 1
        is_among_the_first = self._waiting <= self.queue
        end = time.monotonic() + self.wait
        try:
            while not self._has_room():
                left = self._left(end, is_among_the_first=is_among_the_first)
                if left <= 0:
                    raise CrowdedError("crowded", f"{len(self._running)} calls are under way", 1)
                self._lock.wait(left)
                self._refuse_while_resting(self.clock())
        finally:
            self._waiting -= 1

    def _left(self, end: float, *, is_among_the_first: bool) -> float:
        """The seconds somebody may wait yet: until the end, or until the provider is known to be slow."""
        slow = end if is_among_the_first or not self._running else self._running[0] + QUICK
        return min(end, slow) - time.monotonic()

    def _has_room(self) -> bool:
        """Whether there is a place."""
        return len(self._running) < self.most

    def _begin(self) -> None:
        """Refuse a call while resting; after that the first one finds out, and all others rest on."""
        with self._lock:
            now = self.clock()
            self._refuse_while_resting(now)
            if self._failures >= FAILURES:
                self._rests_until = now + PAUSE

    def _note(self, *, failed: bool) -> None:
        """How a call ended; a failed one brings the next pause nearer, any other ends it."""
        with self._lock:
            self._failures = self._failures + 1 if failed else 0
            self._rests_until = self.clock() + PAUSE if self._failures >= FAILURES else 0.0
            self._lock.notify_all()


class Guarded:
    """The way to a provider that a breaker guards, opened once there is a place in the crowd.

    All exchanges within `with` have one place, so that what was begun, such as spending a code that is good
    once, is not refused for a crowd halfway. `connect` opens the way, and the time that it has begins then.
    """

    def __init__(self, connect: Callable[[], Transport], breaker: Breaker) -> None:
        """Take no place yet."""
        self._connect = connect
        self._breaker = breaker

    def __enter__(self) -> Self:
        """Take a place; raise ProviderBusyError if there is none."""
        self._place = self._breaker.enter()
        self._transport = self._connect()
        return self

    def __exit__(self, *error: object) -> None:
        """Give the place back."""
        self._breaker.leave(self._place)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """The answer to one request; raise UpstreamError, or ProviderBusyError without asking."""
        with self._breaker.call():
            return self._transport.send(method, url, headers, body)

    def left(self) -> float:
        """The seconds that all that is asked has left."""
        return self._transport.left()
