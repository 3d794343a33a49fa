"""Which earlier rows answer all that a row claims, decided for one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gateway.check.reach.alphabet import Alphabet
from gateway.check.reach.claims import Claim, claims_of
from gateway.check.reach.inclusion import Inclusion, Undecided
from gateway.check.reach.languages import Language, Languages, shape_of, texts_of
from gateway.config.model import Routing
from gateway.routing.hosts import is_among
from gateway.routing.pattern import Flat
from gateway.routing.planting import spellings, ways
from gateway.routing.row import Row, Sent
from gateway.routing.syntax import Text
from gateway.routing.table import MalformedEscape, Table

_MOST_TOGETHER: Final = 16
"""Rows that are looked at together; what more of them hide is not told."""

Hidden = dict[int, str]
"""The rows that hide something, by index, and of each a request that it answers, if one can be shown."""


@dataclass(slots=True)
class Decision:
    """Tells of the rows of one table, in written order, what earlier ones leave of them.

    Rows that may pass a request on, or ask for conditions, hide nothing. Of rows that no automaton reads only
    those are hidden that are spelled like an earlier one.
    """

    rows: Sequence[Row[Any]]
    routing: Routing
    table: Table[Any] = field(init=False)
    _languages: Languages = field(init=False)
    _inclusion: Inclusion = field(init=False)
    _by_index: dict[int, Row[Any]] = field(init=False)
    _ways_out: list[tuple[int, int]] = field(init=False)
    _alike: dict[tuple[object, ...], list[Row[Any]]] = field(default_factory=dict, init=False)
    _read: dict[tuple[int, Flat | None], Language] = field(default_factory=dict, init=False)
    _outside: dict[tuple[object, ...], str | None] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Lay out the rows that can hide others."""
        sensitive, slash = self.routing.case_sensitive, self.routing.trailing_slash
        hiding = [row for row in self.rows if not row.passes and row.when is None]
        compared = ways(case_sensitive=sensitive, trailing_slash=slash)
        alphabet = Alphabet.of(text for row in self.rows for text in texts_of(row))
        self.table = Table(hiding, case_sensitive=sensitive, trailing_slash=slash)
        self._languages = Languages(alphabet, compared)
        self._inclusion = Inclusion(alphabet, compared.trims)
        self._by_index = {row.index: row for row in hiding}
        self._ways_out = [(row.index, row.exit) for row in self.rows if row.leaves]
        for row in hiding:
            for flat in self._flats(row):
                self._alike.setdefault(shape_of(row, flat), []).append(row)

    def claims(self, row: Row[Any]) -> list[Claim]:
        """What a row is written for."""
        return claims_of(row, trims=self._languages.compared.trims)

    def hidden(self, row: Row[Any], claims: Iterable[Claim], *, usual: bool) -> Hidden | str:
        """What hides all of some claims, by the fewest rows for each, or a request that reaches one of them.

        The request is empty if it is not decided. `usual` leaves out what browsers do not send, such as
        needless escapes.
        """
        found: Hidden = {}
        for claim in claims:
            hiding = self._hiding(row, claim, usual=usual)
            if isinstance(hiding, str):
                return claim.request(hiding)
            found = {index: claim.request(path) for index, path in hiding.items()} | found
        return dict(sorted(found.items())) if found else ""

    def _hiding(self, row: Row[Any], claim: Claim, *, usual: bool) -> dict[int, str] | str:
        """The fewest rows that hide a claim, each with a path that it answers, or a path that reaches it."""
        alike = self._alike.get(shape_of(row, claim.flat), ())
        same = next((each.index for each in alike if self._is_answering(each, row, claim)), None)
        try:
            if same is not None:
                return {same: self._example(row, claim)}
            return self._found(row, claim, usual=usual)
        except Undecided:
            return ""

    def _found(self, row: Row[Any], claim: Claim, *, usual: bool) -> dict[int, str] | str:
        """What hides a claim, samples looked at first."""
        taken = set[int]()
        for path in claim.samples(row):
            takers = self.takers(row, claim, path)
            if not takers:
                return path
            taken.update(takers)
            if usual and self._is_one(row, claim):
                return {takers[0]: path}
        return self._together(row, claim, taken, usual=usual)

    def takers(self, row: Row[Any], claim: Claim, path: str) -> list[int]:
        """The earlier rows that answer a claim at one path, whatever else the request holds."""
        target, found = Sent(path, claim.method, claim.hostname), list[int]()
        try:
            match = self.table.following(target, 0)
            while match is not None and match[0].index < row.index and len(found) < _MOST_TOGETHER:
                found.append(match[0].index)
                match = self.table.following(target, match[0].index + 1)
        except MalformedEscape:
            return []
        return [index for index in found if not self._is_left_out(index, row)]

    def _together(self, row: Row[Any], claim: Claim, taken: set[int], *, usual: bool) -> dict[int, str] | str:
        """Add rows until they answer all of a claim, then take those away that are not needed."""
        usual = usual and self._missing(row, claim, set(), usual=True) is not None
        while (path := self._missing(row, claim, taken, usual=usual)) is not None:
            takers = {*self.takers(row, claim, path)}
            if takers <= taken or len(taken | takers) > _MOST_TOGETHER:
                is_taken = self._language(row, claim.flat).is_exact and not takers
                return path if is_taken else ""
            taken |= takers
        needed = next(
            ({each} for each in sorted(taken) if self._hides(row, claim, {each}, usual=usual)), taken
        )
        for each in sorted(taken, reverse=True):
            if len(needed) > 1 and self._hides(row, claim, needed - {each}, usual=usual):
                needed = needed - {each}
        return {
            each: self._missing(row, claim, needed - {each}, usual=usual) or "" for each in sorted(needed)
        }

    def _hides(self, row: Row[Any], claim: Claim, rows: set[int], *, usual: bool) -> bool:
        """Whether some rows answer all of a claim."""
        return self._missing(row, claim, rows, usual=usual) is None

    def _missing(self, row: Row[Any], claim: Claim, rows: set[int], *, usual: bool) -> str | None:
        """A path of a claim that none of some rows answers; raise Undecided."""
        key = (row.index, claim.flat, frozenset(rows), usual)
        if key not in self._outside:
            earlier = [self._by_index[index] for index in sorted(rows)]
            others = [self._language(each, flat) for each in earlier for flat in self._flats(each)]
            exact = [language for language in others if language.is_exact]
            language = self._language(row, claim.flat)
            self._outside[key] = self._inclusion.outside(language, exact, usual=usual)
        return self._outside[key]

    def _example(self, row: Row[Any], claim: Claim) -> str:
        """A path of a claim, nothing if it cannot be read."""
        is_exact = self._language(row, claim.flat).is_exact
        path = self._missing(row, claim, set(), usual=True) if is_exact else None
        return path or next(claim.samples(row), "")

    def _language(self, row: Row[Any], flat: Flat | None) -> Language:
        """What a spelling of a row takes, read once."""
        if (row.index, flat) not in self._read:
            self._read[row.index, flat] = self._languages.of(row, flat)
        return self._read[row.index, flat]

    def _flats(self, row: Row[Any]) -> Iterator[Flat | None]:
        """The spellings of a row, None for its regex."""
        yield from spellings(row, trims=self._languages.compared.trims)
        if row.regex is not None:
            yield None

    def _is_one(self, row: Row[Any], claim: Claim) -> bool:
        """Whether browsers have one way only to ask for a claim."""
        compared = self._languages.compared
        is_literal = claim.flat is not None and all(isinstance(part, Text) for part in claim.flat)
        return is_literal and not (row.prefix or compared.folds or compared.trims)

    def _is_answering(self, earlier: Row[Any], row: Row[Any], claim: Claim) -> bool:
        """Whether an earlier row answers a claim, its path apart."""
        return (
            earlier.index < row.index
            and (earlier.methods is None or claim.method in earlier.methods)
            and (not earlier.hosts or is_among(claim.hostname, earlier.hosts))
            and not self._is_left_out(earlier.index, row)
        )

    def _is_left_out(self, index: int, row: Row[Any]) -> bool:
        """Whether a row before that index may leave their group for one that the row is behind."""
        return any(start < index < behind <= row.index for start, behind in self._ways_out)
