"""From what a route says of its path to what the table matches."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.config.model import Param, Route
from gateway.errors import Position
from gateway.resolution.regex import certain
from gateway.resolution.report import Report
from gateway.resolution.scope import Scope
from gateway.routing.converters import Matching, whole_number
from gateway.routing.pattern import Pattern, PatternError, parse

_LOOKS_LIKE_NAME = re.compile(r"[:*]([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """What is matched, the parameters it gives and those of them that can be missing."""

    patterns: tuple[Pattern, ...] = ()
    regex: re.Pattern[str] | None = None
    names: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()


def read_path(route: Route, scope: Scope, report: Report) -> Path:
    """The path or regex of a route, noting what cannot be read."""
    if route.regex is not None:
        return _regex(route, scope, report)
    patterns = read_patterns(route.paths, scope, route.at.value_at("path"), report)
    names = frozenset(name for pattern in patterns for name in pattern.names)
    if len(patterns) < len(route.paths):
        # One mistake, one message: what a misspelt path seems to give is not missed elsewhere.
        seeming = (_LOOKS_LIKE_NAME.findall(scope.path(path)) for path in route.paths)
        return Path(patterns=patterns, names=names.union(*seeming))
    always = [frozenset(pattern.names) - pattern.optional for pattern in patterns]
    surely = frozenset.intersection(*always) if always else names
    more = frozenset({"path"}) if route.static else frozenset()
    return Path(patterns=patterns, names=names | more, optional=names - surely)


def read_patterns(
    paths: tuple[str, ...], scope: Scope, position: Position, report: Report
) -> tuple[Pattern, ...]:
    """The patterns that paths spell in their scope, whose own parameters hide those of the prefix."""
    patterns = []
    for path in paths:
        try:
            own = parse(path)
            patterns.append(parse(scope.path(path), repeats=True) if scope.prefix else own)
        except PatternError as error:
            report.add(position, "GW052", str(error), error.hint)
    return tuple(patterns)


def check_params(route: Route, path: Path, report: Report) -> None:
    """Note declared parameters that the path does not have, and query parameters that it has as well."""
    for name in route.params.keys() - path.names:
        report.unknown(
            route.at["params"].key_at(name), "GW052", f'the path has no ":{name}"', name, path.names
        )
    for name in route.query.keys() & path.names:
        report.add(route.at["query"].key_at(name), "GW052", f'"{name}" is a parameter of the path already')


def converters(path: Path, params: Mapping[str, Param]) -> dict[str, Callable[[str], Any]]:
    """What reads each parameter of the path that is not any text."""
    found = {name: _converter(params[name]) for name in path.names & params.keys()}
    return {name: converter for name, converter in found.items() if converter is not None}


def _regex(route: Route, scope: Scope, report: Report) -> Path:
    """A regex, its groups by name, the others by number; some of them can be missing."""
    where = route.at.value_at("regex")
    if scope.prefix:
        hint = "write the prefix into the regex"
        report.add(where, "GW052", "a regex cannot stand in a group with a prefix", hint)
    regex = re.compile(str(route.regex))
    unnamed = set(range(1, regex.groups + 1)) - set(regex.groupindex.values())
    names = frozenset(regex.groupindex) | {str(index) for index in range(len(unnamed))}
    surely = certain(regex)
    always = frozenset(name for name, group in regex.groupindex.items() if group in surely)
    return Path(regex=regex, names=names, optional=names - always)


def _converter(param: Param) -> Callable[[str], Any] | None:
    """What reads one parameter; None where any text will do."""
    if param.kind == "int":
        return whole_number
    return None if param.pattern is None else Matching(re.compile(param.pattern))
