"""What is told of routes that are never reached, or by fewer requests than they are written for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway.check.reach.decision import Decision
from gateway.check.reach.shadows import Shadow, entrance, named
from gateway.config.model import Routing
from gateway.config.suggest import listed
from gateway.errors import Position, Problem
from gateway.resolution.report import place
from gateway.routing.row import Row

_HELP: Final = "put it first, or take one of them away"
_SHOWN: Final = 3


def reach_problems(
    rows: Sequence[Row[Any]], positions: Mapping[int, Position], routing: Routing
) -> Iterator[Problem]:
    """An error for a row that no request reaches (GW058), a warning for one in the shadow of others (GW059).

    `rows` stand in written order; those without a position, by their index, hide others and are not told of.
    """
    decision = Decision(rows, routing)
    telling = _Telling({row.index: row for row in rows}, positions)
    for row in rows:
        if row.index in positions:
            yield from telling.problems(row, _shadows(decision, row))


def _shadows(decision: Decision, row: Row[Any]) -> Iterator[tuple[str, Shadow]]:
    """What hides a row, or some of what it is written for, each with its rule; the first is the worst."""
    claims = decision.claims(row)
    usual = decision.hidden(row, claims, usual=True)
    if isinstance(usual, str):
        yield from (("GW059", each) for each in (*named(decision, row, claims), *entrance(decision, row)))
        return
    hidden = decision.hidden(row, claims, usual=False)
    if not isinstance(hidden, str):
        yield "GW058", Shadow("this route is never reached", "all its requests", hidden)
    elif hidden:
        said = f"only unusual requests reach this route, such as {hidden}"
        yield "GW059", Shadow(said, "all others", usual)
    else:
        yield "GW059", Shadow("no usual request reaches this route", "them all", usual)


@dataclass(frozen=True, slots=True)
class _Telling:
    """Words for what was found in some rows, by index."""

    rows: Mapping[int, Row[Any]]
    positions: Mapping[int, Position]

    def problems(self, row: Row[Any], shadows: Iterable[tuple[str, Shadow]]) -> Iterator[Problem]:
        """The problem of a row, if it has one."""
        for rule, (said, what, hidden) in shadows:
            at = self.positions[row.index]
            level = "error" if rule == "GW058" else "warning"
            yield Problem(at, rule, f"{said}: {self._who(hidden, what, at)}", self._help(hidden, at), level)
            return

    def _who(self, hidden: Mapping[int, str], what: str, here: Position) -> str:
        """Who answers what is meant, and examples of that."""
        shown = [*dict.fromkeys(filter(None, hidden.values()))][:_SHOWN]
        examples = f", such as {' and '.join(shown)}" if shown else ""
        if len(hidden) == 1:
            return f"{self._which(next(iter(hidden)), here)} answers {what}{examples}"
        return f"{listed((self._place(each, here) for each in hidden), last='and')} answer {what}{examples}"

    def _help(self, hidden: Mapping[int, str], here: Position) -> str:
        """What to do, and what each of several rows answers."""
        several = hidden.items() if len(hidden) > 1 else ()
        each = [f"{self._which(index, here)} answers {request}" for index, request in several if request]
        is_ours = not hidden.keys() & self.positions.keys()
        return "; ".join([*each, "give one of them another path" if is_ours else _HELP])

    def _which(self, index: int, here: Position) -> str:
        """A row by its path and its place."""
        row = self.rows[index]
        path = " or ".join(map(str, row.patterns)) or f"regex {row.path}"
        where = self._place(index, here)
        return f"{path} at {where}" if index in self.positions else f"{path} ({where})"

    def _place(self, index: int, here: Position) -> str:
        """The line of a row, or what it is of."""
        there = self.positions.get(index)
        return place(there, here) if there else self.rows[index].label
