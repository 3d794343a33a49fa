"""Where a regular expression reads a character, and where it may read the next one."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final, NamedTuple

# The standard library's own reading of a pattern; nothing public tells how a pattern is built.
_PARSER = import_module("re._parser")
_COMPILER = import_module("re._compiler")

_USUAL: Final = "a0A!/- ._é\n"
_MOST: Final = 300
_MOST_CHARACTERS: Final = 120


class TooLarge(ValueError):  # noqa: N818  (it is no mistake of anybody's)
    """A pattern that reads at more places than are looked at."""


class _Part(NamedTuple):
    """What may be read first and last, each with the number of ways, and the ways to read nothing."""

    first: Counter[int]
    last: Counter[int]
    empty: int


_NOTHING = _Part(Counter(), Counter(), 1)


@dataclass(slots=True)
class Positions:
    """Where a pattern reads: which bits of `alphabet` it `reads`, and in how many ways what may `follow`.

    There are several ways where the pattern can go from one character to the next by more than one path, as
    from `a` to `a` in `(a*)*`. A look ahead is read beside what follows it, a reference back as nothing, and
    a counted repetition as one without an end: what is found must be tried before it is believed. Of all
    characters the alphabet holds some of each kind that the pattern tells apart, letters first. `shortest` is
    the least length of a text that matches.
    """

    alphabet: str
    reads: list[int] = field(default_factory=list)
    follow: list[Counter[int]] = field(default_factory=list)
    start: Counter[int] = field(default_factory=Counter)
    shortest: int = 0
    _state: Any = None
    _known: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, pattern: str, allowed: Callable[[str], bool]) -> Positions:
        """The places of a pattern that reads allowed characters only; raise TooLarge, or re.error."""
        tree = _PARSER.parse(pattern)
        found = cls("".join(sorted(filter(allowed, _alphabet(tree)), key=_unreadable)[:_MOST_CHARACTERS]))
        found.shortest = tree.getwidth()[0]
        found._state = tree.state
        found.start = found._sequence(tree, tree.state.flags).first
        return found

    def _sequence(self, items: Iterable[Any], flags: int) -> _Part:
        """Items one after the other."""
        whole = _NOTHING
        for code, argument in items:
            part = self._item(str(code), argument, flags)
            self._link(whole.last, part.first)
            whole = _Part(
                _sum(whole.first, part.first, whole.empty),
                _sum(part.last, whole.last, part.empty),
                min(2, whole.empty * part.empty),
            )
        return whole

    def _item(self, code: str, argument: Any, flags: int) -> _Part:
        """One item."""
        part = _NOTHING
        match code:
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                part = self._place(code, argument, flags)
            case "SUBPATTERN":
                _, added, removed, inner = argument
                part = self._sequence(inner, (flags | added) & ~removed)
            case "ATOMIC_GROUP":
                part = self._sequence(argument, flags)
            case "BRANCH":
                part = self._branch(argument[1], flags)
            case "GROUPREF_EXISTS":
                part = self._branch([argument[1], argument[2] or ()], flags)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, inner = argument
                part = self._repeat(least, most, self._sequence(inner, flags))
            case "ASSERT" | "ASSERT_NOT" if argument[0] > 0:
                part = self._sequence(argument[1], flags)._replace(last=Counter(), empty=1)
        return part

    def _branch(self, choices: Iterable[Any], flags: int) -> _Part:
        """One of several sequences."""
        parts = [self._sequence(choice, flags) for choice in choices]
        first = sum((part.first for part in parts), Counter[int]())
        last = sum((part.last for part in parts), Counter[int]())
        return _Part(first, last, min(2, sum(part.empty for part in parts)))

    def _repeat(self, least: int, most: int, part: _Part) -> _Part:
        """A part several times; which of the turns that must come read nothing can be chosen."""
        if most > 1:
            self._link(part.last, part.first)
        if part.empty and least > 1:
            self._link(part.last, part.first)
        return part if least else part._replace(empty=1 if most > 1 else min(2, 1 + part.empty))

    def _link(self, before: Counter[int], after: Counter[int]) -> None:
        """Let each of the one be followed by each of the other."""
        for place, ways in before.items():
            for following, more in after.items():
                self.follow[place][following] += ways * more

    def _place(self, code: str, argument: Any, flags: int) -> _Part:
        """A new place, at which one item reads a character; raise TooLarge."""
        if len(self.reads) == _MOST:
            raise TooLarge
        self.reads.append(self._read_by(code, argument, flags))
        self.follow.append(Counter())
        here = Counter([len(self.reads) - 1])
        return _Part(here, here, 0)

    def _read_by(self, code: str, argument: Any, flags: int) -> int:
        """The characters that an item reads, asked of the item itself."""
        key = f"{code} {argument} {flags}"
        if key not in self._known:
            item = _PARSER.SubPattern(self._state, [(getattr(_PARSER, code), argument)])
            reads = _COMPILER.compile(item, flags).match
            self._known[key] = sum(1 << bit for bit, mark in enumerate(self.alphabet) if reads(mark))
        return self._known[key]


def _sum(whole: Counter[int], more: Counter[int], ways: int) -> Counter[int]:
    """Two counts as one, the second as often as there are ways to it."""
    return whole + Counter({place: count * ways for place, count in more.items()}) if ways else whole


def _alphabet(tree: Any) -> set[str]:
    """The characters that a pattern names, those at the ends of its ranges, and some of the usual kinds."""
    marks = {chr(number) for number in _numbers(tree) if 0 <= number <= sys.maxunicode}
    other = {each for mark in marks for each in (mark.upper(), mark.lower()) if len(each) == 1}
    return marks | other | {*_USUAL}


def _numbers(item: Any) -> Iterator[int]:
    """All numbers in a tree; those that are no characters do no harm."""
    if type(item) is int:
        yield item
    elif item is not None and not isinstance(item, int):
        for each in item:
            yield from _numbers(each)


def _unreadable(mark: str) -> tuple[bool, bool, bool, bool, int]:
    """How badly a character shows in a message: small letters best, what cannot be printed worst."""
    return not mark.isprintable(), not mark.isascii(), not mark.isalnum(), not mark.islower(), ord(mark)
