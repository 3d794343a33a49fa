"""Which repeated text a regular expression can read in more than one way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, reduce
from itertools import chain, islice
from operator import or_
from typing import Final, NamedTuple, TypeVar

from gateway.check.positions import Positions

_State = TypeVar("_State")

_STEPS: Final = 15_000
_CANDIDATES: Final = 12


class Suspect(NamedTuple):
    """A text that may be slow when it is repeated, what leads to it, and what may stand behind it."""

    lead: str
    turn: str
    tails: tuple[str, ...]


class _Search:
    """Shortest texts between places, as long as there are steps left."""

    def __init__(self, places: Positions) -> None:
        """Find which places are reached from which."""
        self.places = places
        self.reached = _closure([sum(1 << each for each in follow) for follow in places.follow])
        self.steps = _STEPS

    def circle(self, place: int) -> int:
        """The places from which a place is reached and that it reaches; none if it does not come again."""
        return sum(
            1 << each
            for each in range(len(self.reached))
            if self.reached[place] >> each & 1 and self.reached[each] >> place & 1
        )

    def suspect(self, place: int, turn: str, circle: int) -> Suspect:
        """A text that comes back to a place, with what leads there and out of its circle."""
        begins = ((each, self.mark(self.places.reads[each])) for each in self.places.start)
        lead = self.text(begins, place, self._followers) or ""
        tails = _tails(self.places, lead + turn, circle)
        while lead.endswith(turn):
            lead = lead.removesuffix(turn)
        return Suspect(lead, turn, tails)

    def again(self, place: int) -> Iterator[str]:
        """Texts that lead from a place to itself in two ways."""
        circle, follow = self.circle(place), self.places.follow[place]
        inside = [each for each in follow if circle >> each & 1]
        for each in inside:
            if follow[each] > 1:
                text = self.text([(each, self.mark(self.places.reads[each]))], place, self._followers)
                yield text or ""
        apart = [
            ((one, other), self.mark(self.places.reads[one] & self.places.reads[other]))
            for one in inside
            for other in inside
            if one < other
        ]
        yield self.text(apart, (place, place), lambda pair: self._pairs(pair, circle)) or ""

    def text(
        self,
        begins: Iterable[tuple[_State, str]],
        end: _State,
        after: Callable[[_State], Iterable[tuple[_State, str]]],
    ) -> str | None:
        """The shortest text by which something is reached; None if it is not, or if the steps are used up."""
        texts = {state: mark for state, mark in begins if mark}
        waiting = deque(texts)
        while waiting and end not in texts and self.steps > 0:
            state = waiting.popleft()
            for following, mark in after(state):
                self.steps -= 1
                if mark and following not in texts:
                    texts[following] = texts[state] + mark
                    waiting.append(following)
        return texts.get(end)

    def mark(self, reads: int) -> str:
        """The most readable of some characters; nothing of none."""
        return self.places.alphabet[(reads & -reads).bit_length() - 1] if reads else ""

    def _followers(self, place: int) -> Iterator[tuple[int, str]]:
        """What may be read after a place."""
        return ((each, self.mark(self.places.reads[each])) for each in self.places.follow[place])

    def _pairs(self, pair: tuple[int, int], circle: int) -> Iterator[tuple[tuple[int, int], str]]:
        """What two readings of one text may read next, neither leaving the circle."""
        reads = self.places.reads
        for one in self.places.follow[pair[0]]:
            for other in self.places.follow[pair[1]] if circle >> one & 1 else ():
                if circle >> other & 1:
                    yield (min(one, other), max(one, other)), self.mark(reads[one] & reads[other])


def endless(places: Positions) -> Iterator[Suspect]:
    """Texts of which each turn may double the time: a place reads them in two ways and then again."""
    search = _Search(places)
    told: set[str] = set()
    for place in range(len(places.reads)):
        for turn in search.again(place):
            if turn and turn not in told and len(told) < _CANDIDATES:
                told.add(turn)
                yield search.suspect(place, turn, search.circle(place))


def powers(places: Positions, least: int) -> Iterator[Suspect]:
    """Characters that at least so many repetitions in a row may share."""
    search = _Search(places)
    loops = [place for place in range(len(places.reads)) if places.follow[place][place]]
    told: set[int] = set()
    for bit, mark in enumerate(places.alphabet):
        reading = sum(1 << place for place, reads in enumerate(places.reads) if reads >> bit & 1)
        sharing = [place for place in loops if reading >> place & 1]
        if len(sharing) < least or reading in told or len(told) == _CANDIDATES:
            continue
        told.add(reading)
        count, first = _longest(places, sharing, reading)
        if count >= least:
            yield search.suspect(first, mark, sum(1 << place for place in sharing))


def _longest(places: Positions, loops: list[int], reading: int) -> tuple[int, int]:
    """How many repetitions can follow each other by places that read one character, and the first of them."""
    reached = _closure([sum(1 << each for each in follow) & reading for follow in places.follow], reading)

    @cache
    def after(place: int) -> int:
        """How many repetitions begin with this one."""
        behind = (each for each in loops if reached[place] >> each & 1 and not reached[each] >> place & 1)
        return 1 + max(map(after, behind), default=0)

    first = max(loops, key=after)
    return after(first), first


def _closure(follow: list[int], among: int = -1) -> list[int]:
    """What is reached from each place in any number of steps, only by places among some."""
    reached = follow
    for middle in range(len(reached)):
        if among >> middle & 1:
            more = reached[middle]
            reached = [bits | more if bits >> middle & 1 else bits for bits in reached]
    return reached


def _tails(places: Positions, text: str, circle: int) -> tuple[str, ...]:
    """What may keep a text from matching: what leads nowhere, or out of the circle, or nothing."""
    readers: dict[int, str] = {}
    for bit, mark in sorted(enumerate(places.alphabet), key=lambda each: each[1] != "!"):
        readers.setdefault(sum(1 << at for at, reads in enumerate(places.reads) if reads >> bit & 1), mark)
    masks = {mark: mask for mask, mark in readers.items()}
    foreign = [mark for mark, mask in masks.items() if not mask & circle]
    return tuple(dict.fromkeys([*_dead_ends(places, text, readers), *foreign[:2], ""]))


def _dead_ends(places: Positions, text: str, readers: Mapping[int, str]) -> Iterator[str]:
    """Up to two texts of one or two characters behind a text, after which nothing can be read any more."""
    follow = [sum(1 << each for each in following) for following in places.follow]

    def after(states: int) -> int:
        """What may be read next."""
        return reduce(or_, (each for place, each in enumerate(follow) if states >> place & 1), 0)

    bits = {mark: 1 << bit for bit, mark in enumerate(places.alphabet)}
    reach = sum(1 << place for place in places.start)
    for mark in text:
        reach = after(
            sum(1 << at for at, reads in enumerate(places.reads) if reach >> at & 1 and reads & bits[mark])
        )
    ends = [mark for mask, mark in readers.items() if not reach & mask]
    longer = (
        mark + other
        for mask, mark in readers.items()
        if reach & mask
        for beyond in [after(reach & mask)]
        for further, other in readers.items()
        if not beyond & further
    )
    return islice(chain(ends, longer), 2)
