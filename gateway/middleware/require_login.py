"""Let in only who is logged in."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from gateway.http.caching import make_private
from gateway.http.redirects import below_mount, redirect
from gateway.http.request import Request
from gateway.http.response import READ, Response
from gateway.middleware.chain import Handler

_CHALLENGE = WWWAuthenticate("cookie", {"realm": "this site"})  # quoted by its space (RFC 9110 section 11.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequireLogin:
    """Answer 401 to whoever is not logged in; send who reads a page to `redirect` instead, if given.

    Who reads a page is a GET or HEAD that prefers HTML to JSON: it gets a 303, scripts and forms the 401. It
    runs inside `session`, or `basic_auth`, and goes by `request.user` alone: who may do what is the handler's
    to say. Pages behind it are not stored, so that the back button shows nothing after a logout; those that
    say how long they may be, as static files do, are for the visitor's own browser only.
    """

    redirect: str | None = None

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer for who is logged in, else the redirect; raise Unauthorized."""
        if request.user is not None:
            response = call_next(request)
        elif self.redirect and request.method in READ and request.accepts("json", "html") == "html":
            response = redirect(request, below_mount(request, self.redirect), 303)
        else:
            raise Unauthorized("You have to log in first.", www_authenticate=_CHALLENGE)
        response.headers.setdefault("Cache-Control", "no-store")
        make_private(response)
        return response
