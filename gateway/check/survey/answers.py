"""What the answer of a route names, and whether it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from gateway.check.survey.pages import Pages
from gateway.config.model import Body, Route
from gateway.resolution.files import check_file, check_roots
from gateway.resolution.functions import file_headers, handler, loader, of_body, tag
from gateway.resolution.names import Names
from gateway.resolution.paths import Path
from gateway.resolution.scope import Scope
from gateway.resolution.targets import redirect_target

_TAGS = ("none", "weak", "strong")


@dataclass(frozen=True, slots=True)
class Answers:
    """Looks at what routes name: handlers, templates, files, schemas."""

    names: Names
    pages: Pages

    def look_at(self, route: Route, path: Path) -> tuple[bool, Callable[..., Any] | None]:
        """Whether something answers a route, and the function of the author's that does."""
        given = (path.names | route.query.keys(), path.optional)
        self._look_at_inputs(route)
        if route.etag is not None and route.etag not in _TAGS:
            tag(route.etag, route.at, self.names)
        if route.static is not None:
            check_roots(route.static, self.names.directory, self.names.report)
            file_headers(route.static, self.names)
        elif route.file is not None:
            check_file(route.file, self.names.report)
        elif route.redirect is not None:
            return redirect_target(route.redirect, route, *given, self.names.report) is not None, None
        return self._called(route, given)

    def loaders(self, scope: Scope, path: Path) -> list[Callable[..., Any]]:
        """What loads the parameters of a path."""
        found = [loader(param, self.names) for name, param in scope.params.items() if name in path.names]
        return [each for each in found if each is not None]

    def _called(
        self, route: Route, given: tuple[frozenset[str], frozenset[str]]
    ) -> tuple[bool, Callable[..., Any] | None]:
        """The handler or the data function of a route, and the templates it names."""
        if route.view is not None:
            self.pages.check(route.view, route.at.value_at("view"))
        if route.layout not in {None, "none"}:
            self.pages.check_layout(str(route.layout), route.at.value_at("layout"))
        key = "handler" if route.handler is not None else "data"
        text = route.handler if route.handler is not None else route.data
        if text is None:
            return True, None
        found = handler(text, route.at.value_at(key), given, self.names)
        return found is not None, None if found is None else found.call

    def _look_at_inputs(self, route: Route) -> None:
        """The functions and schemas of bodies and queries; what types a body has is read as at the start."""
        report, read = self.names.report, [body for body in route.body if body.parser or body.required]
        if route.query or any(body.schema is not None for body in read):
            report.problems += import_module("gateway.check.schemas").schema_problems(route)
        if any(map(_is_more, read)):
            without = replace(route, body=tuple(replace(body, schema=None) for body in route.body))
            import_module("gateway.compiler.inputs").reader(without, self.names, report)
            return
        for body in read:
            for key in ("verify", "hook"):
                of_body(body, key, self.names)
            if body.parser is not None and ":" in body.parser:
                of_body(body, "parser", self.names)


def _is_more(body: Body) -> bool:
    """Whether a body has types or a charset that only the parsers know."""
    return body.charset is not None or any("/" not in kind for kind in body.types or ())
