"""Paths laid out segment by segment, so that finding one costs the same among ten and ten thousand."""

from __future__ import annotations

from operator import attrgetter
from typing import Generic

from gateway.routing.leaf import Leaf
from gateway.routing.row import E

NEVER = 1 << 62
_order = attrgetter("order")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Node(Generic[E]):
    """Where the first `depth` segments of some paths lead.

    `literals` and `other` (a parameter's node, or a dead end) are the ways on; `ends` are the leaves of a
    path that stops here, `asides` those that take whatever comes by. `lowest` is the first order planted
    below, `rival` the first one that a walk to here left aside, `answers` the leaf by method, if sure.
    """

    __slots__ = ("answers", "asides", "depth", "ends", "literals", "lowest", "other", "parameter", "rival")

    def __init__(self, depth: int = 0, lowest: int = NEVER) -> None:
        """Begin without ways on."""
        self.depth = depth
        self.lowest = lowest
        self.literals: dict[str, Node[E]] = {}
        self.parameter: Node[E] | None = None
        self.other: Node[E] = self
        self.ends: list[Leaf[E]] = []
        self.asides: list[Leaf[E]] = []
        self.rival = NEVER
        self.answers: dict[str, Leaf[E]] = {}

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
        return self.parameter

    def plant(self, leaf: Leaf[E], *, aside: bool = False) -> None:
        """Add a leaf, of higher order than all before, for paths that stop here or (`aside`) only come by."""
        self.ends.append(leaf)
        if aside:
            self.asides.append(leaf)


def settle(root: Node[E]) -> None:
    """Work out below `root`, once all is planted, what each walk leaves aside and what is sure."""
    dead_end, contested_end = Node[E](), Node[E]()
    contested_end.rival = 0
    nodes = [root]
    while nodes:
        node = nodes.pop()
        node.answers = _answers(node)
        aside = min(node.rival, node.asides[0].order if node.asides else NEVER)
        node.other = end = dead_end if aside == NEVER else contested_end
        beside = aside
        if node.parameter is not None:
            node.parameter.rival = aside
            beside = min(aside, node.parameter.lowest)
            node.other = node.parameter
        for child in node.literals.values():
            child.rival = beside
        nodes += node.literals.values()
        if node.parameter is not None:
            nodes.append(node.parameter)
            # An empty segment is no parameter.
            node.literals.setdefault("", end)


def _answers(node: Node[E]) -> dict[str, Leaf[E]]:
    """The leaf that answers each method for sure if a walk ends here."""
    answers: dict[str, Leaf[E]] = {}
    undecided = METHODS
    for leaf in node.ends:
        methods = undecided if leaf.methods is None else undecided & leaf.methods
        if leaf.whole and leaf.order < node.rival:
            answers |= dict.fromkeys(methods, leaf)
        undecided -= methods
    return answers


def leaves(root: Node[E], keys: list[str]) -> list[Leaf[E]]:
    """All leaves that a path may lead to, in written order."""
    found: list[Leaf[E]] = []
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if node.depth == len(keys):
            found += node.ends
            continue
        found += node.asides
        key = keys[node.depth]
        if key in node.literals:
            nodes.append(node.literals[key])
        if key and node.parameter is not None:
            nodes.append(node.parameter)
    return found if len(found) == 1 else sorted(found, key=_order)
