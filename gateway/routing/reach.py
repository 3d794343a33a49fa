"""Rows that no request can reach, because an earlier one always answers first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gateway.routing.leaf import Shaped
from gateway.routing.pattern import Part
from gateway.routing.planting import planted, segments_of, spellings, ways
from gateway.routing.row import E, Row, Sent
from gateway.routing.syntax import Text, Wildcard
from gateway.routing.tree import Node, leaves

# What stands for any name, and for any value: no row says it literally, and no prefix takes the slash.
_NAME = "\x01"
_VALUE = "\x01/\x01"


def hidden(
    rows: Iterable[Row[E]], *, case_sensitive: bool = True, trailing_slash: str = "redirect"
) -> list[tuple[Row[E], Row[E]]]:
    """Pairs of a row that is never reached and the earlier one that hides it.

    Only a row without regex, converters, conditions and `passes` hides, and only by whole segments, wildcards
    at the end and prefixes; what several rows hide together is not told.
    """
    rows, compared = tuple(rows), ways(case_sensitive=case_sensitive, trailing_slash=trailing_slash)
    root, trims = planted(rows, compared), compared.trims
    longest = 2 + max((str(pattern).count("/") for row in rows for pattern in row.patterns), default=0)
    by_index = {row.index: row for row in rows}
    ways_out = [(row.index, row.exit) for row in rows if row.leaves]
    pairs = []
    for row in rows:
        paths = [
            path for flat in spellings(row, trims=trims) for path in _samples(row, segments_of(flat), longest)
        ]
        covers = [set(_covering(root, row, path, folds=not case_sensitive)) for path in paths]
        common = set[int]().union(*covers[:1]).intersection(*covers)
        common = {index for index in common if not _is_left_out(index, row, ways_out)}
        if common:
            pairs.append((row, by_index[min(common)]))
    return pairs


def _is_left_out(index: int, row: Row[E], ways_out: list[tuple[int, int]]) -> bool:
    """Whether a row before that index may leave their group for one that the row is behind."""
    return any(start < index < behind <= row.index for start, behind in ways_out)


def _samples(row: Row[E], segments: list[list[Part]], longest: int) -> Iterator[list[str]]:
    """Paths that a spelling matches, such that what takes all of these takes all it matches."""
    # Together they stand for all that a spelling matches: what may be long at its shortest and its longest.
    if row.prefix and segments == [[], []]:
        segments = [[]]
    for length in (1, longest):
        path = [each for segment in segments for each in _sample(segment, length)]
        yield path
        if row.prefix:
            yield path + [_NAME] * length
            yield [*path, ""]


def _sample(segment: list[Part], length: int) -> list[str]:
    """One segment as it may be sent, a wildcard `length` times."""
    text = "".join(part.value if isinstance(part, Text) else _VALUE for part in segment)
    more = length - 1 if any(isinstance(part, Wildcard) for part in segment) else 0
    return [text] + [_VALUE] * more


def _covering(root: Node[E], row: Row[E], path: list[str], *, folds: bool) -> Iterator[int]:
    """The indexes of rows that take a path whatever else a request to the row holds."""
    keys = [segment.lower() for segment in path] if folds else path
    for leaf in leaves(root, keys):
        if (
            _may_hide(leaf.row, row)
            and not isinstance(leaf, Shaped)
            and leaf.read(Sent(""), path, "") is not None
        ):
            yield leaf.row.index


def _may_hide(earlier: Row[E], row: Row[E]) -> bool:
    """Whether an earlier row takes every request of a row, their paths apart."""
    if earlier.index >= row.index or earlier.passes or earlier.converters or earlier.regex is not None:
        return False
    if earlier.when is not None:
        return False
    if earlier.hosts and not (row.hosts and {*row.hosts} <= {*earlier.hosts}):
        return False
    return earlier.methods is None or (row.methods is not None and row.methods <= earlier.methods)
