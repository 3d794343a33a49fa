"""The characters by which paths are told apart, and the ways in which each may be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final, NamedTuple

from gateway.routing.escapes import SLASH, encoded_value

# No path holds these: they stand before and behind the text in which a regex is searched.
BEGIN: Final = "\ud800"
END: Final = "\udfff"

_READABLE: Final = "x7abcdefghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWXYZ012345689-_.~"
_PLAIN: Final = frozenset(_READABLE + "/:@!$&'()*+,;=^|[]")
_FOLDED: Final = "\u017f\u212a\u0130\u0131"  # what ignoring case takes for letters of ASCII
_KINDS: Final = ("éжʓ", "٣߃९", "—⸮‽", "\u2003\u2002\u2009")  # letters, digits, marks, blanks
_CAPITALS: Final = "0123456789ABCDEF"
_HEX: Final = _CAPITALS + "abcdef"
_FIRST, _FURTHER = "CDEFcdef", "89ABab"  # how the bytes of what is not ASCII begin


class Way(NamedTuple):
    """A character as it is sent: `char` is what a path has of it, `marks` are what a regex reads.

    Where a character is sent as several bytes, all but the first are ways without `char`; only such a first
    one `leads` to them. An example shows `text`.
    """

    char: str
    marks: str
    text: str
    leads: bool = False


@dataclass(frozen=True)
class Alphabet:
    """Some characters of each kind that rows can tell apart, the most readable first; a set of them is bits.

    All of ASCII is there, what the rows mention, and for each kind of other characters one that stands for
    all.
    """

    chars: str

    @classmethod
    def of(cls, sources: Iterable[str]) -> Alphabet:
        """The characters for rows that are written so."""
        named = {mark for source in sources if not source.isascii() for mark in source if mark > "\x7f"}
        named |= {each for mark in named for each in (mark.upper(), mark.lower()) if len(each) == 1}
        kinds = (next((each for each in kind if each not in named), "") for kind in _KINDS)
        ascii_ = sorted(map(chr, range(128)), key=lambda mark: not mark.isprintable())
        marks = [*_READABLE, *ascii_, *sorted(named), *kinds, *_FOLDED, SLASH]
        return cls("".join(dict.fromkeys(marks)))

    @cached_property
    def bits(self) -> dict[str, int]:
        """The bit of each character, and those of what stands before and behind a text."""
        return {mark: 1 << place for place, mark in enumerate([*self.chars, BEGIN, END])}

    @cached_property
    def every(self) -> int:
        """All that a path may hold."""
        return (1 << len(self.chars)) - 1

    def reading(self, test: Callable[[str], object]) -> int:
        """The characters that pass a test."""
        return sum(self.bits[mark] for mark in self.chars if test(mark))

    def ways(self, of_paths: Iterable[int], of_regexes: Iterable[int], *, usual: bool) -> list[Way]:
        """One way for all those that paths and regexes which read these sets of characters read alike.

        What is `usual` is what browsers send: escapes in capitals where they are needed, no `%2F`.
        """
        kinds, marks = self._kinds([*of_paths, self.bits["/"]]), self._kinds(of_regexes)
        found: dict[object, Way] = {}
        if len({*marks.values()}) > 1:
            for way in self._sent(kinds, marks, usual=usual):
                key = (kinds[way.char], way.leads, *[marks[mark] for mark in way.marks])
                found.setdefault(key, way)
        else:
            for char, way in self._in_paths[usual].items():
                found.setdefault(kinds[char], way)
        return [*found.values()]

    def _sent(self, kinds: dict[str, int], marks: dict[str, int], *, usual: bool) -> Iterator[Way]:
        """Ways in which characters of each kind are sent, of bytes only those that are marked differently."""
        yield from self._single[usual]
        digits = _CAPITALS if usual else _HEX
        foreign = {
            kinds[char]: char for char in reversed(self._in_paths[usual]) if char > "\x7f" and char != SLASH
        }
        for byte in _bytes(_FIRST, digits, marks):
            yield from (Way(char, byte, encoded_value(char), leads=True) for char in foreign.values())
        yield from (Way("", byte, "") for byte in _bytes(_FURTHER, digits, marks))

    def _kinds(self, sets: Iterable[int]) -> dict[str, int]:
        """Characters that are in the same of these sets have the same number; no character has 0."""
        groups = [self.every]
        for each in {*sets}:
            groups = [part for group in groups for part in (group & each, group & ~each) if part]
        numbers = {"": 0}
        for number, group in enumerate(groups):
            rest = group
            while rest:
                place = rest.bit_length() - 1
                rest ^= 1 << place
                numbers[self.chars[place]] = number
        return numbers

    @cached_property
    def _in_paths(self) -> tuple[dict[str, Way], dict[str, Way]]:
        """One way for each character, where only paths read it: of all that may come, and of the usual."""
        ways = {
            char: Way(char, "", char if char in _PLAIN else encoded_value(char.replace(SLASH, "/")))
            for char in self.chars
        }
        usual = (char for char in self.chars if char.isprintable() and char not in f"\\%{SLASH}")
        return ways, {char: ways[char] for char in usual}

    @cached_property
    def _single(self) -> tuple[list[Way], list[Way]]:
        """Characters that are sent as they are or as one byte: all that may come, and the usual."""
        plain = [Way(char, char, char) for char in self.chars if char not in f"%{SLASH}"]
        some = [Way(char, char, char) for char in self._in_paths[True] if char in _PLAIN]
        escaped = [char for char in self._in_paths[True] if char not in _PLAIN]
        return [*plain, *_escaped(self.chars, "Xx")], [*some, *_escaped(escaped, "X")]


def _escaped(chars: Iterable[str], cases: str) -> Iterator[Way]:
    """Escapes of ASCII, in capitals (X) or small letters (x); that of a slash is no slash."""
    for char in chars:
        sent = "/" if char == SLASH else char
        escapes = (f"%{ord(sent):02{case}}" for case in cases if sent.isascii() and char != "/")
        yield from (Way(char, escape, escape) for escape in dict.fromkeys(escapes))


def _bytes(first: str, digits: str, marks: dict[str, int]) -> Iterable[str]:
    """Escaped bytes that begin with some digits, one for all that are marked alike."""
    pairs = product(filter(digits.count, first), digits)
    return {(marks[high], marks[low]): f"%{high}{low}" for high, low in pairs}.values()
