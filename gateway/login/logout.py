"""Logging out: a page that asks, a POST that does it, a page that says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from werkzeug.exceptions import Forbidden

from gateway.http.origin import is_foreign
from gateway.http.redirects import below_mount
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login import pages
from gateway.login.kept import login_of, tokens_of

Leave = Callable[[Request, str, str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Logout:
    """One path at which people log out: GET asks, POST does it, GET afterwards says that it is done.

    Only a POST changes anything, so that no link or picture can log a visitor out. `start` is where to log in
    again. Who logged in by one of `leaving` is sent to that provider to log out there, too, and comes back,
    for which the form may lead to `form_targets` (CSP Level 3 §6.3.1).
    """

    path: str
    view: str | None
    start: str
    leaving: Mapping[str, Leave] = field(default_factory=dict)
    form_targets: str = "'self'"

    def __call__(self, request: Request) -> Response:
        """Ask, log out, or say that nobody is logged in; raise Forbidden for a POST from another site."""
        here = below_mount(request, self.path)
        if request.method == "POST":
            return self._leave(request, here)
        if request.user is not None:
            token = request.make_csrf_token() if request.make_csrf_token is not None else ""
            return pages.confirm_logout(here, token, self.form_targets)
        if self.view is None:
            return pages.logged_out(below_mount(request, self.start))
        return pages.unshared(Response.html(request.app.templates.render(self.view, {}, request)))

    def _leave(self, request: Request, here: str) -> Response:
        """Forget the session, then the login at the provider."""
        if request.make_csrf_token is None:
            _refuse_cross_site(request)
        leave = self.leaving.get(login_of(request.session) or "")
        tokens = tokens_of(request.session.private)
        request.session.destroy()
        to = None if leave is None else leave(request, tokens.id_token if tokens else "", here)
        return pages.away(to or here)


def _refuse_cross_site(request: Request) -> None:
    """What a csrf layer does before, and does better, where there is one: it also asks for a token."""
    is_untold = request.headers.get("Origin") == "null" and "Sec-Fetch-Site" not in request.headers
    if is_untold or is_foreign(request):
        raise Forbidden("a page of another site tried to log you out")
