"""Whether a browser keeps cookies at all, which one more redirect finds out."""

from __future__ import annotations

from gateway.errors import LoginError
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login import pages

LIFETIME = 60.0
_COOKIE = "cookie_trial"
_QUERY = "cookies=tried"


def begin(path: str, *, secure: bool) -> Response:
    """Send a browser to the same path once more, with a cookie for a minute."""
    response = pages.away(f"{path}?{_QUERY}")
    response.set_cookie(_COOKIE, "1", max_age=LIFETIME, secure=secure, same_site="lax")
    return response


def verdict(request: Request) -> LoginError | None:
    """Why the login that came before cannot go on; None for a request that no trial sent."""
    if request.query_string != _QUERY.encode():
        return None
    if request.cookies:
        return LoginError(400, "unknown_login", "this browser started no such login")
    return LoginError(400, "no_cookies", "the browser keeps no cookies")
