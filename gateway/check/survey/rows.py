"""The rows that the routes of a configuration would be, nothing behind them made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from gateway.check.survey.answers import Answers
from gateway.check.survey.errors import Errors
from gateway.check.survey.scopes import Around, Scopes
from gateway.config.model import Config, Group, Mount, Route, Use
from gateway.errors import Position
from gateway.resolution.methods import methods_of
from gateway.resolution.passing import LEAVING, may_pass
from gateway.resolution.paths import Path, check_params, converters, read_path, read_patterns
from gateway.resolution.report import Report, place
from gateway.resolution.scope import Scope
from gateway.routing.pattern import parse
from gateway.routing.row import NOWHERE
from gateway.routing.table import Row

Mounting = Callable[[Route, Mount], bool]


@dataclass(slots=True, kw_only=True)
class Rows:
    """Makes rows whose endpoints are what is known of their layers, and looks at all they name."""

    config: Config
    scopes: Scopes
    answers: Answers
    errors: Errors
    mount: Mounting
    report: Report
    rows: list[Row[Around]] = field(default_factory=list)
    positions: dict[int, Position] = field(default_factory=dict)
    names: dict[str, Position] = field(default_factory=dict)

    def add_all(self) -> None:
        """Every written route, and the layers and rules around those paths that none takes."""
        outermost = Scope(params=self.config.params, errors=(self.config.errors,))
        self._add_nodes(self.config.routes, outermost)
        self._look_around(outermost)

    def add_fixed(
        self,
        path: str,
        methods: tuple[str, ...],
        stack: tuple[Use, ...] | None,
        label: str,
        at: Position | None,
    ) -> Around:
        """A row of our own, for health or a login; `stack` None is the default stack."""
        around = self.scopes.around(Scope(stack=stack or (), has_stack=stack is not None))
        is_known = path.startswith("/")  # else its variable is not set, and it is like no other path
        if at is not None:
            self.positions[len(self.rows)] = at
        self.rows.append(
            Row(
                index=len(self.rows),
                patterns=(parse(path if is_known else rf"/\$\{{{len(self.rows)}\}}"),),
                methods=frozenset(methods) | ({"HEAD"} if "GET" in methods else set()),
                converters={},
                endpoint=around,
                label=label,
            )
        )
        return around

    def _add_nodes(self, nodes: tuple[Route | Group, ...], scope: Scope) -> None:
        """The routes and groups of one level, in written order."""
        for node in nodes:
            self.scopes.layers.check_without(node)
            if isinstance(node, Group):
                self._add_group(node, scope)
            else:
                self._add(node, scope.of(node))

    def _add_group(self, group: Group, around: Scope) -> None:
        """The routes of a group; what leaves it goes on behind the last."""
        scope = around.inside(group)
        if scope.prefix:
            read_patterns((group.prefix or "/",), around, group.at.value_at("prefix"), self.report)
            self._look_around(scope)
        start = len(self.rows)
        self._add_nodes(group.routes, scope)
        self.rows[start:] = [replace(row, exit=min(row.exit, len(self.rows))) for row in self.rows[start:]]

    def _look_around(self, scope: Scope) -> Around:
        """The layers and the rules of a scope."""
        self.errors.look_at(scope.errors)
        return self.scopes.around(scope)

    def _add(self, route: Route, scope: Scope) -> None:
        """The row of a route, unless nothing answers it."""
        path = read_path(route, scope, self.report)
        check_params(route, path, self.report)
        call = None
        if route.mount is None:
            is_answered, call = self.answers.look_at(route, path)
        else:
            is_answered = self.mount(route, route.mount)
        around = self._look_around(scope)
        loaders = self.answers.loaders(scope, path)
        if is_answered:
            self._name(route, path)
            self.positions[len(self.rows)] = route.at.at
            calls = [each for each in (call, *loaders) if each is not None]
            self.rows.append(self._row(route, scope, path, around, calls))

    def _row(
        self, route: Route, scope: Scope, path: Path, around: Around, calls: list[Callable[..., Any]]
    ) -> Row[Around]:
        """The row of a route that is answered, perhaps by functions of the author's."""
        is_open = route.mount is not None and route.mount.wsgi is None
        falls = route.static is not None and route.static.fallthrough
        resumes = around.passes or self.errors.resume(scope.errors)
        return Row(
            index=len(self.rows),
            patterns=path.patterns,
            regex=path.regex,
            methods=methods_of(route),
            hosts=scope.hosts,
            when=bool if scope.when else None,  # which some requests meet
            converters=converters(path, scope.params),
            prefix=route.static is not None or route.mount is not None,
            endpoint=around,
            passes=is_open or falls or resumes or any(map(may_pass, calls)),
            exit=NOWHERE,
            leaves=around.leaves or any(may_pass(each, LEAVING) for each in calls),
            name=route.name or "",
        )

    def _name(self, route: Route, path: Path) -> None:
        """Note a second route of one name, with the place of the first."""
        if route.name is None or not path.patterns:
            return
        where = route.at.value_at("name")
        first = self.names.setdefault(route.name, where)
        if first is not where:
            said = f'another route is called "{route.name}" already, at {place(first, where)}'
            self.report.add(where, "GW002", said)
