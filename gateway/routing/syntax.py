"""The spelling of paths: Express 5's (path-to-regexp 8), read into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.routing.escapes import MalformedEscape, decoded

_LEXEME = re.compile(
    r"(?P<text>[^\\:*{}()\[\]+?!%]+)|\\(?P<escaped>.)|(?P<escapes>(?:%[0-9A-Fa-f]{2})+)"
    r"|(?P<mark>[:*])|(?P<open>\{)|(?P<close>\})|(?P<other>.)",
    re.DOTALL,
)
_OPTIONAL = re.compile(r"([/.]?)([:*]\w*)$")
_IN_NAMES_OF_EXPRESS = "$\u200c\u200d"
MAX_NESTING = 16


class PatternError(ValueError):
    """A path that cannot be read: `offset` counts characters from 0, `hint` says what to write instead."""

    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        """Keep where it is and what helps; the text says what is wrong."""
        self.offset = offset
        self.hint = hint
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that stand for themselves, percent-decoded."""

    value: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """`:name`, one segment or part of one."""

    name: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`*name`, one or more segments."""

    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """`{...}`, which may be absent."""

    tokens: tuple[Token, ...]


Token = Text | Parameter | Wildcard | Group


def tokens_of(source: str, *, repeats: bool = False) -> tuple[Token, ...]:
    """The tokens of a path; raise PatternError, for a name used twice too unless it `repeats`."""
    return _Reader(source, repeats=repeats).tokens()


class _Reader:
    """One pass over a path, `offset` being the next character."""

    def __init__(self, source: str, *, repeats: bool) -> None:
        """Begin before the first character."""
        self.source = source
        self.repeats = repeats
        self.offset = 0
        self.names: set[str] = set()

    def tokens(self) -> tuple[Token, ...]:
        """Everything up to the end."""
        read = tuple(self._until_brace(0))
        if self.offset < len(self.source):
            raise PatternError("unbalanced '}'", self.offset, r"write \} for a brace in the path")
        return read

    def _until_brace(self, depth: int) -> Iterator[Token]:
        """Tokens up to a closing brace or the end, neither of which is read; raise PatternError."""
        text = ""
        while (lexeme := _LEXEME.match(self.source, self.offset)) and lexeme.lastgroup != "close":
            if lexeme.lastgroup in {"open", "mark"}:
                yield from _texts(text)
                text = ""
                yield self._group(depth) if lexeme.lastgroup == "open" else self._named(lexeme[0])
            else:
                text += self._literal(lexeme)
        yield from _texts(text)

    def _literal(self, lexeme: re.Match[str]) -> str:
        """The characters a lexeme stands for; raise PatternError for one that is reserved."""
        if lexeme["other"]:
            raise _reserved(self.source, self.offset)
        try:
            literal = lexeme["text"] or lexeme["escaped"] or decoded(lexeme["escapes"])
        except MalformedEscape as error:
            raise PatternError(str(error), self.offset, "write the character itself") from error
        self.offset = lexeme.end()
        return literal

    def _group(self, depth: int) -> Group:
        """What stands between braces; raise PatternError if they do not close or nest too deep."""
        start = self.offset
        if depth == MAX_NESTING:
            raise PatternError(f"optional groups nest deeper than {MAX_NESTING}", start)
        self.offset += 1
        group = Group(tuple(self._until_brace(depth + 1)))
        if self.offset == len(self.source):
            raise PatternError("'{' is never closed", start, "close it with '}'")
        self.offset += 1
        return group

    def _named(self, mark: str) -> Parameter | Wildcard:
        """A parameter or wildcard by its mark; raise PatternError without a name, or with one used before."""
        start, end = self.offset + 1, self.offset + 1
        while end < len(self.source) and self.source[start : end + 1].isidentifier():
            end += 1
        name, after = self.source[start:end], self.source[end : end + 1]
        if not name or after in {*_IN_NAMES_OF_EXPRESS}:
            raise _unnamed(self.source, self.offset, after)
        if name in self.names and not self.repeats:
            raise PatternError(f"parameter {name!r} appears twice", self.offset, "give each its own name")
        self.names.add(name)
        self.offset = end
        return Parameter(name) if mark == ":" else Wildcard(name)


def _texts(text: str) -> Iterator[Text]:
    """Text as a token; none for no text."""
    if text:
        yield Text(text)


def _unnamed(source: str, offset: int, after: str) -> PatternError:
    """The error about a mark without a name, and what to write instead."""
    if after == '"':
        return PatternError("quoted parameter names are not supported", offset, "write a Python name")
    if source[offset] == "*":
        hint = f"write '{source[:offset]}*path' (one or more segments), or use regex:"
        return PatternError("'*' needs a name", offset, hint)
    hint = r"write ':id', or '\:' for a colon"
    return PatternError("':' needs a name of letters, digits and underscores", offset, hint)


def _reserved(source: str, offset: int) -> PatternError:
    """The error about a reserved character, and how Express 5 spells what it meant before."""
    character = source[offset]
    optional = _OPTIONAL.search(source, 0, offset)
    hint = rf"write '\{character}' for the character itself"
    if character == "%":
        return PatternError("'%' without two hexadecimal digits", offset, "write %25 for a percent sign")
    if character == "\\":
        return PatternError("nothing follows the last '\\'", offset, r"write '\\' for a backslash")
    if character == "(":
        hint = r"write ':id' and params: {id: {pattern: '\d+'}}, or use regex: for the whole path"
    elif optional and character == "?":
        hint = f"write '{source[: optional.start()]}{{{optional[0]}}}{source[offset + 1 :]}'"
    elif optional and character == "+":
        hint = f"write '{source[: optional.start()]}{optional[1]}*{optional[2][1:]}{source[offset + 1 :]}'"
    return PatternError(f"unexpected {character!r}, a reserved character", offset, hint)
