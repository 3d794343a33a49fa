"""`--format json`: one object, for scripts; docs/check.md describes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from gateway.check.report import printable, shown_file
from gateway.errors import Problem

VERSION = 1


def written(problems: Sequence[Problem]) -> str:
    """The object and a line's end; `version` is raised when a key goes away or means something else."""
    errors = sum(problem.level == "error" for problem in problems)
    counts = {"version": VERSION, "errors": errors, "warnings": len(problems) - errors}
    found = [_entry(problem) for problem in problems]
    return json.dumps({**counts, "problems": found}, indent=2, ensure_ascii=False) + "\n"


def _entry(problem: Problem) -> dict[str, Any]:
    """One problem; lines and columns are counted from 1, `end_column` is the first that is not meant."""
    at = problem.position
    return {
        "file": shown_file(at.file),
        "line": at.line,
        "column": at.column,
        "end_column": at.column + at.width,
        "level": problem.level,
        "rule": problem.rule,
        "message": printable(problem.message),
        "help": printable(problem.help),
    }
