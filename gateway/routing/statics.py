"""Paths without parameters, answered by one look-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from gateway.routing.leaf import Leaf
from gateway.routing.row import E, Row
from gateway.routing.syntax import Text

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Behind so many rows that may answer first a path is left to the tree, so that building stays linear.
_RIVALS = 32

Statics = dict[str, dict[str, Row[E]]]


def statics(rows: Iterable[Row[E]], leaves: Callable[[str], Iterable[Leaf[E]]]) -> Statics[E]:
    """For each literal path the row that answers each method, where that is sure before a request comes."""
    found: Statics[E] = {}
    for text in _literals(rows):
        if text not in found:
            found[text] = _answers(islice(leaves(text), _RIVALS))
    return found


def _literals(rows: Iterable[Row[E]]) -> Iterator[str]:
    for row in rows:
        for pattern in row.patterns:
            for flat in pattern.alternatives:
                if len(flat) == 1 and isinstance(flat[0], Text) and flat[0].value.isascii():
                    yield flat[0].value


def _answers(leaves: Iterable[Leaf[E]]) -> dict[str, Row[E]]:
    answers: dict[str, Row[E]] = {}
    open_methods: set[str] = set(METHODS)
    for leaf in leaves:
        methods = METHODS if leaf.methods is None else leaf.methods
        if leaf.fixed:
            answers |= dict.fromkeys(open_methods & methods, leaf.row)
        open_methods -= methods
    return answers
