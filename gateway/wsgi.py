"""One request in, one response out; and loading the application for a server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import BadRequest, NotFound

from gateway.check.report import render
from gateway.compiler import Compiled, compile_file
from gateway.compiler.stacks import kind_of
from gateway.errors import ConfigError
from gateway.http.refusal import redirection
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.results import PLAIN
from gateway.middleware.chain import Endpoint, Handler, chain, closed, continued
from gateway.routing.table import MalformedEscape, Row

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_DECIDING = frozenset({"", "require_login"})  # the kind of a layer that is not ours is empty


class Gateway:
    """A compiled gateway.yaml as a WSGI application; immutable, safe for any number of threads.

    Servers call it; tests and other code in this process ask it for a response instead:

        gateway = load(Path("gateway.yaml"))
        request = Request(EnvironBuilder("/hello/world").get_environ(), gateway.app)
        assert gateway.respond(request).status == 200

    Neither way raises: whatever goes wrong before the body is sent is answered, and what is ours to mend is
    logged.
    """

    def __init__(self, compiled: Compiled) -> None:
        """Take over the tables, and give the service its ways to answer within the process."""
        self.table = compiled.table
        self.app = replace(compiled.app, respond=self.respond, following=self._following)
        self._groups = compiled.groups
        self._outermost = compiled.groups.rows[-1]
        self._moved, self._malformed = _without_row(self._outermost.endpoint)
        self._has_groups = len(compiled.groups.rows) > 1
        self._hosts = compiled.hosts
        self._match = self.table.match if compiled.hosts is None else self._match_ours
        self._observed = compiled.observed

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a WSGI server (PEP 3333)."""
        request = Request(environ, self.app)
        try:
            found = self._match(request)
        except MalformedEscape:
            found = None
        if found is None:
            return self._unmatched(request).send(request.method, start_response)
        row, request.params = found
        request.route, endpoint = row, row.endpoint
        if endpoint.direct is None:
            return endpoint.run(request).send(request.method, start_response, environ, endpoint.etag)
        return endpoint.direct(request, start_response)  # type: ignore[no-any-return]

    def respond(self, request: Request) -> Response:
        """The answer to a request; never raises."""
        try:
            found = self._match(request)
        except MalformedEscape:
            found = None
        if found is None:
            return self._unmatched(request)
        request.route, request.params = found
        return request.route.endpoint.run(request)  # type: ignore[no-any-return]

    def _match_ours(self, request: Request) -> tuple[Row[Endpoint], dict[str, Any]] | None:
        """The first route that takes the request, none for a Host that is not ours."""
        return self.table.match(request) if self._is_ours(request) else None

    def _is_ours(self, request: Request) -> bool:
        """Whether the Host is one of ours; probes ask for health by address."""
        return request.hostname in (self._hosts or ()) or request.path in self._observed

    def _unmatched(self, request: Request) -> Response:
        """400 for what is malformed; the same path with or without its last slash; 405; else 404."""
        request.params = {}
        if self._hosts is not None and not self._is_ours(request):
            return self._refused(request, BadRequest("this service does not answer to that Host"))
        try:
            return self._answered_without_row(request)
        except MalformedEscape:
            return self._refused(request, BadRequest("the path holds a malformed percent escape"))

    def _answered_without_row(self, request: Request) -> Response:
        """The answer where no row takes method and path together; raise MalformedEscape."""
        if self.table.is_absent(request):
            return self._missing(request)
        found = self.table.allowed(request)
        if found is not None:
            request.route, request.allowed = found
            request.is_refused = True
            return found[0].endpoint.refuse(request)
        path = self.table.redirection(request)
        if path is not None:
            request.written, request.is_refused = path, True
            return self._moved(request)
        return self._missing(request)

    def _missing(self, request: Request) -> Response:
        """404 inside the layers of the deepest group that the path is below."""
        request.is_refused = True
        deepest = self._groups.match(request) if self._has_groups else None
        return (deepest[0] if deepest else self._outermost).endpoint.run(request)

    def _refused(self, request: Request, error: BadRequest) -> Response:
        """400 inside such layers of ours as let everything pass; handlers and other layers never see it."""
        request.refusal, request.is_refused = error, True
        return self._malformed(request)

    def _following(self, request: Request) -> Response:
        """The next matching route's answer, inside the layers already entered; raise NotFound if none is."""
        found = self.table.following(request, request.route)
        if found is None:
            raise NotFound
        request.entered = request.entered or request.route.endpoint.layers
        request.route, request.params = found
        return continued(request, request.route.endpoint)


def _without_row(outermost: Endpoint) -> tuple[Handler, Handler]:
    """What redirects to a path as it is written, and what refuses the malformed; both are logged as well."""
    failures = outermost.failures
    passing = [layer for layer in outermost.layers if kind_of(layer) not in _DECIDING]
    moved = closed(redirection, (), PLAIN, failures)

    def malformed(request: Request) -> Response:
        """The page of the error that was found before there was a route."""
        return failures(request, request.refusal)

    return chain(outermost.layers, moved, failures), chain(passing, malformed, failures)


def load(file: Path | None = None, *, environ: Mapping[str, str] = os.environ) -> Gateway:
    """The gateway that a gateway.yaml declares; raise ConfigError with all problems of the phase that failed.

    Without a file, GATEWAY_CONFIG names it, else it is ./gateway.yaml.
    """
    file = file or Path(environ.get("GATEWAY_CONFIG", "gateway.yaml"))
    return Gateway(compile_file(file, environ=environ))


def load_for_server() -> WSGIApplication:
    """The gateway for the server that imports us; a bad configuration ends the start, with its report."""
    try:
        return load()
    except ConfigError as error:
        report = render(error.problems, color=False)
    arbiter = sys.modules.get("gunicorn.errors")
    if arbiter is not None:
        raise arbiter.AppImportError(report)
    sys.stderr.write(report + "\n")
    raise SystemExit(1)
