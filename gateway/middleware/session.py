"""Open the session when it is first read and keep it when the answer is ready."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Handler
from gateway.sessions.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Give the request a session; one that was not touched costs nothing and sends nothing."""

    store: Store

    def __call__(self, request: Request, call_next: Handler) -> Response:
        request.open_session = self.store.open
        response = call_next(request)
        session = request.__dict__.get("session")
        if session is not None:
            self.store.save(request, session, response)
        return response
