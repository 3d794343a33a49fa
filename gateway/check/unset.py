"""Values that nobody knows yet: their variables are not set where the check runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gateway.config.variables import REFERENCE
from gateway.errors import Position, Problem


def judged(problems: Iterable[Problem], unset: Iterable[Problem]) -> Iterator[Problem]:
    """The problems but for those about a value with an unset variable; `unset` tells which those are."""
    names = {_marked(problem.position) for problem in unset}
    for problem in problems:
        told = f"{problem.message} {_marked(problem.position)}"
        if names.isdisjoint(found[2] for found in REFERENCE.finditer(told)):
            yield problem


def _marked(at: Position) -> str:
    """The text that a place marks."""
    return at.text[at.column - 1 : at.column - 1 + at.width]
