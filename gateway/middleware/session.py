"""Open the session when it is first read and keep it when the answer is ready."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Handler
from gateway.sessions.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Give the request a session; one that was not touched costs nothing and sends nothing.

    On the way in nothing is read: `request.session` opens it when somebody asks. On the way out what was
    opened is kept, and a visitor gets a cookie if there is something to remember. A session that cannot be
    kept raises SessionError, which answers 500 in place of the handler's answer.
    """

    store: Store

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer, with the cookie of a session that somebody opened."""
        request.open_session = self.store.open
        response = call_next(request)
        session = request.__dict__.get("session")
        if session is not None:
            self.store.save(request, session, response)
        return response
