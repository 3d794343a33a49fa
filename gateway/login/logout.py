"""Logging out: a page that asks, a POST that does it, a page that says so."""

from __future__ import annotations

from werkzeug.exceptions import Forbidden

from gateway.http.origin import is_foreign
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login import pages


def log_out(request: Request, *, path: str, view: str | None, start: str) -> Response:
    """Answer the logout address; raise Forbidden for a POST from another site."""
    if request.method == "POST":
        if request.make_csrf_token is None:
            _refuse_cross_site(request)
        request.session.destroy()
        return pages.away(path)
    if request.user is not None:
        token = request.make_csrf_token() if request.make_csrf_token is not None else ""
        return pages.confirm_logout(path, token)
    if view is None:
        return pages.logged_out(start)
    return pages.unshared(Response.html(request.app.templates.render(view, {}, request)))


def _refuse_cross_site(request: Request) -> None:
    """What a csrf layer does before, and does better, where there is one: it also asks for a token."""
    is_untold = request.headers.get("Origin") == "null" and "Sec-Fetch-Site" not in request.headers
    if is_untold or is_foreign(request):
        raise Forbidden("a page of another site tried to log you out")
