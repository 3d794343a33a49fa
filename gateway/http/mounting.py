"""A request as it looks to a service that is mounted below a path."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from gateway.http.app import App
from gateway.http.request import Request
from gateway.routing.row import BELOW

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment


def inside(request: Request, start: int, app: App, kind: type[Request]) -> Request:
    """The request to the mounted service `app`, which begins at segment `start` of the path.

    What is before it moves into `script_root`. State, session, body and request id are shared with the outer
    request, path parameters are not: they are `request.outer.params`.
    """
    inner = kind.__new__(kind)
    sent = request.raw_path.split("/")
    inner.raw_path = "/" + "/".join(sent[start:])
    inner.path = unquote(inner.raw_path) if "%" in inner.raw_path else inner.raw_path
    inner.environ = _below(request.environ, "/".join(sent[:start]), inner.raw_path)
    inner.app, inner.method, inner.outer = app, request.method, request
    inner.request_id, inner.make_csrf_token = request.request_id, request.make_csrf_token
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
        return lambda _environ, start_response: application(environ, start_response)

    return answer


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
