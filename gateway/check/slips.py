"""Where a slip of YAML was made that the parser notices only lines later."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import yaml

from gateway.config.reader import LINE_BREAK, text_of
from gateway.errors import ConfigError, Position, Problem

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

_LARGEST = 100_000  # characters, of which the parser that tells what it was about takes a second
_CONFLICT = re.compile(r"(?:<{7}|>{7}) |={7}$")
_BEGINNING = re.compile(r"\s*(?:- )*[\w.$/-]+\s*")
_PRESSED = re.compile(r"\s*(?:- )*([\w-]+):(?!//)(?=\S)")
_STUCK = re.compile(r"\s*-(?=[^\s-])")
_ALONE = re.compile(r"\s*(?:- )*([\w-]+)(?: [^:]*)?$")
_SAID = "not valid YAML: "


def well_placed(examine: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """A function whose errors of YAML are told where they were made, as far as that can be seen."""

    @wraps(examine)
    def placed(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        """Do the same; raise the same kind of ConfigError, its problems in better places."""
        try:
            return examine(*args, **kwargs)
        except ConfigError as error:
            raise type(error)([_placed(problem) for problem in error.problems]) from error

    return placed


def _placed(problem: Problem) -> Problem:
    """A problem at the line of its cause."""
    if problem.rule != "GW001" or not problem.message.startswith(_SAID):
        return problem
    text = text_of(Path(problem.position.file))
    found = _cause(text, problem.position) if len(text) <= _LARGEST else None
    return found or problem


def _cause(text: str, at: Position) -> Problem | None:
    """What was really written wrongly, None if that is where the parser stopped."""
    lines = LINE_BREAK.split(text)
    for number, line in enumerate(lines[: at.line]):
        if _CONFLICT.match(line):
            said = "a merge has left this behind"
            return _told(lines, at, (number, 0, len(line)), said, "keep one of both sides, and no mark")
    try:
        deque(yaml.parse(text, Loader=yaml.SafeLoader), maxlen=0)
    except yaml.MarkedYAMLError as error:
        return next(_slips(error, text, lines, at), None)
    except yaml.YAMLError:
        pass  # a character that stands in no YAML is told of at its place
    return None


def _slips(error: yaml.MarkedYAMLError, text: str, lines: Sequence[str], at: Position) -> Iterator[Problem]:
    """What may be the cause, the most probable first."""
    said, context, began = error.problem or "", error.context or "", error.context_mark
    line = at.line - 1
    quoted = _open_quote(text, line)
    if began and "quoted scalar" in context and began.line < line:
        quoted = (began.line, began.column)
    if quoted:
        message = f"the quote that begins here is not closed in its line, but at line {at.line} or never"
        yield _told(lines, at, (*quoted, 1), message, "close the quote")
    elif (
        began
        and "flow" in context
        and began.line < line
        and _indent(lines[line]) <= _indent(lines[began.line])
    ):
        kind = "list" if "sequence" in context else "mapping"
        message = f"the {kind} that begins here is not closed; line {at.line} does not belong to it"
        yield _told(lines, at, (began.line, began.column, 1), message, "close the bracket")
    elif "mapping values are not allowed" in said or "<document start>" in said:
        yield from _line_before(lines, at)
    elif "'-'" in said or "block sequence start" in said:
        yield from _without_dash(lines, at)
    elif "<block end>" in said:
        yield from _pressed(lines, at)


def _open_quote(text: str, line: int) -> tuple[int, int] | None:
    """Where a quoted text begins that goes on over lines and ends in the line of the error."""
    found = None
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            start, end = token.start_mark, token.end_mark
            is_quoted = isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')
            if is_quoted and start.line < end.line == line:
                found = (start.line, start.column)
    except yaml.YAMLError:
        return found
    return found


def _line_before(lines: Sequence[str], at: Position) -> Iterator[Problem]:
    """A line that was read on into the next, for want of a colon, or of a blank behind it or a dash."""
    number = _above(lines, at.line - 1)
    if number is not None and _BEGINNING.fullmatch(lines[at.line - 1].partition(":")[0]):
        yield from _pressed(lines, at)
        if found := _ALONE.fullmatch(lines[number]):
            place = (number, found.start(1), len(found[1]))
            yield _told(lines, at, place, "a key without a colon", f'write "{found[1]}: value"')


def _pressed(lines: Sequence[str], at: Position) -> Iterator[Problem]:
    """A colon or a dash in the line before that has no blank behind it."""
    number = _above(lines, at.line - 1)
    line = "" if number is None else lines[number]
    if found := _PRESSED.match(line):
        help_ = f"write {found[1]}: {line[found.end() :][:40]}"
        yield _told(lines, at, (number or 0, found.end() - 1, 1), "a colon needs a blank behind it", help_)
    elif found := _STUCK.match(line):
        place = (number or 0, found.end() - 1, 1)
        yield _told(lines, at, place, "a dash needs a blank behind it", "begin each item with - and a blank")


def _without_dash(lines: Sequence[str], at: Position) -> Iterator[Problem]:
    """The first item of a list, if what follows has a dash and it has none."""
    dash, first = _indent(lines[at.line - 1]), None
    number = _above(lines, at.line - 1)
    while number is not None and _indent(lines[number]) > dash:
        first, number = number, _above(lines, number)
    if first is not None and _indent(lines[first]) == dash + len("- "):
        message = f"this has no dash, and line {at.line} goes on with one"
        yield _told(lines, at, (first, dash, 2), message, "begin each item with - in one column")


def _above(lines: Sequence[str], number: int) -> int | None:
    """The last line before one that is neither empty nor a comment."""
    above = range(number - 1, -1, -1)
    return next((each for each in above if lines[each].strip() and lines[each].lstrip()[0] != "#"), None)


def _indent(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip(" "))


def _told(lines: Sequence[str], at: Position, place: tuple[int, int, int], said: str, help_: str) -> Problem:
    """A problem at a line and column, both from 0, and as wide as it is."""
    line, column, width = place
    position = Position(at.file, line + 1, column + 1, max(width, 1), lines[line])
    return Problem(position, "GW001", _SAID + said, help_)
