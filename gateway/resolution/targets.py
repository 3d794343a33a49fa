"""Where the addresses lead that take parameters of a path."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from gateway.config.document import position_of
from gateway.config.model import Redirect, Route
from gateway.errors import Position
from gateway.resolution.report import Report
from gateway.routing.pattern import Pattern, PatternError, parse


class Target(NamedTuple):
    """A fixed origin, a path that takes parameters, None if it takes none, and a fixed query."""

    origin: str
    path: Pattern | None
    query: str


def target(text: str, key: str, position: Position, report: Report) -> Target | None:
    """What an address under a key is made of; None after noting a path that cannot be read."""
    parts = urlsplit(text)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme else ""
    path, mark, query = text.removeprefix(origin).partition("?")
    if not {":", "*", "{"} & set(path):
        return Target(origin, None, mark + query)
    try:
        return Target(origin, parse(path), mark + query)
    except PatternError as error:
        report.add(position, "GW052", f"{key}: {error}", error.hint)
        return None


def redirect_target(
    rule: Redirect, route: Route, names: frozenset[str], optional: frozenset[str], report: Report
) -> Target | None:
    """Where a route redirects to; parameters that the path does not give, or not always, are noted."""
    position = position_of(route.at, ("redirect", "to"))
    found = target(rule.to, "redirect.to", position, report)
    if found is None or found.path is None:
        return found
    for name in sorted(set(found.path.names) - names):
        said = f'redirect.to uses ":{name}", which the path does not give'
        report.unknown(position, "GW072", said, name, names)
    for name in sorted((set(found.path.names) - found.path.optional) & optional):
        said = f'redirect.to needs ":{name}", which some of the paths do not give'
        report.add(position, "GW072", said, f"make it optional there as well: {{/:{name}}}")
    return found
