"""Warnings that a comment on their line takes away: `# gateway: ignore[GW032] the reason`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway.check.comments import comments
from gateway.config.reader import text_of
from gateway.errors import Position, Problem, in_order

_IGNORE = re.compile(r"#\s*gateway:\s*ignore\b\s*(?:\[([^\]]*)\])?\s*(.*)")
_EXAMPLE = "# gateway: ignore[GW032] why it does no harm here"


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that takes warnings of its line away: where it stands, the rules it names, its reason."""

    at: Position
    rules: tuple[str, ...]
    reason: str

    def covers(self, problem: Problem) -> bool:
        """Whether a problem is of such a rule and on the same line."""
        return problem.rule in self.rules and problem.position[:2] == self.at[:2]


def without_ignored(warnings: Sequence[Problem], files: Iterable[Path]) -> tuple[Problem, ...]:
    """The warnings that no comment takes away, and one for each comment that is of no use, in file order."""
    ignores = [ignore for file in files for ignore in ignores_of(text_of(file), str(file))]
    kept = [problem for problem in warnings if not any(ignore.covers(problem) for ignore in ignores)]
    complaints = (problem for ignore in ignores for problem in _complaints(ignore, warnings))
    return in_order([*kept, *complaints])


def ignores_of(text: str, file: str) -> Iterator[Ignore]:
    """The comments of a file that ask to ignore something."""
    for at in comments(text, file, _IGNORE):
        rules, reason = _IGNORE.search(at.text).groups(default="")  # type: ignore[union-attr]
        yield Ignore(at, tuple(rules.replace(",", " ").split()), reason)


def _complaints(ignore: Ignore, warnings: Sequence[Problem]) -> Iterator[Problem]:
    """What is wrong with a comment, at most one thing."""
    covered = {problem.rule for problem in warnings if ignore.covers(problem)}
    idle = [rule for rule in ignore.rules if rule not in covered]
    if not ignore.rules:
        yield Problem(ignore.at, "GW099", "the comment names no rule to ignore", _EXAMPLE, "warning")
    elif idle:
        message = f"ignore[{', '.join(idle)}] suppresses nothing"
        yield Problem(ignore.at, "GW099", message, "take the rule away from the comment", "warning")
    elif not ignore.reason:
        message = f"ignore[{', '.join(ignore.rules)}] gives no reason"
        yield Problem(ignore.at, "GW099", message, _EXAMPLE, "warning")
