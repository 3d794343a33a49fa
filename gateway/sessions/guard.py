"""Keeps a store that is down from holding threads, and tells the log when it goes and comes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import ParamSpec, TypeVar

from gateway.sessions.shelf import StoreDownError

PAUSE = 1.0
PATIENCE = 10.0  # seconds for who finds out, before another may; it may be gone, in a fork or by an error
_log = logging.getLogger("gateway.sessions")
_P = ParamSpec("_P")
_T = TypeVar("_T")


class Guard:
    """After a failure nobody asks the store for a second, then one request finds out; threads share it.

    Reading and writing have one each: what is full, or a replica, can be read all the same.
    """

    __slots__ = ("_clock", "_errors", "_is_down", "_lock", "_name", "_rests_until", "_use")

    def __init__(
        self,
        name: str,
        use: str,
        errors: tuple[type[Exception], ...],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Know the errors that mean the store is down; its name and use, read or written, are for the log."""
        self._name = name
        self._use = use
        self._errors = errors
        self._clock = clock
        self._lock = Lock()
        self._is_down = False
        self._rests_until = 0.0

    def __call__(self, ask: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
        """What the store answers; raise StoreDownError if it does not, or did not a moment ago."""
        if self._is_down:
            self._enter()
        try:
            answer = ask(*args, **options)
        except self._errors as error:
            self._failed(error)
            # What it says may hold the address and its password.
            raise StoreDownError from None
        if self._is_down:
            self._recovered()
        return answer

    def _enter(self) -> None:
        """Let one request through after each pause; raise StoreDownError for the others."""
        with self._lock:
            now = self._clock()
            if now < self._rests_until:
                raise StoreDownError
            self._rests_until = now + PATIENCE

    def _failed(self, error: Exception) -> None:
        """Begin a pause, and say so if it is the first of an outage."""
        with self._lock:
            self._rests_until = self._clock() + PAUSE
            is_first, self._is_down = not self._is_down, True
        if is_first:
            said = "the session store %s cannot be %s: %s"
            _log.error(said, self._name, self._use, type(error).__name__)

    def _recovered(self) -> None:
        """Say that it is there again."""
        with self._lock:
            was_down, self._is_down = self._is_down, False
            self._rests_until = 0.0
        if was_down:
            _log.warning("the session store %s can be %s again", self._name, self._use)
