"""Paths laid out segment by segment, so that finding one costs the same among ten and ten thousand."""

from __future__ import annotations

from typing import Generic

from gateway.routing.leaf import Leaf
from gateway.routing.row import E

NEVER = 1 << 62


class Node(Generic[E]):
    """Where the first `depth` segments of some paths lead.

    `ends` are the leaves for a path that stops here, `asides` those that may take any path that comes by;
    `lowest` is the first order below, `aside` the first one of the asides, `beside` the first one that a literal
    way on misses.
    Leaves are planted in rising order, so every list is sorted.
    """

    __slots__ = ("aside", "asides", "beside", "depth", "ends", "literals", "lowest", "parameter")

    def __init__(self, depth: int, lowest: int) -> None:
        self.depth = depth
        self.lowest = lowest
        self.literals: dict[str, Node[E]] = {}
        self.parameter: Node[E] | None = None
        self.ends: list[Leaf[E]] = []
        self.asides: list[Leaf[E]] = []
        self.aside = NEVER
        self.beside = NEVER

    def literal(self, segment: str, order: int) -> Node[E]:
        """The node behind a literal segment, made if it is new."""
        child = self.literals.get(segment)
        if child is None:
            child = self.literals[segment] = Node(self.depth + 1, order)
        return child

    def any(self, order: int) -> Node[E]:
        """The node behind a parameter, made if it is new."""
        if self.parameter is None:
            self.parameter = Node(self.depth + 1, order)
            self.beside = min(self.beside, order)
        return self.parameter

    def plant(self, leaf: Leaf[E], *, aside: bool) -> None:
        """Add a leaf for paths that stop here, or with `aside` for all that come by."""
        self.ends.append(leaf)
        if aside:
            self.asides.append(leaf)
            self.aside = min(self.aside, leaf.order)
            self.beside = min(self.beside, leaf.order)

    def gather(self, keys: list[str], limit: int, found: list[Leaf[E]]) -> None:
        """Add to `found` the leaves below, of lower order than `limit`, that a path may lead to."""
        if self.depth == len(keys):
            found += self.ends
            return
        found += self.asides
        for child in (self.literals.get(keys[self.depth]), self.parameter):
            if child is not None and child.lowest < limit:
                child.gather(keys, limit, found)
