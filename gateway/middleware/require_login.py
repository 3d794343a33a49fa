"""Let in only who is logged in, and of them who has what a page asks for."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from gateway.http.caching import make_private
from gateway.http.destination import accepted
from gateway.http.errors import HTTPError, NotLoggedInError
from gateway.http.redirects import below_mount, came_from, redirect
from gateway.http.request import Request
from gateway.http.response import READ, Response
from gateway.middleware.chain import Handler

_CHALLENGE = 'Cookie realm="this site"'
_NO: tuple[Any, ...] = (None, False, 0, "", "false", [], {})  # "false": some providers write it as text

_log = logging.getLogger("gateway.login")


@dataclass(frozen=True, slots=True)
class Entrance:
    """A path of the service at which a login starts, and which comes back to the page it was asked for."""

    path: str

    def address(self, request: Request, page: str | None) -> str:
        """The path, with the page to come back to if a login accepts it."""
        back = accepted(page, ())
        more = "" if back is None else f"?return_to={quote(back, safe='')}"
        return below_mount(request, self.path) + more


@dataclass(frozen=True, slots=True, kw_only=True)
class RequireLogin:
    """Send who is not logged in to `redirect` if it is a person who opens a page; answer 401 to all others.

    A person who opens a page is a GET or HEAD by navigation (Sec-Fetch-Mode and -Dest, where sent) that
    prefers HTML to JSON. Where `redirect` is a login, it is told the page to come back to. Scripts get 401,
    since no script can follow a redirect to another site's login; so do forms, whose fields a redirect would
    lose: their page links to the login, which then comes back to the page the form is on.

    With a `claim`, who is logged in must also have it, else the answer is 403: a value of `request.user`,
    `realm.roles` being `roles` in `realm` unless there is a value of that very name. It, or one of its list,
    is one of `any_of`; all of `all_of` are there; without both it is neither missing nor empty, 0 or false.

    The layer runs inside `session`, or `basic_auth`, and goes by `request.user`. Pages behind it are not
    stored, so that the back button shows nothing after a logout; those that say how long they may be, as
    static files do, are for the visitor's own browser only.
    """

    redirect: Entrance | str | None = None
    claim: str | None = None
    any_of: tuple[Any, ...] = ()
    all_of: tuple[Any, ...] = ()

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer for who may come in, else the redirect; raise HTTPError with 401 or 403."""
        user = request.user
        if user is None:
            response = self._sent_away(request)
        elif self.claim is None or self._has_claim(user, self.claim):
            response = call_next(request)
        else:
            raise HTTPError(403, "Your account may not see this.", type="login.forbidden")
        response.headers.setdefault("Cache-Control", "no-store")
        make_private(response)
        return response

    def _sent_away(self, request: Request) -> Response:
        """The redirect for a person who opens a page; raise NotLoggedInError for anybody else."""
        to = self.redirect
        if to is not None and _opens_a_page(request):
            page = request.original_url
            where = below_mount(request, to) if isinstance(to, str) else to.address(request, page)
            return redirect(request, where, 303)
        login = to.address(request, _page_of(request)) if isinstance(to, Entrance) else None
        raise NotLoggedInError("You have to log in first.", challenge=_CHALLENGE, login=login)

    def _has_claim(self, user: Any, claim: str) -> bool:
        """Whether somebody has what is asked for; what is missing is told to the log alone."""
        found = _value(user, claim)
        given = found if isinstance(found, list) else [found]
        if not self.any_of and not self.all_of:
            has = found not in _NO
        else:
            has = all(_is_in(each, given) for each in self.all_of)
            has = has and (not self.any_of or any(_is_in(each, given) for each in self.any_of))
        if not has:
            _log.info("403: claim %s, any_of %s, all_of %s", claim, [*self.any_of], [*self.all_of])
        return has


def _opens_a_page(request: Request) -> bool:
    """Whether a person asks, who sees where a redirect leads."""
    mode, target = request.environ.get("HTTP_SEC_FETCH_MODE"), request.environ.get("HTTP_SEC_FETCH_DEST")
    return (
        request.method in READ
        and mode in {None, "navigate"}
        and target in {None, "document"}
        and not request.is_xhr
        and request.accepts("json", "html") == "html"
    )


def _page_of(request: Request) -> str | None:
    """The path and query of the page of this site that a form or script is on, as far as it is told."""
    page = came_from(request)
    if page is None:
        return None
    parts = urlsplit(page)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _value(user: Any, name: str) -> Any:
    """A value by its name, or inside of another by `outer.name`; None if there is none."""
    if not isinstance(user, Mapping):
        return None
    if name in user:
        return user[name]
    outer, dot, inner = name.partition(".")
    return _value(user.get(outer), inner) if dot else None


def _is_in(wanted: Any, given: list[Any]) -> bool:
    """Whether a value is among some; 1 is not true."""
    return any(type(each) is type(wanted) and each == wanted for each in given)
