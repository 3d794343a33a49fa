"""What is wrong with a text that is not YAML, in words that say what to write."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from gateway.errors import Position, Problem

_QUOTE = "quote the value"
_COLON = '": " inside an unquoted value'
_ESCAPE = "write \\\\ for one backslash, or use single quotes"
_ALIKE = "indent keys of one mapping alike"
_WORDS = (
    ("mapping values are not allowed", f"{_COLON}, or a key that is not indented like the others", _QUOTE),
    (
        "expected ',' or ']'",
        "a list that began with [ goes on without a comma or is not closed",
        "write [a, b]",
    ),
    (
        "expected ',' or '}'",
        "a mapping that began with { goes on without a comma or is not closed",
        "write {a: 1, b: 2}",
    ),
    ("end of stream", "the file ends inside something that began here", "close the quote or the bracket"),
    (
        "expected '-' indicator",
        "a list goes on without a dash, or is indented otherwise",
        "begin each item with - in one column",
    ),
    ("expected <block end>", "this does not belong to what is above it", _ALIKE),
    ("expected key", "this does not belong to the mapping above it", _ALIKE),
    ("expected ':'", "a key without a colon", 'write "key: value"'),
    ("expected <document start>", "this comes after the end of the document", "take the line ... away"),
    ("hexdecimal", "this escape needs hexadecimal digits", _ESCAPE),
    ("unknown escape", "this escape is not known inside double quotes", _ESCAPE),
    ("cannot start any token", "an unquoted value cannot begin with this character", _QUOTE),
)


class Stop(Exception):  # noqa: N818 - a signal inside one file, never seen by callers
    """Reading a file cannot go on."""

    def __init__(self, at: Position, message: str, help_: str = "") -> None:
        """Make the problem that ends the reading."""
        self.problem = Problem(at, "GW001", message, help_)
        super().__init__(message)


def syntax_problem(error: yaml.YAMLError, file: str, lines: Sequence[str]) -> Problem:
    """The problem an error of the YAML scanner stands for."""
    problem = str(getattr(error, "problem", error))
    line, column = _mark(error, problem, lines)
    text = lines[line] if line < len(lines) else ""
    indent = text[: len(text) - len(text.lstrip())]
    if "\t" in indent or text[column : column + 1] == "\t":
        place = Position(file, line + 1, text.index("\t") + 1, 1, text)
        return Problem(place, "GW001", "not valid YAML: a tab cannot indent or separate", "use spaces")
    reference = text.find("${", max(column - 2, 0), column + 2)
    if reference >= 0:
        end = text.find("}", reference)
        width = end + 1 - reference if end >= 0 else 2
        name = text[reference : reference + width]
        place = Position(file, line + 1, reference + 1, width, text)
        help_ = f'inside [...] or {{...}} quote the reference: "{name}"'
        message = "not valid YAML: a list or mapping is written where text is meant"
        return Problem(place, "GW001", message, help_)
    message, help_ = _words(problem)
    context = getattr(error, "context_mark", None)
    if text[len(indent) :].startswith(("-{", "-[")):
        column, help_ = len(indent), f"write - {text[len(indent) + 1]}"
        message = "a - without a blank after it begins no item"
    elif context and context.line < line and "expected ','" in problem:
        help_ = f"it began at line {context.line + 1}"
    elif "expected ','" in problem and text[column : column + 2] == ": ":
        message, help_ = _COLON, _QUOTE
    place = Position(file, line + 1, column + 1, 1, text)
    return Problem(place, "GW001", f"not valid YAML: {message}", help_)


def _mark(error: yaml.YAMLError, problem: str, lines: Sequence[str]) -> tuple[int, int]:
    """Line and column, from 0; what is never closed is shown where it begins."""
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    ended = mark and (mark.line >= len(lines) or not "".join(lines[mark.line :])[mark.column :].strip())
    if context and (not mark or ended or "expected ':'" in problem):
        mark = context
    if mark and mark.line >= len(lines):
        return len(lines) - 1, max(len(lines[-1]) - 1, 0)
    return (mark.line, mark.column) if mark else (0, 0)


def _words(problem: str) -> tuple[str, str]:
    """What the scanner says, in our words, and what helps."""
    return next(((message, help_) for part, message, help_ in _WORDS if part in problem), (problem, ""))
