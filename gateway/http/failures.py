"""Every error becomes a response here: by the rules of its route, else by a negotiated page."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from markupsafe import escape
from werkzeug.exceptions import HTTPException, NotFound

from gateway.errors import LoginError, UpstreamError
from gateway.http import negotiation
from gateway.http.error_page import FORMATS, Said, encodable, written
from gateway.http.errors import NotLoggedInError
from gateway.http.page import WIDE, page
from gateway.http.request import Request
from gateway.http.response import Response, ready
from gateway.http.results import NEXT, PLAIN, RESUME, is_decided

_CLIENT_ERRORS = range(400, 500)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost", "[::1]"})
_SENT_BY_PROXIES = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")
_OF_THE_PAGE = frozenset({"content-type", "content-length"})
_log = logging.getLogger("gateway.errors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One item of `errors:`: which statuses or which class it is for, and what answers."""

    statuses: range | None = None
    error: type[BaseException] | None = None
    answer: Callable[[Request, BaseException], Any]

    def fits(self, error: BaseException, status: int) -> bool:
        """Whether this item is for that error."""
        return isinstance(error, self.error) if self.error is not None else status in (self.statuses or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """The errors of one route: the first fitting rule answers, inner ones before outer ones.

    Where none does, `outer` answers, which are the rules around the place where this service is mounted; else
    the built-in page in the format the client prefers: HTML, JSON, problem details or text. What is ours to
    mend is logged once, bugs with their traceback; what a rule raises itself is for the rules behind it. A
    rule may answer RESUME: then the next matching route does.
    """

    rules: tuple[Rule, ...] = ()
    outer: Failures | None = None

    def __call__(self, request: Request, error: BaseException, known: object = None) -> Response:
        """The response an error becomes; never raises. One that is `known` is in the log already."""
        try:
            status = status_of(error)
            if isinstance(error, HTTPException) and (error.response is not None or status < 400):  # noqa: PLR2004
                return PLAIN.to_response(error.get_response(request.environ), request)
            if status not in _CLIENT_ERRORS and error is not known:
                _record(request, error, status)
            response = self._by_rule(request, error, status) if self.rules else None
            return response or self._beyond(request, error, status)
        except BaseException as second:  # noqa: BLE001  (an error page must not take the service with it)
            _record(request, second, 500)
            return formatted(request, second, 500)

    def _beyond(self, request: Request, error: BaseException, status: int) -> Response:
        """The answer to what no rule takes: that of the service this one is mounted in, or the page."""
        if self.outer is not None and request.outer is not None:
            return self.outer(request.outer, error, error)
        return formatted(request, error, status)

    def _by_rule(self, request: Request, error: BaseException, status: int) -> Response | None:
        """The answer of the first fitting rule that does not pass with NEXT; None if all do or none fits."""
        for index, rule in enumerate(self.rules):
            if rule.fits(error, status):
                answer = self._answer_of(index, request, error, status)
                if answer is not NEXT:
                    return answer  # type: ignore[no-any-return]
        return None

    def _answer_of(self, index: int, request: Request, error: BaseException, status: int) -> Any:
        """What one rule makes of an error, or those behind it of what it raises; NEXT if it passes."""
        try:
            result = self.rules[index].answer(request, error)
            if result is RESUME:
                return self._resumed(index, request)
            return NEXT if result is NEXT else _finished(result, request, error, status)
        except BaseException as another:  # noqa: BLE001  (as what a handler raises)
            return Failures(rules=self.rules[index + 1 :], outer=self.outer)(request, another, error)

    def _resumed(self, index: int, request: Request) -> Response:
        """The answer of the next matching route; if there is none, a 404 by all rules but that one."""
        try:
            return request.app.following(request)  # type: ignore[no-any-return]
        except NotFound as missing:
            others = self.rules[:index] + self.rules[index + 1 :]
            return Failures(rules=others, outer=self.outer)(request, missing)


def status_of(error: BaseException) -> int:
    """The HTTP status of an error; anything that is not meant for a client is 500."""
    if isinstance(error, HTTPException):
        return error.code or 500
    return error.status if isinstance(error, LoginError | UpstreamError) else 500


def formatted(
    request: Request,
    error: BaseException,
    status: int,
    format: str | None = None,  # noqa: A002  (the key's word)
) -> Response:
    """The built-in page for an error, in a fixed format or in the one the client prefers."""
    kind = format or negotiation.best(request.environ.get("HTTP_ACCEPT"), FORMATS) or "text"
    if status in _CLIENT_ERRORS and isinstance(error, HTTPException):
        body, pairs = written(kind, _told(error, status))
    elif kind == "html" and request.app.error_detail == "stack" and is_local(request):
        return _stack_page(error, status)
    else:
        body, pairs = written(kind, Said(status, _title(error, status), _message(request, error)))
    return ready(body, status, [*pairs, *_headers(request, error)])


def prepared(error: HTTPException) -> Callable[[Request], Response]:
    """The built-in pages of an error that is known before the first request."""
    status = status_of(error)
    pages = {kind: written(kind, Said(status, error.name, error.description or "")) for kind in FORMATS}

    def answer(request: Request) -> Response:
        """The page in the format the client prefers, its headers this answer's own."""
        kind = negotiation.best(request.environ.get("HTTP_ACCEPT"), FORMATS) or "text"
        body, pairs = pages[kind]
        return ready(body, status, [*pairs])

    return answer


def is_local(request: Request) -> bool:
    """Whether this is development, peer and Host are this very machine, and no proxy says it is between."""
    return (
        request.app.environment == "development"
        and request.remote_addr in _LOOPBACK
        and request.hostname.lower() in _LOOPBACK
        and request.environ.keys().isdisjoint(_SENT_BY_PROXIES)
    )


def _finished(result: Any, request: Request, error: BaseException, status: int) -> Response:
    """A view and a plain result get the error's status; a Response or (body, status) keeps its own."""
    response = PLAIN.to_response(result, request)
    if not is_decided(result):
        response.status = status
    for name, value in _headers(request, error):
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _record(request: Request, error: BaseException, status: int) -> None:
    """Log what is ours to mend, once: bugs with their traceback, refusals of others in a line."""
    bug = not isinstance(error, HTTPException | LoginError | UpstreamError)
    _log.error(
        "%s %s answered %d: %s%s",
        request.method, request.path.encode("unicode_escape").decode(), status, _said(error),
        f" (request {request.request_id})" if request.request_id else "",
        exc_info=error if bug else None,
    )  # fmt: skip


def _told(error: HTTPException, status: int) -> Said:
    """What an error that is meant for a client tells it."""
    type_ = getattr(error, "type", None)
    login = error.login if isinstance(error, NotLoggedInError) else None
    message = str(error.description or "")
    return Said(status, error.name, message, type_ if isinstance(type_, str) else None, login)


def _title(error: BaseException, status: int) -> str:
    """The name of an error's status; nothing of an error that is not meant for clients."""
    if isinstance(error, HTTPException) and error.code == status:
        return error.name
    return HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Error"


def _message(request: Request, error: BaseException) -> str:
    """What the client may know of a failure that is not its own, as far as `error_detail` allows."""
    if isinstance(error, LoginError | UpstreamError):
        return error.message if isinstance(error, LoginError) else str(error)
    if request.app.error_detail == "none":
        return "Something went wrong on our side. It has been noted."
    return _said(error)


def _said(error: BaseException) -> str:
    """The class and the message of an error, even of one that cannot say it."""
    try:
        message = str(error)
    except BaseException as second:  # noqa: BLE001  (the page about a failure must not fail)
        message = f"(it has no text: {type(second).__name__})"
    return f"{type(error).__name__}: {message}"


def _headers(request: Request, error: BaseException) -> list[tuple[str, str]]:
    """Allow, Retry-After, WWW-Authenticate and the like; entity headers are the page's own."""
    if not isinstance(error, HTTPException) or type(error).get_headers is HTTPException.get_headers:
        return []
    return [pair for pair in error.get_headers(request.environ) if pair[0].lower() not in _OF_THE_PAGE]


def _stack_page(error: BaseException, status: int) -> Response:
    """The traceback, for the person who is writing the handler."""
    text = encodable("".join(traceback.format_exception(error)))
    hint = "You see this because error_detail is stack and you are on this machine."
    title = encodable(_said(error))
    return page(
        title, f"<h1>{escape(title)}</h1><pre>{escape(text)}</pre><p>{hint}</p>", status=status, style=WIDE
    )
