"""From a route's kind of answer to a callable that takes the request and the route's parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

import orjson

from gateway.compiler.names import Names
from gateway.compiler.report import Report
from gateway.compiler.services import Services
from gateway.compiler.signatures import arguments
from gateway.compiler.templates import check_template
from gateway.config.model import Redirect, Respond, Route
from gateway.http.answers import redirect
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Names
from gateway.routing.pattern import Pattern, parse
from gateway.views import UNSET, View

Call = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is called, and the parameters it takes."""

    call: Call
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The parameter names a route gives its handler, and those of them that can be missing."""

    names: frozenset[str]
    optional: frozenset[str]


@dataclass(slots=True)
class Answers:
    """Makes the answer of a route, noting what it names that is not there."""

    names: Names
    services: Services
    report: Report

    def answer(self, route: Route, given: Given) -> Answer | None:
        """The answer of whichever kind the route has; None after noting why there is none."""
        if route.handler is not None:
            return self._handler(route.handler, route.at.value_at("handler"), given)
        if route.view is not None:
            return self._view(route, given)
        if route.static is not None:
            return Answer(self._static(route), ())
        if route.file is not None:
            return self._file(route)
        if route.redirect is not None:
            return self._redirect(route.redirect, route, given)
        return Answer(_fixed(route.respond or Respond()), ())

    def _handler(self, text: str, position: Any, given: Given) -> Answer | None:
        found = self.names.callable(text, position)
        if found is None:
            return None
        return Answer(found, arguments(found, given.names, given.optional, self.report, position))

    def _view(self, route: Route, given: Given) -> Answer | None:
        name = str(route.view)
        templates = self.services.templates
        check_template(templates, name, route.at.value_at("view"), self.report)
        layout = UNSET if route.layout is None else route.layout
        if route.layout not in {None, "none"}:
            check_template(templates, str(route.layout), route.at.value_at("layout"), self.report)
        if route.data is None:
            return Answer(partial(_without_data, name, layout), ())
        data = self._handler(route.data, route.at.value_at("data"), given)
        return None if data is None else Answer(partial(_with_data, name, layout, data.call), data.names)

    def _static(self, route: Route) -> Call:
        static = route.static
        assert static is not None
        for root in static.root:
            if not root.is_dir():
                self.report.add(static.at.at, "GW065", f'directory "{root.name}" does not exist', f"looked for {root}")
        kind = import_module("gateway.http.static").StaticFiles
        files: Call = kind(
            static.root,
            index=static.index,
            dotfiles=static.dotfiles,
            extensions=static.extensions,
            redirect=static.redirect,
            fallthrough=static.fallthrough,
            **_cached(route),
        )
        return files

    def _file(self, route: Route) -> Answer:
        path = route.file
        if path is None or not path.is_file():
            self.report.add(route.at.value_at("file"), "GW065", f'file "{path}" does not exist')
        send_file = import_module("gateway.http.files").send_file
        return Answer(lambda request: send_file(request, path, **_cached(route)), ())

    def _redirect(self, rule: Redirect, route: Route, given: Given) -> Answer | None:
        if ":" not in rule.to and "*" not in rule.to or not rule.to.startswith("/"):
            return Answer(partial(_to_fixed, rule.to, rule.status), ())
        target = parse(rule.to)
        unknown = set(target.names) - given.names
        for name in sorted(unknown):
            said = f'redirect.to uses ":{name}", which the path does not give'
            self.report.unknown(route.at.value_at("redirect"), "GW072", said, name, given.names)
        return Answer(partial(_to_pattern, target, rule.status), None)


def _without_data(name: str, layout: Any, _request: Request) -> View:
    return View(name, layout=layout)


def _with_data(name: str, layout: Any, data: Call, request: Request, **params: Any) -> Any:
    """The view with what the data function returns, or that itself if it is another kind of result."""
    values = data(request, **params)
    return View(name, layout=layout, **values) if isinstance(values, Mapping) else values


def _fixed(respond: Respond) -> Call:
    if respond.has_json:
        body, kind = orjson.dumps(respond.json), "json"
    elif respond.html is not None:
        body, kind = respond.html.encode(), "html"
    else:
        body, kind = (respond.text or "").encode(), "text"
    return lambda _request: Response(body, respond.status, type=kind)


def _to_fixed(to: str, status: int, request: Request) -> Response:
    return redirect(request, to, status)


def _to_pattern(target: Pattern, status: int, request: Request, **params: Any) -> Response:
    return redirect(request, target.build(**{name: params[name] for name in target.names if name in params}), status)


def _cached(route: Route) -> dict[str, Any]:
    cache = route.cache
    return {} if cache is None else {"max_age": cache.max_age, "immutable": cache.immutable}
