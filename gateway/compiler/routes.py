"""From the routes of gateway.yaml to the rows of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from gateway.compiler.answers import Answers
from gateway.compiler.endpoints import Endpoints
from gateway.compiler.inputs import with_inputs
from gateway.compiler.paths import Path, check_params, converters, read_path, read_patterns
from gateway.compiler.reach import may_pass
from gateway.compiler.report import Report, place
from gateway.compiler.scope import Scope, walk
from gateway.config.model import Config, Route, Use
from gateway.errors import Position
from gateway.http.files import cache_control
from gateway.http.results import PLAIN, Results
from gateway.middleware.chain import Endpoint
from gateway.routing.pattern import Pattern, parse
from gateway.routing.table import Row


@dataclass(slots=True)
class Routes:
    """Makes rows: `rows` in the order they are tried, `groups` for the paths that no row takes.

    Rows of our own are added first, then `add_all` adds the written ones, so that no route hides health or a
    login. `named` has the pattern by which `url_for` builds, of several paths the first; `positions` where a
    row, by its index, is written. `groups` has the deepest prefix first and ends with one for every path, so
    that a 404 has layers and rules as well. A route with a problem is noted and may be left out.
    """

    config: Config
    answers: Answers
    endpoints: Endpoints
    report: Report
    rows: list[Row[Endpoint]] = field(default_factory=list)
    groups: list[Row[Endpoint]] = field(default_factory=list)
    named: dict[str, Pattern] = field(default_factory=dict)
    positions: dict[int, Position] = field(default_factory=dict)
    names: dict[str, Position] = field(default_factory=dict)

    def add_all(self) -> None:
        """Every written route and group, and what answers below none of them."""
        outermost = Scope(params=self.config.params, errors=(self.config.errors,))
        for node, scope in walk(self.config.routes, outermost):
            self.endpoints.stacks.check_without(node)
            if isinstance(node, Route):
                self._add(node, scope)
            elif scope.prefix:
                where = node.at.value_at("prefix")
                self._add_group(read_patterns((scope.prefix,), Scope(), where, self.report), scope)
        self.groups.sort(key=_depth)
        self._add_group((parse("/"),), outermost)

    def add_fixed(
        self,
        path: str,
        handler: Callable[..., Any],
        methods: Iterable[str],
        stack: tuple[Use, ...] | None,
        label: str = "built in",
    ) -> Endpoint:
        """Add a row of our own, for health or a login; `stack` None is the default stack."""
        scope = Scope(stack=stack or (), has_stack=stack is not None, errors=(self.config.errors,))
        endpoint = self.endpoints.endpoint(handler, (), PLAIN, scope)
        self.rows.append(
            Row(
                index=len(self.rows),
                patterns=(parse(path),),
                methods=frozenset(methods),
                converters={},
                endpoint=endpoint,
                label=label,
            )
        )
        return endpoint

    def _add(self, route: Route, scope: Scope) -> None:
        """Add the row of one route, unless there is nothing to answer with."""
        path = read_path(route, scope, self.report)
        check_params(route, path, self.report)
        answer = self.answers.answer(route, path.names | route.query.keys(), path.optional)
        if answer is None:
            return
        answer = with_inputs(route, answer, path, self.report)
        results = Results(status=route.status, type=route.type, headers={**_caching(route), **scope.headers})
        limit = route.body[0].max_size if route.body else None
        self._name(route, path)
        self.positions[len(self.rows)] = route.at.at
        endpoint = self.endpoints.endpoint(answer.call, answer.taken, results, scope, limit)
        passes = may_pass(answer.call) if route.static is None else route.static.fallthrough
        self.rows.append(self._row(route, scope, path, endpoint, passes=passes))

    def _row(
        self, route: Route, scope: Scope, path: Path, endpoint: Endpoint, *, passes: bool
    ) -> Row[Endpoint]:
        """The row of a route that can be answered."""
        return Row(
            index=len(self.rows),
            patterns=path.patterns,
            regex=path.regex,
            methods=_methods(route),
            hosts=tuple(name.lower() for name in scope.host or ()),
            converters=converters(path, scope.params),
            prefix=route.static is not None,
            endpoint=endpoint,
            passes=passes or any(may_pass(layer) for layer in endpoint.layers),
            label=_label(route),
        )

    def _add_group(self, patterns: tuple[Pattern, ...], scope: Scope) -> None:
        """Add what answers below a group's prefix where none of its routes does."""
        endpoint = self.endpoints.missing(scope)
        row = Row(index=len(self.groups), patterns=patterns, converters={}, prefix=True, endpoint=endpoint)
        self.groups.append(row)

    def _name(self, route: Route, path: Path) -> None:
        """Keep a route's path for url_for; a second route of that name is noted with the first's place."""
        if route.name is None or not path.patterns:
            return
        where = route.at.value_at("name")
        first = self.names.setdefault(route.name, where)
        if first is not where:
            said = f'another route is called "{route.name}" already, at {place(first, where)}'
            self.report.add(where, "GW002", said)
        self.named[route.name] = path.patterns[0]


def _depth(row: Row[Endpoint]) -> int:
    """The deepest group first, since the first that matches answers."""
    return -max((str(pattern).count("/") for pattern in row.patterns), default=0)


def _caching(route: Route) -> dict[str, str]:
    """The Cache-Control of a route; files say more, and say it themselves."""
    cache = route.cache
    if cache is None or cache.max_age is None or route.static or route.file:
        return {}
    return {"Cache-Control": cache_control(cache.max_age, immutable=cache.immutable)}


def _methods(route: Route) -> frozenset[str] | None:
    """The methods a route takes: those written, else its kind's; None is any."""
    if "ANY" in route.methods or (not route.methods and route.redirect is not None):
        return None
    methods = frozenset(route.methods or ("GET",))
    return methods | {"HEAD"} if "GET" in methods else methods


def _label(route: Route) -> str:
    """What `gateway routes` says the route is answered by."""
    if route.handler:
        return route.handler
    if route.view:
        return f"view {route.view}"
    if route.static:
        return "static " + ", ".join(root.name for root in route.static.root)
    if route.file:
        return f"file {route.file.path.name}"
    return f"redirect {route.redirect.to}" if route.redirect else "respond"
