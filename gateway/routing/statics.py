"""Paths without parameters, answered by one look-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from gateway.routing.leaf import Leaf
from gateway.routing.row import E, Row
from gateway.routing.syntax import Text
from gateway.routing.tree import METHODS

# Behind so many rows that may answer first a path is left to the tree, so that building stays linear.
_RIVALS = 32

Statics = dict[str, dict[str, Row[E]]]


def statics(rows: Iterable[Row[E]], leaves: Callable[[str], Iterable[Leaf[E]]]) -> Statics[E]:
    """For each literal path the row that answers each method, where that is sure before a request comes."""
    return {text: _sure(islice(leaves(text), _RIVALS)) for text in dict.fromkeys(_literals(rows))}


def _literals(rows: Iterable[Row[E]]) -> Iterator[str]:
    """The paths without a parameter, groups put in and left out."""
    flats = (flat for row in rows for pattern in row.patterns for flat in pattern.alternatives)
    texts = (flat[0].value for flat in flats if len(flat) == 1 and isinstance(flat[0], Text))
    return filter(_is_sent_as_it_is, texts)


def _is_sent_as_it_is(text: str) -> bool:
    """Whether a path reaches us without an escape in it."""
    # A regex row before it must see here what it sees in a request.
    return text.isascii() and "%" not in text


def _sure(leaves: Iterable[Leaf[E]]) -> dict[str, Row[E]]:
    """The row that answers each method, for methods where no earlier leaf may object."""
    sure: dict[str, Row[E]] = {}
    undecided = METHODS
    for leaf in leaves:
        methods = undecided if leaf.methods is None else undecided & leaf.methods
        if leaf.whole and not leaf.takes and not leaf.guarded:
            sure |= dict.fromkeys(methods, leaf.row)
        undecided -= methods
    return sure
