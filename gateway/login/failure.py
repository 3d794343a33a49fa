"""How a login that did not finish is answered: one line in the log, one clear page."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import quote

from gateway.errors import LoginError, UpstreamError
from gateway.http.redirects import below_mount
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login import pages
from gateway.login.replies import ProviderBusyError

_log = logging.getLogger("gateway.login")

_TRY = "Nothing was changed. Please try again."
_TEXTS = {
    "denied": ("You said no", "The login was cancelled at the provider, so you are not signed in."),
    "bad_callback": (
        "That link does not work",
        "The address you came back with is incomplete. Please start again.",
    ),
    "unknown_login": (
        "This login was not started here",
        "It was started in another browser, or more than ten minutes ago. Please start again.",
    ),
    "no_cookies": (
        "Your browser sent no cookie",
        "This site cannot tell who comes back. Allow cookies for it, or use the browser you began in.",
    ),
    "expired": (
        "The login took too long",
        "A login must be finished within ten minutes. Please start again.",
    ),
    "used": (
        "This login is over",
        "It was finished before, and you have logged out since. Please start again.",
    ),
    "wrong_host": (
        "This address is not the right one",
        "This site is set up for another address than the one you used.",
    ),
    "provider_refused": ("The provider did not accept the login", _TRY),
    "profile_refused": (
        "You cannot log in here",
        "The login worked, but this site does not admit this account.",
    ),
    "rate_limited": (
        "The provider is busy",
        "Too many people are logging in right now. Please try again in a while.",
    ),
    "resting": ("The provider cannot be reached", "It did not answer several times. " + _TRY),
    "slow": ("The provider takes too long", "It did not answer in time. " + _TRY),
    "unreachable": ("The provider cannot be reached", _TRY),
}
_OTHER = ("The login did not work", "The provider's answer could not be used. " + _TRY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Where a failed login ends: a path of this service, a view, or the built-in page."""

    login: str
    start: str
    target: str | None = None

    def answer(
        self, request: Request, error: LoginError | UpstreamError, return_to: str | None = None
    ) -> Response:
        """The response for an error, with the reason in the log."""
        reason = _reason(error)
        _log.warning(
            "login %s failed: reason=%s status=%d: %s", self.login, reason, error.status, _detail(error)
        )
        response = self._page(request, error.status, reason, return_to)
        if isinstance(error, ProviderBusyError):
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    def wait(self, error: LoginError, again: str = "") -> Response:
        """The page for whoever comes again in a moment: at the address `again`, or at the same."""
        _log.info("login %s waits: %s", self.login, error.message)
        return pages.wait(again)

    def retry(self, request: Request, return_to: str | None) -> str:
        """Where a login begins once more."""
        more = f"?return_to={quote(return_to, safe='')}" if return_to else ""
        return below_mount(request, self.start) + more

    def _page(self, request: Request, status: int, reason: str, return_to: str | None) -> Response:
        """The redirect, view or built-in page; what it says follows from the reason alone."""
        if self.target is not None and self.target.startswith("/"):
            return pages.away(below_mount(request, self.target))
        title, text = _TEXTS.get(reason, _OTHER)
        retry = self.retry(request, return_to)
        if self.target is None:
            return pages.message(title, text, status=status, retry=retry)
        values = {"status": status, "reason": reason, "title": title, "message": text, "retry": retry}
        return pages.unshared(
            Response.html(request.app.templates.render(self.target, values, request), status)
        )


def _reason(error: LoginError | UpstreamError) -> str:
    """The code of a failure for the log and for views."""
    if isinstance(error, LoginError):
        return error.reason
    return "slow" if error.status == 504 else "unreachable"  # noqa: PLR2004  (RFC 9110 §15.6.5)


def _detail(error: LoginError | UpstreamError) -> str:
    """What the log says about a failure; neither kind of error holds a secret."""
    return error.message if isinstance(error, LoginError) else str(error)
