"""From the routes of gateway.yaml to the rows of the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from gateway.compiler.answers import Answer, Answers, Given
from gateway.compiler.failures import FailureRules
from gateway.compiler.report import Report
from gateway.compiler.scope import Scope, walk
from gateway.compiler.stacks import Stacks
from gateway.config.model import Config, Param, Route, Use
from gateway.errors import Position
from gateway.http.failures import Failures
from gateway.http.inputs import PARSERS, ParsedBody, QueryArguments
from gateway.http.refusal import not_found, wrong_method
from gateway.http.results import PLAIN, Results
from gateway.middleware.body_limit import BodyLimit
from gateway.middleware.chain import Endpoint, Layer, Names, chain, closed
from gateway.routing.pattern import Pattern, PatternError, parse
from gateway.routing.table import Row

_METHODS = {"ANY": None, (): frozenset({"GET", "HEAD"})}


@dataclass(slots=True)
class Routes:
    """Makes rows; `rows` grow in written order, `groups` answer what no row takes."""

    config: Config
    answers: Answers
    stacks: Stacks
    rules: FailureRules
    report: Report
    rows: list[Row[Endpoint]] = field(default_factory=list)
    groups: list[Row[Endpoint]] = field(default_factory=list)
    named: dict[str, Pattern] = field(default_factory=dict)
    positions: dict[int, Position] = field(default_factory=dict)

    def add_all(self) -> None:
        """Every written route and group."""
        outermost = Scope(params=self.config.params, errors=(self.config.errors,))
        for route, scope in walk(self.config.routes, outermost):
            if route is None:
                self._add_group(scope)
            else:
                self._add(route, scope)
        self.add_fallback(outermost)

    def add_fallback(self, scope: Scope) -> None:
        """What answers below no group: the default stack, then 404."""
        self.groups.append(self._group("/", scope))
        self.groups.sort(key=lambda row: -str(row.patterns[0]).count("/") if str(row.patterns[0]) != "/" else 1)

    def add_fixed(
        self, path: str, handler: Callable[..., Any], methods: Iterable[str], stack: tuple[Use, ...] | None, label: str = "built in"
    ) -> None:
        """A row of our own: health, login; `stack` None is the default stack."""
        scope = Scope(stack=stack or (), has_stack=stack is not None, errors=(self.config.errors,))
        made = self.endpoint(handler, (), PLAIN, scope)
        self._row((parse(path),), None, frozenset(methods), made, label=label)

    def endpoint(
        self, handler: Callable[..., Any], names: Names, results: Results, scope: Scope, limit: int | None = None
    ) -> Endpoint:
        """A handler inside the layers of its scope."""
        layers = self._layers(scope)
        if limit is not None:
            layers = (BodyLimit(max_size=limit), *layers)
        failures = self.rules.failures(scope.errors)
        return _endpoint(closed(handler, names, results, failures), wrong_method, layers, failures)

    def _layers(self, scope: Scope) -> tuple[Layer, ...]:
        uses = scope.stack
        default = self.config.settings.default_stack
        if not scope.has_stack and default is not None:
            uses = self.stacks.named(default, self.config.settings.at.value_at("default_stack"))
        return tuple(named.layer for named in self.stacks.layers(uses, scope.without))

    def _add_group(self, scope: Scope) -> None:
        if scope.prefix:
            self.groups.append(self._group(scope.prefix, scope))

    def _group(self, prefix: str, scope: Scope) -> Row[Endpoint]:
        failures = self.rules.failures(scope.errors)
        layers = self._layers(scope)
        made = _endpoint(closed(not_found, (), PLAIN, failures), not_found, layers, failures)
        patterns = self._patterns((prefix,), Scope(), scope.group.at.value_at("prefix") if scope.group else None)
        return Row(index=len(self.groups), patterns=patterns, converters={}, prefix=True, endpoint=made)

    def _add(self, route: Route, scope: Scope) -> None:
        where = route.at.value_at("path" if route.paths else "regex")
        patterns = self._patterns(route.paths, scope, where)
        regex = self._regex(route, scope)
        given = self._given(route, patterns, regex)
        answer = self.answers.answer(route, given)
        results = Results(status=route.status, type=route.type, headers=scope.headers)
        if answer is None:
            return
        answer = self._with_inputs(route, answer, given)
        limit = route.body.max_size if route.body is not None else None
        made = self.endpoint(answer.call, answer.names, results, scope, limit)
        self._name(route, patterns)
        self.positions[len(self.rows)] = route.at.at
        self._row(patterns, regex, _methods(route), made, scope=scope, route=route, label=_label(route))

    def _row(
        self, patterns: tuple[Pattern, ...], regex: re.Pattern[str] | None, methods: frozenset[str] | None, made: Endpoint,
        *, scope: Scope | None = None, route: Route | None = None, label: str = "",
    ) -> None:  # fmt: skip
        names = {name for pattern in patterns for name in pattern.names} | set(regex.groupindex if regex else ())
        params = scope.params if scope else {}
        self.rows.append(
            Row(
                index=len(self.rows),
                patterns=patterns,
                regex=regex,
                methods=methods,
                host=scope.host if scope else None,
                converters={name: _converter(params[name]) for name in names & params.keys() if _converts(params[name])},
                prefix=bool(route and route.static),
                endpoint=made,
                passes=bool(route and route.static and route.static.fallthrough),
                label=label,
            )
        )

    def _patterns(self, paths: tuple[str, ...], scope: Scope, position: Position | None) -> tuple[Pattern, ...]:
        patterns = []
        for path in paths:
            try:
                patterns.append(parse(scope.path(path)))
            except PatternError as error:
                if position is not None:
                    self.report.add(position, "GW052", str(error), error.hint)
        return tuple(patterns)

    def _regex(self, route: Route, scope: Scope) -> re.Pattern[str] | None:
        if route.regex is None:
            return None
        where = route.at.value_at("regex")
        if scope.prefix:
            self.report.add(where, "GW052", "a regex cannot stand in a group with a prefix", "write the prefix into the regex")
        try:
            return re.compile(route.regex)
        except re.error as error:
            self.report.add(where, "GW052", f"not a regular expression: {error}")
            return None

    def _given(self, route: Route, patterns: tuple[Pattern, ...], regex: re.Pattern[str] | None) -> Given:
        every = [set(pattern.names) for pattern in patterns] + ([set(regex.groupindex)] if regex else [])
        names = frozenset(name for names in every for name in names)
        always = [set(pattern.names) - pattern.optional for pattern in patterns]
        surely = frozenset.intersection(*map(frozenset, always)) if always else frozenset()
        if route.static:
            names = names | {"path"}
        for name in route.params.keys() - names:
            self.report.unknown(route.at["params"].key_at(name), "GW052", f'the path has no ":{name}"', name, names)
        for name in route.query.keys() & names:
            self.report.add(route.at["query"].key_at(name), "GW052", f'"{name}" is a parameter of the path already')
        return Given(names=names | route.query.keys(), optional=names - surely)

    def _with_inputs(self, route: Route, answer: Answer, given: Given) -> Answer:
        """The answer behind the parsing of its query and body, if it declares them."""
        call, names = answer.call, answer.names
        path_names = given.names - route.query.keys()
        if route.query:
            wanted = {names} if isinstance(names, str) else set(given.names if names is None else names)
            query = import_module("gateway.http.schema").Query(route.query)
            call = QueryArguments(handler=call, query=query, names=frozenset(wanted & route.query.keys()))
            names = tuple(sorted(wanted & path_names))
        if route.body is not None and (route.body.parser or route.body.schema is not None or route.body.required):
            schema = route.body.schema
            call = ParsedBody(
                handler=call,
                parse=PARSERS[route.body.parser or "json"],
                required=route.body.required,
                schema=None if schema is None else import_module("gateway.http.schema").BodySchema(schema),
            )
        return Answer(call, names)

    def _name(self, route: Route, patterns: tuple[Pattern, ...]) -> None:
        if route.name is None or not patterns:
            return
        if route.name in self.named:
            self.report.add(route.at.value_at("name"), "GW002", f'another route is called "{route.name}" already')
        self.named[route.name] = patterns[0]


def _endpoint(answer: Any, refusal: Callable[..., Any], layers: tuple[Layer, ...], failures: Failures) -> Endpoint:
    return Endpoint(
        run=chain(layers, answer, failures),
        direct=None if layers else answer,
        refuse=chain(layers, closed(refusal, (), PLAIN, failures), failures),
        layers=layers,
        answer=answer,
        failures=failures,
    )


def _methods(route: Route) -> frozenset[str] | None:
    if "ANY" in route.methods or (not route.methods and route.redirect is not None):
        return None
    methods = frozenset(route.methods or ("GET",))
    return methods | {"HEAD"} if "GET" in methods else methods


def _converts(param: Param) -> bool:
    return param.kind == "int" or param.pattern is not None


def _converter(param: Param) -> Callable[[str], Any]:
    if param.kind == "int":
        return _whole_number
    pattern = re.compile(param.pattern or "")

    def matching(value: str) -> str:
        if pattern.fullmatch(value) is None:
            raise ValueError(value)
        return value

    return matching


def _whole_number(value: str) -> int:
    """ASCII digits as a number; int() itself would take signs, blanks and other scripts' digits."""
    if not (value.isascii() and value.isdigit()):
        raise ValueError(value)
    return int(value)


def _label(route: Route) -> str:
    """What `gateway routes` says the route is answered by."""
    if route.handler:
        return route.handler
    if route.view:
        return f"view {route.view}"
    if route.static:
        return "static " + ", ".join(root.name for root in route.static.root)
    if route.file:
        return f"file {route.file.name}"
    return f"redirect {route.redirect.to}" if route.redirect else "respond"
