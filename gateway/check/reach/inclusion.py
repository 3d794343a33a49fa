"""Whether several languages together hold all of another one, shown by a text if they do not."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from gateway.check.reach.alphabet import BEGIN, END, Alphabet, Way
from gateway.check.reach.languages import Language

_STEPS: Final = 1_000_000
_BEGIN: Final = "^"


class Undecided(Exception):  # noqa: N818  (no error: the question is too large)
    """There are no steps left."""


@dataclass(slots=True)
class Inclusion:
    """Decides for the languages of one table; `trims` says that it ignores a last slash.

    All questions together may take so many steps.
    """

    alphabet: Alphabet
    trims: bool
    steps: int = _STEPS

    def outside(self, language: Language, others: Sequence[Language], *, usual: bool) -> str | None:
        """The shortest path, as it is sent, that is in a language and in none of others; None if none is.

        Paths begin with a slash. What is `usual` is what browsers send. Raise Undecided.
        """
        asked = _Question(self.alphabet, (language, *others), self.trims)
        ways = asked.ways(usual=usual)
        begin = asked.begin()
        texts = {begin: ""}
        waiting = deque(texts)
        while waiting:
            state = waiting.popleft()
            self.steps -= len(ways) * sum(1 + read.bit_count() for read in state.now)
            if self.steps < 0:
                raise Undecided
            for way in ways if texts[state] else [each for each in ways if each.char == "/"]:
                after = asked.after(state, way)
                if after is None or after in texts:
                    continue
                texts[after] = texts[state] + way.text
                waiting.append(after)
                if asked.is_outside(after):
                    return texts[after]
        return None


class _State(NamedTuple):
    """How far each language has read: `now`, and `before` a last slash that may be ignored.

    `last` is a slash or, behind the first of several bytes, a percent sign.
    """

    now: tuple[int, ...]
    before: tuple[int, ...] = ()
    last: str = ""


@dataclass(frozen=True, slots=True)
class _Question:
    """One language, which comes first, and those that may hold all of it."""

    alphabet: Alphabet
    languages: tuple[Language, ...]
    trims: bool

    def ways(self, *, usual: bool) -> list[Way]:
        """The characters that some of the languages tell apart."""
        paths = (reads for each in self.languages if not each.is_searched for reads in each.automaton.reads)
        regexes = (reads for each in self.languages if each.is_searched for reads in each.automaton.reads)
        return self.alphabet.ways(paths, regexes, usual=usual)

    def begin(self) -> _State:
        """Before the first character."""
        read = (self._step(each, each.automaton.start, "", BEGIN) for each in self.languages)
        return _State(tuple(read), last=_BEGIN)

    def after(self, state: _State, way: Way) -> _State | None:
        """After one more character; None if it cannot stand there or the first language has no such text."""
        if not way.char and state.last != "%":
            return None
        now = tuple(
            self._step(each, read, way.char, way.marks)
            for each, read in zip(self.languages, state.now, strict=True)
        )
        is_slash = self.trims and way.char == "/"
        before = state.now if is_slash and state.last not in {"/", _BEGIN} else ()
        last = "%" if way.leads or not way.char else "/" if is_slash else ""
        return _State(now, before, last) if now[0] or before else None

    def is_outside(self, state: _State) -> bool:
        """Whether only the first language takes what was read."""
        return self._takes(0, state) and not any(
            self._takes(each, state) for each in range(1, len(state.now))
        )

    def _step(self, language: Language, read: int, char: str, marks: str) -> int:
        """What one language has read after one more character."""
        bits, step = self.alphabet.bits, language.automaton.step
        for mark in marks if language.is_searched else char:
            read = step(read, bits[mark])
        return read

    def _takes(self, index: int, state: _State) -> bool:
        """Whether a language takes what was read."""
        language = self.languages[index]
        read = state.now[index]
        if language.is_searched:
            read = language.automaton.step(read, self.alphabet.bits[END])
        elif state.before and not language.keeps_slash:
            read = state.before[index]
        return bool(read & language.automaton.end)
