"""Problems as people read them: the place, the line, a mark below it, and what helps."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from gateway.check.tokens import tokens
from gateway.config.secrecy import tells_secret
from gateway.errors import Position, Problem

_RED, _YELLOW, _BOLD, _BLUE, _PLAIN = "\x1b[1;31m", "\x1b[1;33m", "\x1b[1m", "\x1b[34m", "\x1b[0m"
_TAB = 4
_WIDEST = 160
_LEAD = 60


def render(problems: Iterable[Problem], *, color: bool) -> str:
    """The report of all problems, in the order given, and a last line that counts them."""
    listed = list(problems)
    text = "".join(f"{line}\n" for problem in listed for line in _lines(problem))
    report = f"{text}\n{_summary(listed)}" if listed else _summary(listed)
    return report if color else _without_color(report)


def shown_file(file: str) -> str:
    """A file's name as it may be printed, relative to the current folder if it is below it."""
    path = Path(file)
    return printable(str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file)


def said(problem: Problem) -> str:
    """What a problem says in plain text: its message and, on a line of its own, what helps."""
    return "\n".join(printable(text) for text in (problem.message, problem.help) if text)


def printable(text: str) -> str:
    """Text that cannot move a terminal's cursor or change its colours."""
    return "".join(mark if mark.isprintable() or mark in "\u200d\ufe0f" else "�" for mark in text)


def _lines(problem: Problem) -> Iterator[str]:
    """The lines about one problem."""
    at = problem.position
    paint = _RED if problem.level == "error" else _YELLOW
    place = f"{shown_file(at.file)}:{at.line}:{at.column}"
    name = f"{paint}{problem.level}[{problem.rule}]{_PLAIN}"
    yield f"{_BOLD}{place}{_PLAIN}: {name}: {printable(problem.message)}"
    if at.text.strip() and not tells_secret(at.text) and not any(tokens(at.text)):
        number = str(at.line)
        line, mark = _marked(at)
        yield f" {_BLUE}{number} |{_PLAIN} {line}"
        yield f" {' ' * len(number)} {_BLUE}|{_PLAIN} {paint}{mark}{_PLAIN}"
    if problem.help:
        yield f" {' ' * len(str(at.line))} = help: {printable(problem.help)}"


def _marked(at: Position) -> tuple[str, str]:
    """The line and its mark, in columns of a terminal; a long line is cut around the place."""
    first = at.column - 1
    start = max(0, first - _LEAD) if len(at.text) > _WIDEST else 0
    stop = min(len(at.text), start + _WIDEST)
    shown = _shown(at.text[start:stop])
    before = _width(_shown(at.text[start:first]))
    width = max(1, _width(_shown(at.text[first : min(first + at.width, stop)])))
    lead, tail = ("…" if start else ""), ("…" if stop < len(at.text) else "")
    return f"{lead}{shown}{tail}", " " * (before + len(lead)) + "^" * width


def _shown(text: str) -> str:
    """Text as a terminal shows it, tabs as spaces."""
    return printable(text.replace("\t", " " * _TAB))


def _width(text: str) -> int:
    """Columns a text takes in a terminal: two for wide characters, none for those that combine."""
    return sum(
        0
        if unicodedata.combining(mark) or mark in "\u200d\ufe0f"
        else 2
        if unicodedata.east_asian_width(mark) in "WF"
        else 1
        for mark in text
    )


def _summary(problems: list[Problem]) -> str:
    """How many problems there are, in how many files."""
    errors = sum(problem.level == "error" for problem in problems)
    counts = [_count(errors, "error"), _count(len(problems) - errors, "warning")]
    files = len({problem.position.file for problem in problems})
    if not problems:
        return "no problems found"
    return f"{' and '.join(filter(None, counts))} in {_count(files, 'file')}"


def _count(number: int, noun: str) -> str:
    """A number and a noun, or nothing for none."""
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _without_color(text: str) -> str:
    """The same text for what is no terminal."""
    for code in (_RED, _YELLOW, _BOLD, _BLUE, _PLAIN):
        text = text.replace(code, "")
    return text
