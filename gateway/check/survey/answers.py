"""What the answer of a route names, and whether it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.check.survey.inputs import look_at_inputs
from gateway.check.survey.pages import Pages
from gateway.config.model import Route
from gateway.resolution.files import check_file, check_roots
from gateway.resolution.functions import file_headers, handler, loader, tag
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
        look_at_inputs(route, self.names)
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
