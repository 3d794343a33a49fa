"""From a route's kind of answer to a callable that takes the request and the route's parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from gateway.compiler.names import Names
from gateway.compiler.report import Report
from gateway.compiler.services import Services
from gateway.compiler.signatures import arguments
from gateway.compiler.templates import check_template
from gateway.config.document import Seq
from gateway.config.model import Redirect, Respond, Route, Static
from gateway.errors import Position
from gateway.http.answers import redirect
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Taken
from gateway.routing.pattern import Pattern, PatternError, parse
from gateway.views import UNSET, View

Call = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is called, and the parameters it takes."""

    call: Call
    taken: Taken


@dataclass(slots=True)
class Answers:
    """Makes the answer of a route, noting what it names that is not there.

    A route with one of handler, view, static, file, redirect and respond goes in, with the names of the
    parameters it gives; out comes a callable of the request, and which of those it takes. Handlers are found
    and their signatures compared, templates parsed, files and folders looked for, fixed bodies encoded: a
    request pays for none of it.
    """

    names: Names
    services: Services
    report: Report

    def answer(self, route: Route, names: frozenset[str], optional: frozenset[str]) -> Answer | None:
        """The answer of whichever kind the route has; None after noting why there is none.

        `names` are the parameters the route gives, `optional` those that can be missing.
        """
        if route.handler is not None:
            return self._handler(route, route.handler, names, optional)
        if route.view is not None:
            return self._view(route, names, optional)
        if route.static is not None:
            return Answer(self._static(route, route.static), ())
        if route.file is not None:
            return Answer(self._file(route, route.file), ())
        if route.redirect is not None:
            return self._redirect(route.redirect, route, names, optional)
        return Answer(_fixed(route.respond or Respond()), ())

    def _handler(
        self, route: Route, text: str, names: frozenset[str], optional: frozenset[str]
    ) -> Answer | None:
        """The handler of a route, its views in the route's layout if it has one."""
        answer = self._called(text, route.at.value_at("handler"), names, optional)
        if answer is None or route.layout is None:
            return answer
        self._check_layout(route)
        return Answer(partial(_laid_out, route.layout, answer.call), answer.taken)

    def _called(
        self, text: str, position: Position, names: frozenset[str], optional: frozenset[str]
    ) -> Answer | None:
        """A callable by its name, and the parameters it takes."""
        found = self.names.callable(text, position)
        if found is None:
            return None
        if isinstance(found, type):
            said = f'"{text}" is a class; a handler is a function'
            self.report.add(position, "GW063", said, "name a function, or what can be called")
            return None
        return Answer(found, arguments(found, names, optional, self.report, position))

    def _view(self, route: Route, names: frozenset[str], optional: frozenset[str]) -> Answer | None:
        """A template, rendered with what its data function gives."""
        name = str(route.view)
        check_template(self.services.templates, name, route.at.value_at("view"), self.report)
        self._check_layout(route)
        layout = UNSET if route.layout is None else route.layout
        if route.data is None:
            return Answer(partial(_without_data, name, layout), ())
        data = self._called(route.data, route.at.value_at("data"), names, optional)
        return None if data is None else Answer(partial(_with_data, name, layout, data.call), data.taken)

    def _check_layout(self, route: Route) -> None:
        """Note a layout of one route that is missing or does not parse."""
        if route.layout not in {None, "none"}:
            position = route.at.value_at("layout")
            check_template(self.services.templates, str(route.layout), position, self.report)

    def _static(self, route: Route, static: Static) -> Call:
        """Folders of files; one that is missing, or that holds gateway.yaml itself, is noted."""
        for index, root in enumerate(static.root):
            where = _place_of(static, index)
            if not root.is_dir():
                said = f'directory "{root.name}" does not exist'
                self.report.add(where, "GW065", said, f"looked for {root}")
            elif self.names.directory.resolve().is_relative_to(root.resolve()):
                said = "this exposes the project folder, including gateway.yaml"
                self.report.add(where, "GW065", said, "serve a folder of its own, such as public")
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

    def _file(self, route: Route, path: Path) -> Call:
        """One file; it is noted if it is missing, and answers 404 if it goes later."""
        if not path.is_file():
            said = "is a folder, not a file" if path.is_dir() else "does not exist"
            position = route.at.value_at("file")
            self.report.add(position, "GW065", f'file "{path.name}" {said}', f"looked for {path}")
        send_file, options = import_module("gateway.http.files").send_file, _cached(route)
        return lambda request: send_file(request, path, **options)

    def _redirect(
        self, rule: Redirect, route: Route, names: frozenset[str], optional: frozenset[str]
    ) -> Answer | None:
        """A redirect; one without parameters is not built anew for each request."""
        origin = _origin(rule.to)
        path, mark, query = rule.to.removeprefix(origin).partition("?")
        if not {":", "*", "{"} & set(path):
            return Answer(partial(_to_fixed, rule.to, rule.status), ())
        position = route.at.value_at("redirect")
        try:
            target = parse(path)
        except PatternError as error:
            self.report.add(position, "GW052", f"redirect.to: {error}", error.hint)
            return None
        for name in sorted(set(target.names) - names):
            said = f'redirect.to uses ":{name}", which the path does not give'
            self.report.unknown(position, "GW072", said, name, names)
        for name in sorted((set(target.names) - target.optional) & optional):
            said = f'redirect.to needs ":{name}", which some of the paths do not give'
            self.report.add(position, "GW072", said, f"make it optional there as well: {{/:{name}}}")
        return Answer(partial(_to_pattern, (origin, target, mark + query), rule.status), None)


def _origin(url: str) -> str:
    """The scheme and host that a URL begins with; empty for a path of this service."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme else ""


def _place_of(static: Static, index: int) -> Position:
    """Where a root is written: in a list, alone, or as all there is of `static`."""
    key = "root" if "root" in static.at else "static"
    roots = static.at[key]
    return roots.value_at(index) if isinstance(roots, Seq) else static.at.value_at(key)


def _without_data(name: str, layout: Any, _request: Request) -> View:
    """The view of a route that gives it no values."""
    return View(name, layout=layout)


def _with_data(name: str, layout: Any, data: Call, request: Request, *given: Any, **params: Any) -> Any:
    """The view with what the data function returns, or that itself if it is another kind of result."""
    values = data(request, *given, **params)
    return View(name, layout=layout, **values) if isinstance(values, Mapping) else values


def _laid_out(layout: str, handler: Call, request: Request, *given: Any, **params: Any) -> Any:
    """What a handler returns, a view of it in the route's layout unless it names its own."""
    result = handler(request, *given, **params)
    if isinstance(result, View) and result.layout is UNSET:
        result.layout = layout
    return result


def _fixed(respond: Respond) -> Call:
    """A function that gives the same response again and again, encoded once."""
    if respond.has_json:
        body, kind = orjson.dumps(respond.json), "json"
    elif respond.html is not None:
        body, kind = respond.html.encode(), "html"
    else:
        body, kind = (respond.text or "").encode(), "text"
    return lambda _request: Response(body, respond.status, type=kind)


def _to_fixed(to: str, status: int, request: Request) -> Response:
    """A redirect that is the same for every request."""
    return redirect(request, to, status)


def _to_pattern(parts: tuple[str, Pattern, str], status: int, request: Request, **params: Any) -> Response:
    """A redirect whose path, between a fixed origin and query, takes those of its parameters that it has."""
    origin, target, query = parts
    path = target.build(**{name: params[name] for name in target.names if name in params})
    return redirect(request, origin + path + query, status)


def _cached(route: Route) -> dict[str, Any]:
    """What a route says of caching, as files take it."""
    cache = route.cache
    return {} if cache is None else {"max_age": cache.max_age, "immutable": cache.immutable}
