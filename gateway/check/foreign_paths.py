"""Paths in the spelling of other frameworks, which mean something else here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.check.regexes import every_row
from gateway.config import Config
from gateway.config.document import position_of
from gateway.config.model import Group, Route
from gateway.errors import Position, Problem

_FOREIGN = re.compile(r"<(?:\w+:)?(\w+)>|(?<=/)\{(\w+)\}(?=/|$)")


def foreign_paths(config: Config) -> Iterator[Problem]:
    """A warning for each path that seems to mean a parameter: `<int:id>`, `{id}`."""
    for row in every_row(config.routes):
        for path, at in _paths(row):
            found = _FOREIGN.search(path)
            if found:
                said = f'"{found[0]}" is how other frameworks write a parameter; here it is text'
                yield Problem(at, "GW052", said, f"write :{found[1] or found[2]}", "warning")


def _paths(row: Route | Group) -> Iterator[tuple[str, Position]]:
    """The paths of a route or the prefix of a group, and where they stand."""
    if isinstance(row, Group):
        yield row.prefix, row.at.value_at("prefix")
    else:
        for index, path in enumerate(row.paths):
            yield path, position_of(row.at, ("path", index))
