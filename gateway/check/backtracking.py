"""Whether a regular expression can take exponential time, proved with a text that makes it."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable, Iterable
from functools import cache
from threading import current_thread, main_thread
from time import thread_time
from typing import Any, Final, NamedTuple

from gateway.check.ambiguity import Suspect, endless, powers
from gateway.check.positions import Positions, TooLarge

_SLOW: Final = 0.001
_TOO_SLOW: Final = 0.004
"""Seconds; growth is looked for in matches between the two, so that a proof is never slow itself."""

_STOP: Final = 0.01
"""Seconds after which a match is broken off: some jump from fast to endless."""

_TURNS: Final = 25
_GROWTH: Final = 2.25
"""How much two more turns must cost: each multiplies the time by 1.5 or more, or it is no exponential."""

_LONGEST: Final = 700
_CUBIC: Final = 7
"""How much a text of twice the length and a bit must cost: less than a cube, more than a square."""

_SHOWN: Final = (40, 30, 20, 15)
_SHOWN_OF_POWERS: Final = (4000,)
_READABLE: Final = 3
_WORK: Final = 0.05
"""Seconds that all tries of one pattern may take."""


class Attack(NamedTuple):
    """A text that is slow to match, the more `turns` the slower: exponentially, or at least cubically."""

    lead: str
    turn: str
    tail: str
    exponential: bool = True
    turns: int = 0

    def text(self, turns: int) -> str:
        """The text with a number of turns."""
        return self.lead + self.turn * turns + self.tail

    def __str__(self) -> str:
        """The text as an expression that people and Python read."""
        more = len(self.tail) > _READABLE and len({*self.tail}) == 1
        tail = f"{_quoted(self.tail[0])} * {len(self.tail)}" if more else _quoted(self.tail)
        return " + ".join(filter(None, [_quoted(self.lead), f"{_quoted(self.turn)} * {self.turns}", tail]))


def _quoted(text: str) -> str:
    """Text in quotes; nothing of no text."""
    return json.dumps(text, ensure_ascii=not text.isprintable()) if text else ""


def _any(mark: str) -> bool:
    """Whether a character may be sent: all may."""
    return bool(mark)


def attack(
    pattern: str, *, whole: bool = False, begin: str = "", allowed: Callable[[str], bool] = _any
) -> Attack | None:
    """A text of allowed characters, after `begin`, that is slow to search, or as a `whole` to match.

    It has been tried: the time is seen to grow, in some milliseconds, for which the main thread's virtual
    timer is used. None if nothing is found, or of what is no pattern, or reads at more than 300 places, and
    where there is no such timer. Of powers only those are found that come of repetitions that share one
    character.
    """
    return _found(pattern, whole, begin, allowed) if _can_be_stopped() else None


@cache
def _found(pattern: str, whole: bool, begin: str, allowed: Callable[[str], bool]) -> Attack | None:  # noqa: FBT001
    """As `attack`, once for each pattern."""
    try:
        compiled = re.compile(pattern)
        places = Positions.of(pattern, allowed)
    except (TooLarge, RecursionError, OverflowError, re.error):
        return None
    method = compiled.fullmatch if whole else compiled.search
    match = _Match(method, places.shortest, begin, thread_time() + _WORK)
    found = next((each for suspect in endless(places) if (each := match.exponential(suspect))), None)
    if found is not None:
        return found
    least = 3 if whole or pattern.startswith(("^", r"\A")) else 2
    return next((each for suspect in powers(places, least) if (each := match.cubic(suspect))), None)


def _can_be_stopped() -> bool:
    """Whether a match can be broken off: Windows has no such timer, and other threads may not use it."""
    return hasattr(signal, "setitimer") and current_thread() is main_thread()


class _Match(NamedTuple):
    """How texts are tried: by which method, how long each must be, with what it begins, and until when."""

    method: Callable[[str], Any]
    shortest: int
    begin: str
    until: float

    def exponential(self, suspect: Suspect) -> Attack | None:
        """The attack by which each turn multiplies the time."""
        attacks = (self._felt(each, _SHOWN) for each in self._attacks(suspect) if self._multiplies(each))
        return next(filter(None, attacks), None)

    def cubic(self, suspect: Suspect) -> Attack | None:
        """The attack by which the time grows with the third power of the turns, or more."""
        cubic = (each for each in self._attacks(suspect)[:2] if self._is_cubic(each))
        attacks = (self._felt(each._replace(exponential=False), _SHOWN_OF_POWERS) for each in cubic)
        return next(filter(None, attacks), None)

    def _attacks(self, suspect: Suspect) -> list[Attack]:
        """One for each tail; a text that is too short would be refused unread."""
        lead = suspect.lead if suspect.lead.startswith(self.begin) else self.begin + suspect.lead
        fill = self.shortest - len(lead) - len(suspect.turn)
        return [Attack(lead, suspect.turn, tail + tail[-1:] * (fill - len(tail))) for tail in suspect.tails]

    def _felt(self, found: Attack, numbers: Iterable[int]) -> Attack | None:
        """The attack with the first number of turns that does not end soon; longer ones may match."""
        slow = (turns for turns in numbers if self._time(found.text(turns)) == _STOP)
        return next((found._replace(turns=turns) for turns in slow), None)

    def _multiplies(self, found: Attack) -> bool:
        """Whether each turn multiplies the time of a match."""
        turns, spent = 1, [_SLOW, _SLOW]
        while turns < _TURNS and spent[-1] < _TOO_SLOW and thread_time() < self.until:
            spent.append(self._time(found.text(turns)))
            if spent[-1] > max(_SLOW, _GROWTH * spent[-3]):
                return True
            turns += 1
        return False

    def _is_cubic(self, found: Attack) -> bool:
        """Whether the time of a match grows with the third power of the turns at least."""
        turns, spent = 8, [_SLOW, _SLOW, _SLOW]
        while turns < _LONGEST and spent[-1] < _TOO_SLOW and thread_time() < self.until:
            spent.append(self._time(found.text(turns)))
            if spent[-1] > max(_SLOW, _CUBIC * spent[-4]):
                return True
            turns = turns * 13 // 10  # three such steps are a bit more than twice the length
        return False

    def _time(self, text: str) -> float:
        """The seconds of the faster of two matches, whatever else the machine does; at most _STOP."""
        first = self._once(text)
        return first if first == _STOP else min(first, self._once(text))

    def _once(self, text: str) -> float:
        """The seconds that this thread works on a match; at most _STOP."""
        before = signal.signal(signal.SIGVTALRM, _stop)
        begin = thread_time()
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, _STOP)
            self.method(text)
        except _Stopped:
            return _STOP
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)
        return thread_time() - begin


class _Stopped(Exception):  # noqa: N818  (no error: what was looked for)
    """A match that would not end."""


def _stop(*_: object) -> None:
    """Break the match off."""
    raise _Stopped
