"""The regular expressions of a configuration that a client could make slow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from gateway.check.backtracking import attack
from gateway.config.document import Map, position_of
from gateway.config.model import Config, Group, Param, Route
from gateway.errors import Position, Problem
from gateway.routing.converters import Matching
from gateway.routing.row import Row

_VALUES: Final = frozenset({"const", "default", "enum", "examples"})
_RULE: Final = "GW054"


def regex_problems(config: Config) -> Iterator[Problem]:
    """An error for each regex that can take exponential time, a warning for one of cubic time or worse.

    Looked at are `regex`, `pattern` of parameters, and `pattern` in the schemas of queries and bodies. What
    mounted files hold is theirs.
    """
    yield from _of_params(config.params)
    for item in every_row(config.routes):
        yield from _of_params(item.params)
        yield from _of_route(item) if isinstance(item, Route) else ()


def every_row(items: Iterable[Route | Group]) -> Iterator[Route | Group]:
    """All routes and groups, those in a group after it."""
    for item in items:
        yield item
        yield from every_row(item.routes) if isinstance(item, Group) else ()


def is_slow(row: Row[Any]) -> bool:
    """Whether a regex of a row can take so long that it is better not tried."""
    found = [
        attack(each.regex.pattern, whole=True)
        for each in row.converters.values()
        if isinstance(each, Matching)
    ]
    if row.regex is not None:
        found.append(attack(row.regex.pattern, begin="/", allowed=_is_sent_in_a_path))
    return any(each is not None for each in found)


def _of_params(params: Mapping[str, Param]) -> Iterator[Problem]:
    """The patterns of parameters, which match a whole value."""
    for param in params.values():
        if param.pattern is not None:
            yield from _problem(param.pattern, param.at.value_at("pattern"), whole=True)


def _of_route(route: Route) -> Iterator[Problem]:
    """The regex of a route, which is searched in the path as it is sent, and its schemas."""
    if route.regex is not None:
        yield from _problem(route.regex, route.at.value_at("regex"), begin="/", allowed=_is_sent_in_a_path)
    if route.query:
        yield from _of_schema(route.query, route.at, "query")
    for body in route.body:
        yield from _of_schema(body.schema, body.at, "schema")


def _of_schema(schema: Any, holder: Map, key: str) -> Iterator[Problem]:
    """The patterns in a JSON Schema, which are searched in a text; those of a file tell where they stand."""
    is_here = isinstance(holder.get(key), Map)
    for pointer, pattern, is_key in _patterns(schema, ()):
        at = position_of(holder, (key, *pointer), key=is_key)
        where = "" if is_here else f" at #/{'/'.join(map(str, pointer))}"
        yield from _problem(pattern, at, where)


def _patterns(
    schema: Any, pointer: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str, bool]]:
    """The patterns in a schema, where each stands, and whether it is a key; not those in mere values."""
    if isinstance(schema, list):
        for index, item in enumerate(schema):
            yield from _patterns(item, (*pointer, index))
    for key, value in schema.items() if isinstance(schema, dict) else ():
        here = (*pointer, key)
        if key == "pattern" and isinstance(value, str):
            yield here, value, False
        elif key == "patternProperties" and isinstance(value, dict):
            yield from (((*here, each), each, True) for each in value)
        if key not in _VALUES:
            yield from _patterns(value, here)


def _problem(pattern: str, at: Position, where: str = "", **how: Any) -> Iterator[Problem]:
    """What is wrong with one pattern, if anything is."""
    found = attack(pattern, **how)
    if found is None:
        return
    if found.exponential:
        message = f"this regex{where} can take exponential time: try {found}"
        help_ = f'it can read "{found.turn}" in more than one way, again and again: let only one way be left'
        yield Problem(at, _RULE, message, help_)
    else:
        message = f"the time of this regex{where} grows with the cube of the length, or worse: try {found}"
        help_ = f'let fewer of the repetitions in it read "{found.turn}"'
        yield Problem(at, _RULE, message, help_, "warning")


def _is_sent_in_a_path(mark: str) -> bool:
    """Whether a character can stand in the path of a request: what is visible and begins nothing else."""
    return mark.isascii() and mark.isprintable() and mark not in " ?#"
