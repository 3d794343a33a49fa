"""Open the session when it is first read and keep it when the answer is ready."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.visitor import Around
from gateway.middleware.chain import Handler
from gateway.sessions.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Give the request a session; one that was not touched costs nothing and sends nothing.

    On the way in nothing is read: `request.session` opens it when somebody asks. On the way out what was
    opened is kept, and a visitor gets a cookie if there is something to remember. A session that cannot be
    kept raises SessionError, which answers 500 in place of the handler's answer.

    Inside of another session layer, `request.session` is this one's; the other's is in `request.sessions`, by
    the name of its cookie, and once this layer is left it is `request.session` again. A layer that stands
    there already changes nothing; one whose cookie has the same name and other keys is another one, so that
    nobody is known to a service who is known to the one that mounts it.
    """

    store: Store

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer, with the cookie of a session that somebody opened."""
        known = request.__dict__  # a third of the time that attributes take, which are looked for in classes
        if "session_store" in known:
            return self._inside(request, call_next)
        known["session_store"] = self.store
        response = call_next(request)
        if "session" in known:
            self.store.save(request, known["session"], response)
        return response

    def _inside(self, request: Request, call_next: Handler) -> Response:
        """The same inside of other session layers, which find their sessions as they left them."""
        around = request.sessions_around
        if self.store == request.session_store or self.store in [place.store for place in around]:
            return call_next(request)
        place = Around(request.session_store, request.__dict__.pop("session", None))
        request.session_store, request.sessions_around = self.store, (*around, place)
        response = call_next(request)
        session = request.__dict__.pop("session", None)
        request.session_store, request.sessions_around = place.store, around
        if place.session is not None:
            request.__dict__["session"] = place.session
        if session is not None:
            self.store.save(request, session, response)
        return response


class Eager(Session):
    """A session that is opened for every request: one that is rolling, or kept although it is empty."""

    __slots__ = ()

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer, with the cookie that such a session always has."""
        return Session.__call__(self, request, _opening(call_next))


def _opening(call_next: Handler) -> Handler:
    """What is inside, once the session was opened."""

    def run(request: Request) -> Response:
        """Open the session; it stands in the request then."""
        _ = request.session
        return call_next(request)

    return run
