"""`--format github`: workflow commands, which GitHub Actions shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.check.report import said, shown_file
from gateway.errors import Problem

_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def written(problems: Sequence[Problem]) -> str:
    """`::error file=,line=,…::message` for each problem; nothing if there is none."""
    return "".join(f"{_command(problem)}\n" for problem in problems)


def _command(problem: Problem) -> str:
    """One annotation; what helps is its second line."""
    at = problem.position
    properties = {
        "file": shown_file(at.file),
        "line": str(at.line),
        "endLine": str(at.line),
        "col": str(at.column),
        "endColumn": str(at.column + at.width),
        "title": f"gateway {problem.rule}",
    }
    named = ",".join(f"{name}={_escaped(value, _IN_PROPERTY)}" for name, value in properties.items())
    return f"::{problem.level} {named}::{_escaped(said(problem), _IN_TEXT)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    """Text whose marks cannot end what it stands in."""
    return "".join(escapes.get(mark, mark) for mark in text)
