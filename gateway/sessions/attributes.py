"""The attributes of one session's cookie, as far as a handler may change them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gateway.http.cookies import Attributes

COOKIE = "cookie"
SETTABLE = frozenset({"same_site", "http_only", "partitioned", "priority"})
FIXED = frozenset({"path", "domain", "secure"})


class CookieAttributes:
    """`session.cookie`: read as configured, or as set for this session; what is set is kept with it.

    `same_site`, `http_only`, `partitioned` and `priority` can be set, and `max_age`, which is that of the
    session. Path, domain and secure cannot: the name by which the cookie is found, and the way it is taken
    back, depend on them. Raise AttributeError for these, ValueError for what no browser would accept.
    """

    __slots__ = ("_session",)

    _session: Any

    def __init__(self, session: Any) -> None:
        """Speak for a session; nothing is kept here."""
        object.__setattr__(self, "_session", session)

    @property
    def now(self) -> Attributes:
        """All attributes together, but for the age."""
        given: Attributes = self._session.keeper.attributes
        own = self._session.private.get(COOKIE)
        return replace(given, **own) if own else given

    def __getattr__(self, name: str) -> Any:
        """One attribute; raise AttributeError for what is none."""
        if name == "max_age":
            return self._session.max_age
        if name not in SETTABLE | FIXED:
            raise AttributeError(f"a session's cookie has no {name!r}; it has {sorted(SETTABLE | FIXED)}")
        return getattr(self.now, name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set one attribute; raise AttributeError or ValueError, and change nothing then."""
        if name == "max_age":
            self._session.max_age = value
        elif name in SETTABLE:
            replace(self.now, **{name: value})
            self._session.private[COOKIE] = {**self._session.private.get(COOKIE, {}), name: value}
        elif name not in FIXED:
            raise AttributeError(f"a session's cookie has no {name!r}; {sorted(SETTABLE)} can be set")
        elif value != getattr(self.now, name):
            raise AttributeError(
                f"{name} is the same for every session: set session.cookie.{name} in gateway.yaml"
            )
