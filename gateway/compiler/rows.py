"""From one route, its path and its endpoint to a row of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.compiler.reach import may_leave, passes_around
from gateway.compiler.when import Predicates
from gateway.config.model import Route
from gateway.dispatch import Mounted
from gateway.middleware.chain import Endpoint
from gateway.resolution.methods import methods_of
from gateway.resolution.passing import may_pass
from gateway.resolution.paths import Path, converters
from gateway.resolution.scope import Scope
from gateway.routing.table import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What answers a route: its endpoint, its own handler if it has one, the service mounted there if any."""

    endpoint: Endpoint
    call: Callable[..., Any] | None = None
    inner: Mounted | None = None


def row_of(
    route: Route, scope: Scope, path: Path, answered: Answered, predicates: Predicates
) -> Row[Endpoint]:
    """The row of a route that can be answered; its index is given when it is added."""
    return Row(
        index=0,
        patterns=path.patterns,
        regex=path.regex,
        methods=methods_of(route),
        hosts=scope.hosts,
        when=predicates.conditions(scope.when),
        converters=converters(path, scope.params),
        prefix=route.static is not None or route.mount is not None,
        endpoint=answered.endpoint,
        passes=_passes(route, answered),
        leaves=may_leave(answered.call, answered.endpoint),
        mounts=route.mount is not None,
        inner=answered.inner,
        name=route.name or "",
        label=label_of(route),
    )


def _passes(route: Route, answered: Answered) -> bool:
    """Whether the answer may be left to a later row."""
    if route.static is not None and route.static.fallthrough:
        return True
    if answered.call is not None and may_pass(answered.call):
        return True
    return answered.inner is not None or passes_around(answered.endpoint)


def label_of(route: Route) -> str:
    """What `gateway routes` says the route is answered by."""
    if route.handler:
        return route.handler
    if route.view:
        return f"view {route.view}"
    if route.static:
        return "static " + ", ".join(root.name for root in route.static.root)
    if route.file:
        return f"file {route.file.path.name}"
    if route.mount:
        return f"mount {route.mount.wsgi or (route.mount.config and route.mount.config.name)}"
    return f"redirect {route.redirect.to}" if route.redirect else "respond"
