"""From a route's kind of answer to a callable that takes the request and the route's parameters."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

from gateway.compiler.files import one_file, static_files
from gateway.compiler.redirects import fixed, redirection
from gateway.compiler.services import Services
from gateway.compiler.templates import check_layout_name, check_template
from gateway.config.model import Respond, Route
from gateway.http.request import Request
from gateway.resolution.functions import handler
from gateway.resolution.names import Names
from gateway.resolution.report import Report
from gateway.resolution.signatures import Answer, Call
from gateway.views import UNSET, View


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
            return Answer(static_files(route, route.static, self.names, self.report), ())
        if route.file is not None:
            settings = self.services.config.settings
            return Answer(one_file(route, route.file, settings, self.report), ())
        if route.redirect is not None:
            return redirection(route.redirect, route, names, optional, self.report)
        encode_json = self.services.encode_json
        return Answer(fixed(route.respond or Respond(), route.at.get("respond"), encode_json), ())

    def _handler(
        self, route: Route, text: str, names: frozenset[str], optional: frozenset[str]
    ) -> Answer | None:
        """The handler of a route, its views in the route's layout if it has one."""
        answer = handler(text, route.at.value_at("handler"), (names, optional), self.names)
        if answer is None or route.layout is None:
            return answer
        self._check_layout(route)
        return Answer(partial(_laid_out, route.layout, answer.call), answer.taken)

    def _view(self, route: Route, names: frozenset[str], optional: frozenset[str]) -> Answer | None:
        """A template, rendered with what its data function gives."""
        name = str(route.view)
        check_template(self.services.templates, name, route.at.value_at("view"), self.report)
        self._check_layout(route)
        layout = UNSET if route.layout is None else route.layout
        if route.data is None:
            return Answer(partial(_without_data, name, layout), ())
        data = handler(route.data, route.at.value_at("data"), (names, optional), self.names)
        return None if data is None else Answer(partial(_with_data, name, layout, data.call), data.taken)

    def _check_layout(self, route: Route) -> None:
        """Note a layout of one route that is missing or does not parse."""
        if route.layout not in {None, "none"}:
            position = route.at.value_at("layout")
            check_layout_name(self.services.templates, str(route.layout), position, self.report)


def _without_data(name: str, layout: Any, _request: Request) -> View:
    """The view of a route that gives it no values."""
    return View(name, layout=layout)


def _with_data(name: str, layout: Any, data: Call, request: Request, *given: Any, **params: Any) -> Any:
    """The view with what the data function returns, or that itself if it is another kind of result."""
    values = data(request, *given, **params)
    if not isinstance(values, Mapping):
        return values
    view = View(name, layout=layout)
    view.values = {**values}  # not as arguments: an order's `status` is no HTTP status
    return view


def _laid_out(layout: str, call: Call, request: Request, *given: Any, **params: Any) -> Any:
    """What a handler returns, a view of it in the route's layout unless it names its own."""
    result = call(request, *given, **params)
    view, *rest = result if isinstance(result, tuple) and result else (result,)
    if not isinstance(view, View) or view.layout is not UNSET:
        return result
    view = copy(view)  # a handler may keep one and return it in several routes
    view.layout = layout
    return (view, *rest) if rest else view
