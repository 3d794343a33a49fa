"""From the routes of gateway.yaml to the rows of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from gateway.compiler.answers import Answers
from gateway.compiler.endpoints import Endpoints, Terms
from gateway.compiler.inputs import limit_of, reader, with_inputs
from gateway.compiler.loaders import loading
from gateway.compiler.mounts import Mounts
from gateway.compiler.rows import Answered, label_of, row_of
from gateway.compiler.tags import Tags
from gateway.compiler.when import Predicates
from gateway.config.model import Config, Group, Mount, Route, Use
from gateway.dispatch import Mounted
from gateway.errors import Position
from gateway.http.caching import cache_control
from gateway.http.etag import weak
from gateway.http.mounting import KeptBody
from gateway.http.results import PLAIN, Results
from gateway.middleware.chain import Endpoint
from gateway.resolution.paths import Path, check_params, read_path, read_patterns
from gateway.resolution.report import Report, place
from gateway.resolution.scope import Scope
from gateway.routing.pattern import Pattern, parse
from gateway.routing.row import NOWHERE
from gateway.routing.table import Row


@dataclass(slots=True, kw_only=True)
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
    predicates: Predicates
    mounts: Mounts
    tags: Tags
    report: Report
    rows: list[Row[Endpoint]] = field(default_factory=list)
    groups: list[Row[Endpoint]] = field(default_factory=list)
    named: dict[str, Pattern] = field(default_factory=dict)
    positions: dict[int, Position] = field(default_factory=dict)
    names: dict[str, Position] = field(default_factory=dict)

    def add_all(self) -> None:
        """Every written route and group, and what answers below none of them."""
        outermost = Scope(params=self.config.params, errors=(self.config.errors,))
        self._add_nodes(self.config.routes, outermost)
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

    def _add_nodes(self, nodes: tuple[Route | Group, ...], scope: Scope) -> None:
        """The routes and groups of one level, in written order."""
        for node in nodes:
            self.endpoints.stacks.written.check_without(node)
            if isinstance(node, Group):
                self._add_nodes_of(node, scope)
            else:
                self._add(node, scope.of(node))

    def _add_nodes_of(self, group: Group, around: Scope) -> None:
        """The routes of a group; EXIT_GROUP in one of them goes on behind the last."""
        scope = around.inside(group)
        if scope.prefix:
            patterns = read_patterns((group.prefix or "/",), around, group.at.value_at("prefix"), self.report)
            self._add_group(patterns, scope)
        start = len(self.rows)
        self._add_nodes(group.routes, scope)
        inside = [replace(row, exit=min(row.exit, len(self.rows))) for row in self.rows[start:]]
        self.rows[start:] = inside

    def _add(self, route: Route, scope: Scope) -> None:
        """Add the row of one route, unless there is nothing to answer with."""
        path = read_path(route, scope, self.report)
        check_params(route, path, self.report)
        if route.mount is None:
            answered = self._answered(route, scope, path)
        else:
            answered = self._mounted(route, route.mount, scope, path)
        if answered is not None:
            self._name(route, path)
            self.positions[len(self.rows)] = route.at.at
            row = row_of(route, scope, path, answered, self.predicates)
            self.rows.append(replace(row, index=len(self.rows), exit=NOWHERE))

    def _answered(self, route: Route, scope: Scope, path: Path) -> Answered | None:
        """What answers a route that is no mount."""
        # What a route says for all its answers goes before what is told of files.
        told = replace(route, headers=scope.headers)
        answer = self.answers.answer(told, path.names | route.query.keys(), path.optional)
        if answer is None:
            return None
        call = answer.call if route.handler or route.data else None
        read = reader(route, self.answers.names, self.report)
        answer = with_inputs(route, answer, path, self.report, read)
        terms = Terms(
            limit=limit_of(route, self.config.settings.max_body),
            body=read,
            etag=self.tags.of(route),
            loading=loading(path, scope.params, self.answers.names),
            stage=label_of(route),
        )
        results = self._results(route, scope, tagged=terms.etag is weak)
        endpoint = self.endpoints.endpoint(answer.call, answer.taken, results, scope, terms)
        return Answered(endpoint=endpoint, call=call)

    def _mounted(self, route: Route, mount: Mount, scope: Scope, path: Path) -> Answered | None:
        """What answers below a mount; entity tags are the mounted service's own business."""
        call = self.mounts.answer(route, mount, self.endpoints.failures_of(scope))
        if call is None:
            return None
        terms = Terms(
            body=KeptBody() if mount.config is None else None,
            loading=loading(path, scope.params, self.answers.names),
            stage=label_of(route),
        )
        endpoint = self.endpoints.endpoint(call, (), self._results(route, scope), scope, terms)
        return Answered(endpoint=endpoint, inner=call if isinstance(call, Mounted) else None)

    def _results(self, route: Route, scope: Scope, *, tagged: bool = False) -> Results:
        """What becomes of what the route's handler returns."""
        headers = {**_caching(route), **scope.headers}
        return Results(
            status=route.status,
            type=route.type,
            headers=headers,
            encode_json=self.answers.services.encode_json,
            tagged=tagged,
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
