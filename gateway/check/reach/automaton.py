"""Automata, by the places at which characters are read and those that may read the next one."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import Final, NamedTuple

_MOST: Final = 300


class TooLarge(ValueError):  # noqa: N818  (it is no mistake of anybody's)
    """What reads at more places than are looked at."""


class Fragment(NamedTuple):
    """Part of an automaton: the places that may read first and last, and whether nothing need be read."""

    first: int
    last: int
    is_empty: bool


NOTHING: Final = Fragment(0, 0, is_empty=True)


@dataclass(frozen=True, slots=True)
class Automaton:
    """Sets of places are bits: `reads` has the characters of each place, `follow` what may be read next.

    A state is the set of places that may read next; one with the bit `end` accepts what was read.
    """

    reads: tuple[int, ...]
    follow: tuple[int, ...]
    start: int

    @property
    def end(self) -> int:
        """The bit of a state that accepts."""
        return 1 << len(self.reads)

    def step(self, state: int, mark: int) -> int:
        """The state after reading one character, given as its bit; 0 if none follows."""
        after, waiting = 0, state & (self.end - 1)
        while waiting:
            place = waiting & -waiting
            waiting ^= place
            index = place.bit_length() - 1
            if self.reads[index] & mark:
                after |= self.follow[index]
        return after


@dataclass(slots=True)
class Builder:
    """Puts fragments together; raises TooLarge for more than 300 places.

    builder = Builder()
    digits = builder.repeated(builder.place(alphabet.reading(str.isdigit)))
    builder.automaton(digits).step(...)
    """

    reads: list[int] = field(default_factory=list)
    follow: list[int] = field(default_factory=list)

    def place(self, reads: int) -> Fragment:
        """One place that reads one of these characters."""
        if len(self.reads) == _MOST:
            raise TooLarge
        self.reads.append(reads)
        self.follow.append(0)
        here = 1 << (len(self.reads) - 1)
        return Fragment(here, here, is_empty=False)

    def sequence(self, *parts: Fragment) -> Fragment:
        """Parts one after the other."""
        return reduce(self._after, parts, NOTHING)

    def either(self, *parts: Fragment) -> Fragment:
        """One of several parts; of none, what reads nothing that there is."""
        first, last = (reduce(int.__or__, (part[side] for part in parts), 0) for side in (0, 1))
        return Fragment(first, last, any(part.is_empty for part in parts))

    def repeated(self, part: Fragment) -> Fragment:
        """A part once or more often."""
        self._link(part.last, part.first)
        return part

    def automaton(self, whole: Fragment) -> Automaton:
        """What reads a text as a whole."""
        end = 1 << len(self.reads)
        follow = (after | (end if whole.last >> place & 1 else 0) for place, after in enumerate(self.follow))
        return Automaton(tuple(self.reads), tuple(follow), whole.first | (end if whole.is_empty else 0))

    def _after(self, part: Fragment, other: Fragment) -> Fragment:
        """Two parts one after the other."""
        self._link(part.last, other.first)
        return Fragment(
            part.first | (other.first if part.is_empty else 0),
            other.last | (part.last if other.is_empty else 0),
            part.is_empty and other.is_empty,
        )

    def _link(self, before: int, after: int) -> None:
        """Let each of the one be followed by each of the other."""
        for place in range(len(self.follow)):
            if before >> place & 1:
                self.follow[place] |= after


def optional(part: Fragment) -> Fragment:
    """A part that may be left out."""
    return part._replace(is_empty=True)
