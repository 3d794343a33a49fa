"""The text of a file in which keys and values are written otherwise, and nothing else changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import yaml

from gateway.check.replacements import Scalar, plain, replacement
from gateway.check.spots import Spot, spots
from gateway.config.scalars import OLD_BOOLEANS
from gateway.errors import Problem

_UNKNOWN = ("GW010", "GW040")


class Draft:
    """What a file held, and what it would hold.

    An unquoted `yes` or `no` is text in the draft, so that the check tells where a boolean is wanted: there
    it is mended, and everywhere else `settled` has it back as it was, since nobody knows what it means.
    """

    def __init__(self, original: str, text: str) -> None:
        """Begin with what a file holds, and the text to mend; one that is not YAML cannot be mended."""
        self.original, self.text = original, text
        self.mended: set[int] = set()
        self.unknown: set[int] = set()
        try:
            self._spots = spots(text)
        except yaml.YAMLError:
            self._spots = []
        self._doubtful = {number: spot.value for number, spot in enumerate(self._spots) if _is_doubtful(spot)}
        self._write({number: f'"{value}"' for number, value in self._doubtful.items()}, self._doubtful)

    @property
    def settled(self) -> str:
        """The text as it would be written."""
        left = {number: value for number, value in self._doubtful.items() if number not in self.mended}
        return _replaced(self.text, self._spots, left)

    @property
    def hidden(self) -> set[str]:
        """The values below keys that nobody knows: any of them may be a secret."""
        unknown = [self._spots[number].path for number in self.unknown]
        return {
            spot.value
            for spot in self._spots
            if not spot.is_key and any(spot.path[: len(path)] == path for path in unknown)
        }

    def mend(self, problems: Iterable[Problem]) -> bool:
        """Write what is surely meant instead of what problems are about; whether anything changed."""
        numbers = {(spot.line, spot.column): number for number, spot in enumerate(self._spots)}
        placed = [(numbers.get(problem.position[1:3], -1), problem) for problem in problems]
        self.unknown = {number for number, problem in placed if number >= 0 and problem.rule in _UNKNOWN}
        fixes: dict[int, set[Scalar]] = {}
        for number, problem in placed:
            if problem.fix is not None and self._may_mend(number):
                fixes.setdefault(number, set()).add(problem.fix)
        values = self._without_clashes(
            {number: fix for number, (fix, *others) in fixes.items() if not others}
        )
        written = {number: self._written(number, value) for number, value in values.items()}
        return self._put({number: text for number, text in written.items() if text is not None}, values)

    def _may_mend(self, number: int) -> bool:
        """Whether there is such a spot, meant at its own place alone, and never mended before."""
        return number >= 0 and number not in self.mended and not self._spots[number].is_shared

    def _written(self, number: int, fix: Scalar) -> str | None:
        """How a spot is written otherwise, None if it cannot be."""
        spot = self._spots[number]
        return replacement(self.text[spot.start : spot.end], fix, is_key=spot.is_key)

    def _put(self, written: Mapping[int, str], values: Mapping[int, Scalar]) -> bool:
        """Write texts for values, and remember that; whether anything changed."""
        is_new = self._write(written, {number: plain(values[number]) for number in written})
        self.mended |= written.keys() if is_new else set()
        return is_new

    def _without_clashes(self, fixes: Mapping[int, Scalar]) -> dict[int, Scalar]:
        """The fixes but those that would write one key twice into a mapping."""
        keys = Counter((spot.path[:-1], spot.value) for spot in self._spots if spot.is_key)
        keys.update(self._renamed(number, fix) for number, fix in fixes.items() if self._spots[number].is_key)
        return {
            number: fix
            for number, fix in fixes.items()
            if not self._spots[number].is_key or keys[self._renamed(number, fix)] == 1
        }

    def _renamed(self, number: int, fix: Scalar) -> tuple[tuple[str | int, ...], str]:
        """A key's mapping, and what the key would be called in it."""
        return self._spots[number].path[:-1], str(fix)

    def _write(self, written: Mapping[int, str], values: Mapping[int, str]) -> bool:
        """Put new texts to their spots if they are read as these values, and all else as before."""
        text = _replaced(self.text, self._spots, written)
        try:
            now = spots(text)
        except yaml.YAMLError:
            return False
        expected = [values.get(number, spot.value) for number, spot in enumerate(self._spots)]
        if [spot.value for spot in now] != expected:
            return False
        self.text, self._spots = text, now
        return bool(written)


def _is_doubtful(spot: Spot) -> bool:
    """Whether a value is a boolean to some readers of YAML, and text to others."""
    return not (spot.is_key or spot.quote or spot.is_shared) and spot.value in OLD_BOOLEANS


def _replaced(text: str, where: list[Spot], written: Mapping[int, str]) -> str:
    """A text with other texts at some of its spots."""
    return "".join(_pieces(text, where, written))


def _pieces(text: str, where: list[Spot], written: Mapping[int, str]) -> Iterator[str]:
    """What stands between the spots that are written otherwise, and what is written there."""
    end = 0
    for number in sorted(written):
        yield text[end : where[number].start]
        yield written[number]
        end = where[number].end
    yield text[end:]
