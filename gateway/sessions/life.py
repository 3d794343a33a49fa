"""How long a session lasts, by the server's clock."""

from __future__ import annotations

from math import ceil
from typing import Any

from gateway.sessions.session import MAX_AGE, Session
from gateway.sessions.store import CookieOptions

_FOREVER = float("inf")
_CLOCK_LEEWAY = 300  # seconds by which another server of ours may run ahead


class Life:
    """The age and the idle time of sessions; times in seconds since the epoch."""

    __slots__ = ("_idle", "_is_rolling", "_max_age", "_renewal")

    def __init__(self, options: CookieOptions) -> None:
        """As the cookie says."""
        self._is_rolling = options.rolling
        self._max_age = _FOREVER if options.max_age is None else options.max_age
        self._idle = _FOREVER if options.idle is None else options.idle
        self._renewal = self._idle / 10

    def is_due(self, session: Session) -> bool:
        """Whether the stamp must be renewed, so that the session does not end while it is used."""
        return self._is_rolling or session.now - session.stamped > self._renewal

    def is_alive(self, created: float, stamped: float, private: dict[str, Any], now: float) -> bool:
        """Whether neither the age nor the idle time is over."""
        is_used = now - stamped < self._idle
        if MAX_AGE in private:
            is_used = is_used or private[MAX_AGE][0] is not None
            end = self._end(created, stamped, private)
        else:
            end = (stamped if self._is_rolling else created) + self._max_age
        return is_used and now < end and stamped - now < _CLOCK_LEEWAY

    def shown(self, session: Session) -> str:
        """The Max-Age of a cookie that is sent now: what is left of its age."""
        life = self._end(session.created, session.now, session.private) - session.now
        return "" if life == _FOREVER else f"; Max-Age={max(0, ceil(life))}"

    def expires(self, created: float, stamped: float, private: dict[str, Any]) -> float | None:
        """When a session that is not used any more has ended in each case; None if it never does."""
        end = self._end(created, stamped, private)
        if MAX_AGE not in private or private[MAX_AGE][0] is None:
            end = min(end, stamped + self._idle)
        return None if end == _FOREVER else end

    def _end(self, created: float, stamped: float, private: dict[str, Any]) -> float:
        """When a session is too old: by its own age or the configured one, from its begin or last answer."""
        age, begin = private.get(MAX_AGE) or (self._max_age, created)
        return _FOREVER if age is None else (stamped if self._is_rolling else begin) + age
