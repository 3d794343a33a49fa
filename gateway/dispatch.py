"""Which row answers a request, and what answers where none does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from werkzeug.exceptions import BadRequest, NotFound

from gateway.errors import Problem
from gateway.http.app import App
from gateway.http.mounting import inside
from gateway.http.refusal import redirection, wrong_method
from gateway.http.request import Request
from gateway.http.response import READ, Response
from gateway.http.results import EXIT_GROUP, NEXT, PLAIN, Marker
from gateway.http.when import ConditionError
from gateway.middleware.chain import Endpoint, Handler, chain, closed, continued, kind_of
from gateway.routing.escapes import harmless
from gateway.routing.hosts import is_among
from gateway.routing.row import BELOW, Row
from gateway.routing.table import MalformedEscape, Table

# The kind of a layer that is not ours is empty.
_DECIDING = frozenset({"", "basic_auth", "favicon", "require_login"})
UNREADABLE = (MalformedEscape, ConditionError)
"""What matching raises where it cannot tell which row a request is for."""
Found = tuple[Row[Endpoint], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What a server needs; nothing in it changes any more.

    `table` finds the row of a request, `groups` what answers where no row does. `hosts` are the Host names
    that are answered, None for any; `observed` are the paths of health and readiness, which any Host may ask
    for. `request` is the class requests are of, `on_startup` what is called with the App before the first.
    `warnings` are what is dangerous but no mistake, `files` those of the configuration; both count what is
    mounted.
    """

    table: Table[Endpoint]
    groups: Table[Endpoint]
    app: App
    hosts: frozenset[str] | None
    observed: frozenset[str]
    request: type[Request] = Request
    on_startup: tuple[Callable[[App], Any], ...] = ()
    warnings: tuple[Problem, ...] = ()
    files: tuple[Path, ...] = ()


class Dispatch:
    """The tables of one gateway.yaml at work; immutable once it serves, safe for any number of threads.

    It answers requests that were made elsewhere: by a server, by a test, or by the gateway it is mounted in.
    """

    def __init__(self, compiled: Compiled) -> None:
        """Take over the tables, and give the service its ways to answer within the process."""
        self.table = compiled.table
        self.request = compiled.request
        self.app = replace(compiled.app, respond=self.respond, following=self.following)
        self._groups = compiled.groups
        self._outermost = compiled.groups.rows[-1]
        self._moved, self._malformed = _without_row(self._outermost.endpoint)
        self._has_groups = len(compiled.groups.rows) > 1
        self._hosts = compiled.hosts
        self._match = self.table.match if compiled.hosts is None else self._match_ours
        self._observed = compiled.observed
        self._on_startup = compiled.on_startup
        self.adopt(compiled.app.parent)

    def adopt(self, parent: App | None) -> None:
        """Belong to the service that mounts this one, and let those mounted here belong to this one."""
        self.app = replace(self.app, parent=parent)
        for mounted in self._mounted():
            mounted.adopt(self.app)

    def begin(self) -> None:
        """Call what `on_startup` names, here and in the services mounted here; raise what it raises."""
        for call in self._on_startup:
            call(self.app)
        for mounted in self._mounted():
            mounted.begin()

    def respond(self, request: Request) -> Response:
        """The answer to a request; never raises."""
        try:
            found = self._match(request)
        except UNREADABLE:
            found = None
        return self._unmatched(request) if found is None else run(request, found)

    def following(self, request: Request, marker: Marker = NEXT) -> Response:
        """The answer of the next matching route, behind the group if `marker` says so; raise NotFound.

        It runs inside the layers that have let the request through. Where nothing is left here, a service
        that mounts this one goes on; raise MethodNotAllowed if the path was there for other methods only.
        """
        row = request.route
        # Layers have let a refused request through since no route takes it: then none may take it any more.
        is_over = row is None or request.is_refused
        try:
            found = None if is_over else self.table.following(request, _behind(row, marker))
            if found is None:
                return self._exhausted(request)
        except UNREADABLE as error:
            raise _refusal(error) from None
        if request.entered is None:  # its handler passes it on, so all layers have let it through
            request.entered = row.endpoint.layers
        request.route, request.params = found
        return continued(request, request.route.endpoint)

    def _exhausted(self, request: Request) -> Response:
        """What answers a request that every row which took it has passed on."""
        if request.outer is not None:
            return request.outer.app.following(request.outer)  # type: ignore[no-any-return]
        found = self.table.allowed(request)
        if found is not None and request.method not in found[1]:
            request.allowed = found[1]
            return wrong_method(request)
        path = self.table.redirection(request) if found is None else None
        if path is None:
            raise NotFound
        request.written = path
        return redirection(request)

    def _mounted(self) -> list[Dispatch]:
        """The services mounted here."""
        return [row.inner.dispatch for row in self.table.rows if isinstance(row.inner, Mounted)]

    def _match_ours(self, request: Request) -> Found | None:
        """The first route that takes the request, none for a Host that is not ours."""
        return self.table.match(request) if self._is_ours(request) else None

    def _is_ours(self, request: Request) -> bool:
        """Whether the Host is one of ours; probes ask for health by address."""
        return is_among(request.hostname.lower(), self._hosts or ()) or request.path in self._observed

    def _unmatched(self, request: Request) -> Response:
        """400 for what is malformed; the same path with or without its last slash; 405; else 404."""
        request.params = {}
        if self._hosts is not None and not self._is_ours(request):
            return self._refused(request, BadRequest("this service does not answer to that Host"))
        try:
            return self._answered_without_row(request)
        except UNREADABLE as error:
            return self._refused(request, _refusal(error))

    def _answered_without_row(self, request: Request) -> Response:
        """The answer where no row takes method and path together; raise one of UNREADABLE."""
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

    def _refused(self, request: Request, error: BaseException) -> Response:
        """The page of an error inside such layers of ours as let everything pass; no other layer sees it."""
        request.refusal, request.is_refused = error, True
        return self._malformed(request)


class Mounted:
    """A gateway that answers below a path of another one, whose row it stands in.

    What it has no row for goes on with the next row of the other; so does what its last row passes on. An
    error that none of its own rules takes is for the rules of the row it stands in.
    """

    __slots__ = ("dispatch",)

    def __init__(self, compiled: Compiled) -> None:
        """Put the tables to work."""
        self.dispatch = Dispatch(compiled)

    def __call__(self, request: Request) -> Any:
        """The answer to the request below the mount; NEXT where no row takes it."""
        inner = self._inside(request, request.params.pop(BELOW))
        try:
            found = self.dispatch.table.match(inner)
        except UNREADABLE as error:
            raise _refusal(error) from None
        if found is None:
            return NEXT
        response = run(inner, found)
        tag = found[0].endpoint.etag
        if tag is not None and response.status == 200 and inner.method in READ:  # noqa: PLR2004
            _mark(response, tag)
        return response

    def allowed(self, target: Request, params: dict[str, Any]) -> frozenset[str] | None:
        """The methods its rows take at the target's path; None if none has that path."""
        found = self.dispatch.table.allowed(self._inside(target, params[BELOW]))
        return None if found is None else found[1]

    def redirection(self, target: Request, params: dict[str, Any]) -> str | None:
        """The whole path as sent, with a slash more or less, if a row answers there."""
        inner = self._inside(target, params[BELOW])
        written = self.dispatch.table.redirection(inner)
        before = "/".join(target.raw_path.split("/")[: params[BELOW]])
        return None if written is None else harmless(before + written)

    def _inside(self, request: Request, start: int) -> Request:
        """The request as it looks below the mount, which begins at a segment of the path."""
        return inside(request, start, self.dispatch.app, self.dispatch.request)


def run(request: Request, found: Found) -> Response:
    """The answer of a row that takes the request; never raises."""
    request.route, request.params = found
    return found[0].endpoint.run(request)


def _refusal(error: MalformedEscape | ConditionError) -> BaseException:
    """What answers a request that cannot be matched: what a condition raised, or 400."""
    if isinstance(error, ConditionError):
        return error.reason
    return BadRequest("the path holds a malformed percent escape")


def _behind(row: Row[Endpoint], marker: Marker) -> int:
    """The index to go on from: behind the row, or behind its whole group."""
    return row.exit if marker is EXIT_GROUP else row.index + 1


def _mark(response: Response, tag: Callable[[bytes], str | None]) -> None:
    """Give an answer the entity tag that the mounted service makes."""
    value = tag(response.body) if isinstance(response.body, bytes) else None
    if value:
        response.headers.setdefault("ETag", value)


def _without_row(outermost: Endpoint) -> tuple[Handler, Handler]:
    """What redirects to a path as it is written, and what refuses the malformed; both are logged as well."""
    failures = outermost.failures
    passing = [layer for layer in outermost.layers if kind_of(layer) not in _DECIDING]
    moved = closed(redirection, (), PLAIN, failures)

    def malformed(request: Request) -> Response:
        """The page of the error that was found before there was a route."""
        return failures(request, request.refusal)

    return chain(outermost.layers, moved, failures), chain(passing, malformed, failures)
