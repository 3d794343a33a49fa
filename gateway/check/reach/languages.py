"""The paths that each spelling of a row takes, as automata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from gateway.check.reach.alphabet import Alphabet
from gateway.check.reach.automaton import Automaton, Builder, Fragment, TooLarge
from gateway.check.reach.expressions import Unreadable, searched, whole
from gateway.check.reach.spelling import Spelling
from gateway.routing.converters import Matching
from gateway.routing.escapes import SLASH
from gateway.routing.expression import expression
from gateway.routing.pattern import Flat, Part
from gateway.routing.planting import Ways, segments_of
from gateway.routing.row import Row
from gateway.routing.syntax import Parameter, Text, Wildcard

_ROOT: Final = (Text("/"),)


class Language(NamedTuple):
    """What one spelling, or the regex, of a row takes.

    Where it is not `is_exact` the row takes less than the automaton. `is_searched`: it reads a path as it is
    sent; others read it decoded and, unless `keeps_slash`, without a last slash that the table ignores.
    """

    automaton: Automaton
    is_exact: bool = True
    is_searched: bool = False
    keeps_slash: bool = False


def shape_of(row: Row[Any], flat: Flat | None) -> tuple[object, ...]:
    """What is the same for spellings that take the same paths, however hard to read; None is the regex."""
    if flat is None:
        return (row.regex,)
    last = {part.name: place for place, part in enumerate(flat) if not isinstance(part, Text)}
    parts = (
        part.value
        if isinstance(part, Text)
        else (type(part), row.converters.get(part.name) if last[part.name] == place else None)
        for place, part in enumerate(flat)
    )
    return (row.prefix, row.mounts, row.converters.get("path") if row.prefix else None, *parts)


@dataclass(frozen=True)
class Languages:
    """Makes languages, for paths that are compared in certain ways."""

    alphabet: Alphabet
    compared: Ways

    def of(self, row: Row[Any], flat: Flat | None) -> Language:
        """What a spelling of a row takes, None being its regex."""
        builder = Builder()
        try:
            if flat is None:
                regex = row.regex or re.compile("")
                return Language(builder.automaton(searched(builder, self.alphabet, regex)), is_searched=True)
            texts = "".join(part.value for part in flat if isinstance(part, Text))
            if self.compared.folds and not texts.replace(SLASH, "").isascii():
                return self._anything()
            return self._path(Spelling(builder, self.alphabet, row), flat)
        except (TooLarge, Unreadable, RecursionError):
            return self._anything()

    def _anything(self) -> Language:
        """What is no less than a language that cannot be read."""
        builder = Builder()
        every = builder.repeated(builder.place(self.alphabet.every))
        return Language(builder.automaton(every), is_exact=False)

    def _path(self, spelling: Spelling, flat: Flat) -> Language:
        """The paths of one spelling."""
        row, builder, segments = spelling.row, spelling.builder, segments_of(flat)
        ends_open = isinstance(flat[-1], Wildcard) and not row.prefix
        body = segments[:-1] if ends_open and len(segments[-1]) == 1 else segments
        is_shaped = any(map(_is_odd, body))
        if any(map(_is_hard, body)):
            parts = [self._by_expression(spelling, flat, ends_open=ends_open)]
        elif row.prefix and flat == _ROOT:
            parts = []
        else:
            parts = self._by_segment(spelling, flat, segments)
        if row.prefix:
            parts.append(spelling.below())
        path = builder.automaton(builder.sequence(*parts))
        return Language(path, is_exact=spelling.is_exact, keeps_slash=ends_open and is_shaped)

    def _by_expression(self, spelling: Spelling, flat: Flat, *, ends_open: bool) -> Fragment:
        """Wildcards before the end and several parameters in one segment, as the table reads them."""
        names = {part.name for part in flat if not isinstance(part, Text)}
        is_redirected = ends_open and self.compared.redirects
        if self.compared.folds or is_redirected or names & spelling.row.converters.keys():
            spelling.is_exact = False
        flags = re.DOTALL | re.IGNORECASE if self.compared.folds else re.DOTALL
        return whole(spelling.builder, self.alphabet, re.compile(expression(flat), flags))

    def _by_segment(self, spelling: Spelling, flat: Flat, segments: list[list[Part]]) -> list[Fragment]:
        """Segments with at most one parameter each, and a wildcard as the last."""
        odd = next((place for place, segment in enumerate(segments) if _is_odd(segment)), len(segments))
        last = {part.name: part for part in flat if not isinstance(part, Text)}
        parts: list[Fragment] = []
        for place, segment in enumerate(segments):
            parts += [spelling.slash()] if place else []
            for part in segment:
                if isinstance(part, Text):
                    parts += self._text(spelling.builder, part.value, is_shaped=place >= odd)
                elif isinstance(part, Parameter):
                    parts.append(spelling.value(part.name if last[part.name] is part else None))
                else:
                    ways = self.compared
                    parts.append(spelling.rest(part.name, redirects=ways.redirects, trims=ways.trims))
        return parts

    def _text(self, builder: Builder, text: str, *, is_shaped: bool) -> Iterable[Fragment]:
        """Literal text; in and behind a segment that an expression reads it is folded as expressions do."""
        for mark in text:
            if not self.compared.folds:
                yield builder.place(self.alphabet.bits[mark])
            elif is_shaped:
                folded = re.compile(re.escape(mark), re.IGNORECASE).fullmatch
                yield builder.place(self.alphabet.reading(folded))
            else:
                lower = mark.lower()
                alike = [each for each in self.alphabet.chars if each.lower() == lower]
                yield builder.place(self.alphabet.reading(alike.__contains__))


def _is_odd(segment: list[Part]) -> bool:
    """Whether only an expression can read a segment."""
    return len(segment) > 1 or any(isinstance(part, Wildcard) for part in segment)


def _is_hard(segment: list[Part]) -> bool:
    """Whether the parts of a segment share its text in a way that must be worked out."""
    named = [part for part in segment if not isinstance(part, Text)]
    return len(named) > 1 or any(isinstance(part, Wildcard) for part in named)


def texts_of(row: Row[Any]) -> Iterator[str]:
    """All that a row tells characters apart by."""
    if row.regex is not None:
        yield row.regex.pattern
    for pattern in row.patterns:
        yield from (part.value for flat in pattern.alternatives for part in flat if isinstance(part, Text))
    yield from (each.regex.pattern for each in row.converters.values() if isinstance(each, Matching))
