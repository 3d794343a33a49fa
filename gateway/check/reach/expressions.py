"""Regular expressions as parts of automata, as far as they are regular."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from gateway.check.reach.alphabet import BEGIN, END, Alphabet
from gateway.check.reach.automaton import NOTHING, Builder, Fragment, TooLarge, optional

# The standard library's own reading of a pattern; nothing public tells how a pattern is built.
_PARSER = import_module("re._parser")
_COMPILER = import_module("re._compiler")

_ONE: Final = frozenset({"LITERAL", "NOT_LITERAL", "ANY", "IN"})
_BEGINS: Final = frozenset({"AT_BEGINNING", "AT_BEGINNING_STRING"})
_ENDS: Final = frozenset({"AT_END", "AT_END_STRING"})
_MOST_TURNS: Final = 300


class Unreadable(ValueError):  # noqa: N818  (it is no mistake of anybody's)
    """An expression that no automaton reads: it looks ahead or back, or names what it has read."""


def whole(
    builder: Builder, alphabet: Alphabet, regex: re.Pattern[str], seen: Callable[[int], int] = int
) -> Fragment:
    """What an expression matches as a whole; raise Unreadable or TooLarge.

    `seen` turns the characters that the expression reads into those of the text it stands in.
    """
    tree = _parsed(regex, alphabet)
    items = [(str(code), argument) for code, argument in tree]
    while items and items[0][0] == "AT" and str(items[0][1]) in _BEGINS:
        items.pop(0)
    while items and items[-1][0] == "AT" and str(items[-1][1]) in _ENDS:
        items.pop()
    return _Reader(builder, alphabet, tree.state, seen).sequence(items, tree.state.flags)


def searched(builder: Builder, alphabet: Alphabet, regex: re.Pattern[str]) -> Fragment:
    """The texts, BEGIN before and END behind them, in which an expression is found; raise as `whole`."""
    tree = _parsed(regex, alphabet)
    reader = _Reader(builder, alphabet, tree.state, int, searches=True)
    found = reader.sequence(tree, tree.state.flags)
    begin, end = alphabet.bits[BEGIN], alphabet.bits[END]
    for reads, follow in zip(builder.reads, builder.follow, strict=True):
        after = [each for place, each in enumerate(builder.reads) if follow >> place & 1]
        if (reads == end and after) or (reads == begin and begin in after):
            raise Unreadable(regex.pattern)
    anything = alphabet.every | begin | end
    before, behind = (optional(builder.repeated(builder.place(anything))) for _ in "12")
    return builder.sequence(before, found, behind)


def _parsed(regex: re.Pattern[str], alphabet: Alphabet) -> Any:
    """The tree of an expression; raise Unreadable if it tells characters apart that the alphabet does not."""
    tree = _PARSER.parse(regex.pattern, regex.flags)
    if tree.state.flags & re.MULTILINE or not _is_within(tree, alphabet):
        raise Unreadable(regex.pattern)
    return tree


def _is_within(item: Any, alphabet: Alphabet) -> bool:
    """Whether all characters in a tree are in the alphabet, and its ranges in ASCII."""
    match item:
        case (code, int(number)) if str(code) in {"LITERAL", "NOT_LITERAL"}:
            return chr(number) in alphabet.bits
        case (code, (int(), int(last))) if str(code) == "RANGE":
            return chr(last).isascii()
    is_tree = isinstance(item, list | tuple | _PARSER.SubPattern)
    return not is_tree or all(_is_within(each, alphabet) for each in item)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Adds the places of a tree to a builder."""

    builder: Builder
    alphabet: Alphabet
    state: Any
    seen: Callable[[int], int]
    searches: bool = False

    def sequence(self, items: Iterable[Any], flags: int) -> Fragment:
        """Items one after the other, a refused character taken from the next one."""
        read, refused = NOTHING, 0
        for code, argument in items:
            name = str(code)
            if name == "ASSERT_NOT":
                refused |= self._refused(argument, flags)
                continue
            if refused and name not in _ONE:
                raise Unreadable
            part = self._item(name, argument, flags, refused)
            read, refused = self.builder.sequence(read, part), 0
        if refused:
            raise Unreadable
        return read

    def _refused(self, argument: Any, flags: int) -> int:
        """The characters that may not come next, if it is about one character."""
        direction, items = argument
        if direction < 0 or len(items) != 1 or str(items[0][0]) not in _ONE:
            raise Unreadable
        return self._read_by(str(items[0][0]), items[0][1], flags)

    def _item(self, name: str, argument: Any, flags: int, refused: int) -> Fragment:
        """One item."""
        match name:
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                return self.builder.place(self.seen(self._read_by(name, argument, flags) & ~refused))
            case "SUBPATTERN":
                _, added, removed, inner = argument
                return self.sequence(inner, (flags | added) & ~removed)
            case "BRANCH":
                return self.builder.either(*(self.sequence(choice, flags) for choice in argument[1]))
            case "MAX_REPEAT" | "MIN_REPEAT":
                return self._repeat(argument, flags)
            case "AT" if self.searches:
                return self._anchor(str(argument))
        raise Unreadable

    def _repeat(self, argument: Any, flags: int) -> Fragment:
        """An item several times: each turn has places of its own."""
        least, most, inner = argument
        is_endless = most == _PARSER.MAXREPEAT
        if most == 0:
            return NOTHING
        if least > _MOST_TURNS or (most > _MOST_TURNS and not is_endless):
            raise TooLarge
        places = len(self.builder.reads)
        turns = [self.sequence(inner, flags)]
        if len(self.builder.reads) == places:
            return turns[0]  # nothing is read, however often
        turns += (self.sequence(inner, flags) for _ in range(1, max(least, 1) if is_endless else most))
        if is_endless:
            turns[-1] = self.builder.repeated(turns[-1])
        turns = [turn if place < least else optional(turn) for place, turn in enumerate(turns)]
        return self.builder.sequence(*turns)

    def _anchor(self, name: str) -> Fragment:
        """Where a text begins or ends; `$` lets a line feed stand behind it."""
        bits, place = self.alphabet.bits, self.builder.place
        if name in _BEGINS:
            return place(bits[BEGIN])
        if name not in _ENDS:
            raise Unreadable
        if name == "AT_END_STRING":
            return place(bits[END])
        return self.builder.either(
            place(bits[END]), self.builder.sequence(place(bits["\n"]), place(bits[END]))
        )

    def _read_by(self, name: str, argument: Any, flags: int) -> int:
        """The characters that an item reads, asked of the item itself."""
        if name == "LITERAL" and not flags & re.IGNORECASE:
            return self.alphabet.bits[chr(argument)]
        item = _PARSER.SubPattern(self.state, [(getattr(_PARSER, name), argument)])
        return self.alphabet.reading(_COMPILER.compile(item, flags).match)
