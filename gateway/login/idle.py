"""Connections that nobody uses at the moment, kept open for whoever needs one next."""

from __future__ import annotations

import os
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from weakref import finalize, ref

MOST = 6
LONGEST = 30.0

Origin = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A connection to an origin (scheme, host and port), and since when it waits."""

    origin: Origin
    connection: socket.socket
    since: float


class Idle:
    """At most six connections, none used after it waited for 30 s; threads share it.

    They are closed when it is no longer referred to, and when the process ends. The child of a fork begins
    with none: two processes that write to one connection would mix their requests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with none; `clock` gives seconds and is never set back."""
        self._clock = clock
        self._lock = Lock()
        self._kept: list[Kept] = []
        finalize(self, _close, self._kept)
        itself = ref(self)
        os.register_at_fork(after_in_child=lambda: _begin_anew(itself))

    def take(self, origin: Origin) -> socket.socket | None:
        """The connection to an origin that was used last, no longer kept here; None if there is none."""
        with self._lock:
            self._drop_what_ended()
            for kept in reversed(self._kept):
                if kept.origin == origin:
                    self._kept.remove(kept)
                    return kept.connection
        return None

    def give(self, origin: Origin, connection: socket.socket) -> None:
        """Keep a connection whose last answer was read to its end; the seventh closes the first."""
        with self._lock:
            self._kept.append(Kept(origin, connection, self._clock()))
            _close(self._kept, self._kept[:-MOST])

    def forget(self) -> None:
        """Close all, in this process only, and unlock: no thread but one goes on in a child."""
        self._lock = Lock()
        _close(self._kept)

    def _drop_what_ended(self) -> None:
        """Close what waited too long, and what its server closed or wrote to unasked (RFC 9112 §9.5)."""
        now = self._clock()
        ended = [kept for kept in self._kept if now - kept.since > LONGEST or _is_readable(kept.connection)]
        _close(self._kept, ended)


def _is_readable(connection: socket.socket) -> bool:
    """Whether there is something to read, be it the end; an open connection between answers has nothing."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def _close(kept: list[Kept], which: list[Kept] | None = None) -> None:
    """Close some of what is kept, or all, and keep it no longer."""
    for each in [*kept] if which is None else which:
        kept.remove(each)
        each.connection.close()


def _begin_anew(itself: ref[Idle]) -> None:
    """Forget, in the child of a fork, what the parent keeps."""
    idle = itself()
    if idle is not None:
        idle.forget()
