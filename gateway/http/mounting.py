"""A request as it looks to a service that is mounted below a path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from gateway.http import forms
from gateway.http.app import App
from gateway.http.request import Request
from gateway.routing.row import BELOW

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_OF_THE_TRANSFER = frozenset({"HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING"})


def inside(request: Request, start: int, app: App, kind: type[Request]) -> Request:
    """The request to the mounted service `app`, which begins at segment `start` of the path.

    What is before it moves into `base_url`. State, session, body and request id are shared with the outer
    request, path parameters are not: they are `request.outer.params`.
    """
    inner = kind.__new__(kind)
    sent = request.raw_path.split("/")
    inner.raw_path = "/" + "/".join(sent[start:])
    inner.path = unquote(inner.raw_path) if "%" in inner.raw_path else inner.raw_path
    inner.environ = _below(request.environ, "/".join(sent[:start]), inner.raw_path)
    inner.app, inner.method, inner.outer = app, request.method, request
    inner.request_id, inner.make_csrf_token = request.request_id, request.make_csrf_token
    if request.session_store is not None:
        inner.session_store, inner.sessions_around = request.session_store, request.sessions_around
    inner.auth_user, inner.hidden_field = request.auth_user, request.hidden_field
    inner.decide()
    return inner


def below(application: WSGIApplication) -> Callable[[Request], WSGIApplication]:
    """A handler that answers with any WSGI application (PEP 3333); it sees the path below the mount."""

    def answer(request: Request) -> WSGIApplication:
        """The application, given the environ of what is mounted."""
        sent = request.raw_path.split("/")
        start = request.params.pop(BELOW)
        rest = "/".join(["", *sent[start:]])
        environ = _below(request.environ, "/".join(sent[:start]), rest)
        told = _with_body(request, environ)
        return lambda _environ, start_response: application(told, start_response)

    return answer


class KeptBody:
    """The `body:` of a row where an application is mounted: what layers read of it is kept for that."""

    def __call__(self, _request: Request) -> None:
        """No value: what the body means is the application's business."""

    def form(self, request: Request) -> forms.Form:
        """The form that a layer asks for, its files not read as a stream, which would be gone."""
        _ = request.data
        return forms.parse(request)


def _with_body(request: Request, environ: WSGIEnvironment) -> WSGIEnvironment:
    """The environ of an application that reads the body, which a layer may have read or limited before.

    A limit holds for a body of known length already; one of unknown length is read here under it.
    """
    known = {name for each in _from_inside(request) for name in ("data", "max_size") if name in vars(each)}
    if "data" not in known and not ("max_size" in known and "HTTP_TRANSFER_ENCODING" in environ):
        return environ
    data = request.data
    told = {name: value for name, value in environ.items() if name not in _OF_THE_TRANSFER}
    return told | {"wsgi.input": BytesIO(data), "CONTENT_LENGTH": str(len(data))}


def _from_inside(request: Request | None) -> Iterator[Request]:
    """A request, and those of the services that mount this one."""
    while request is not None:
        yield request
        request = request.outer


def _below(environ: WSGIEnvironment, script: str, path: str) -> WSGIEnvironment:
    """The environ in which a part of the path has become a part of the script's name.

    It never begins with two slashes, as `/%2Fhost` unescaped would: applications put it before their links.
    """
    name = environ.get("SCRIPT_NAME", "") + _latin(script)
    name = "/" + name.lstrip("/") if name else ""
    return {**environ, "SCRIPT_NAME": name, "PATH_INFO": _latin(path)}


def _latin(sent: str) -> str:
    """A path as sent, unescaped and as WSGI spells bytes."""
    return unquote_to_bytes(sent).decode("latin-1")
