"""`--format short`: one problem a line, as editors and grep read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gateway.check.report import printable, shown_file
from gateway.errors import Problem


def written(problems: Sequence[Problem]) -> str:
    """`file:line:column: level[rule]: message` for each problem; nothing if there is none."""
    return "".join(f"{printable(_told(problem))}\n" for problem in problems)


def _told(problem: Problem) -> str:
    """A problem of a file that is named shortly."""
    file = shown_file(problem.position.file)
    return str(replace(problem, position=problem.position._replace(file=file)))
