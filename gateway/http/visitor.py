"""What a request remembers of its visitor: sessions, who it is, and words for the next page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.http import flash


@dataclass(slots=True)
class Around:
    """A session layer around the innermost: its store, and its session once somebody opened it."""

    store: Any
    session: Any = None


class Visitor:
    """The part of a request that needs a session layer, or one that finds out who asks.

    `session_store` is the store of the innermost session layer, `sessions_around` those of the layers around
    it, the outermost first. `auth_user` is who a layer such as basic_auth found out.
    """

    outer: Any = None
    session_store: Any = None
    sessions_around: tuple[Around, ...] = ()
    auth_user: Any = None
    make_csrf_token: Callable[[], str] | None = None

    @property
    def session(self) -> Any:
        """The session, opened on first read; raise RuntimeError on a route without a session layer.

        What is put in is kept when the answer is ready, also when that answer is an error. Where several
        session layers are around a handler, this is the session of the innermost, and `sessions` has all.
        """
        known = self.__dict__
        return known["session"] if "session" in known else self._opened()

    @session.setter
    def session(self, values: Mapping[str, Any] | None) -> None:
        """Destroy the session; begin another with what is given, if it is anything but None."""
        self.session.destroy()
        if values is not None:
            self.session.update(values)

    @property
    def sessions(self) -> Mapping[str, Any]:
        """Each session of the route by the name of its cookie, opened when it is asked for.

            request.sessions["basket"]["items"] = 3

        Raise KeyError for a name that no session layer of the route has.
        """
        return Sessions(self)

    @property
    def user(self) -> Any:
        """Who asks, None if nobody knows: `session["user"]`, which a login sets and a logout takes away.

        Where no session says who it is, it is who basic_auth let in.
        """
        user = None if self.session_store is None else self.session.get("user")
        return self.auth_user if user is None else user

    def flash(self, kind: str, *messages: Any) -> int:
        """Keep messages for the next page that asks for them; how many of that kind there are then.

            request.flash("info", "Your order is on its way.")
            return redirect(request, "/orders")

        A message is text, or whatever else a session can hold; a list is several. It stays as it is, so a
        view must escape it, as every `{{ ... }}` does.
        """
        return flash.queue(self.session.private, kind, messages)

    def flashes(self, kind: str | None = None) -> Any:
        """The messages of a kind as a list, or all as a dict of lists by kind; they are forgotten by it.

        Nothing is an empty list or dict, and changes nothing.
        """
        return flash.take(self.session.private, kind)

    def _opened(self) -> Any:
        """The session of the innermost layer; that of a mounting service if its layer is the innermost."""
        store = self.session_store
        if store is None:
            raise RuntimeError("this route has no session: put `session` into its stack")
        if self.outer is not None and self.outer.session_store is store:
            return self.outer.session
        session = self.__dict__["session"] = store.open(self)
        return session


class Sessions(Mapping[str, Any]):
    """The sessions of one request by the names of their cookies, the outermost first."""

    __slots__ = ("_request",)

    def __init__(self, request: Visitor) -> None:
        """Look at a request; nothing is opened by it."""
        self._request = request

    def __getitem__(self, name: str) -> Any:
        """The session of that name, opened if it is not yet; raise KeyError."""
        request = self._request
        if request.session_store is not None and request.session_store.name == name:
            return request.session
        for around in request.sessions_around:
            if around.store.name == name:
                if around.session is None:
                    around.session = self._opened(around)
                return around.session
        raise KeyError(name)

    def _opened(self, around: Around) -> Any:
        """The session of a layer further out, which may be one of the mounting service."""
        outer = self._request.outer
        is_shared = outer is not None and around.store.name in outer.sessions
        return outer.sessions[around.store.name] if is_shared else around.store.open(self._request)

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        stores = [around.store for around in self._request.sessions_around]
        if self._request.session_store is not None:
            stores.append(self._request.session_store)
        return iter([store.name for store in stores])

    def __len__(self) -> int:
        """How many session layers there are around the handler."""
        return len(self._request.sessions_around) + (self._request.session_store is not None)
