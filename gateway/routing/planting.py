"""Rows laid out as a tree: each spelling of each row becomes a leaf at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from gateway.routing.expression import expression
from gateway.routing.leaf import Below, Leaf, Searched, Shaped, Tail
from gateway.routing.pattern import Flat, Part
from gateway.routing.row import E, Row
from gateway.routing.syntax import Parameter, Text, Wildcard
from gateway.routing.tree import Node, settle

_ROOT = (Text("/"),)


@dataclass(frozen=True, slots=True)
class Ways:
    """How paths are compared: `folds` the case of literals, `trims` or `redirects` trailing slashes."""

    folds: bool
    trims: bool
    redirects: bool


def ways(*, case_sensitive: bool, trailing_slash: str) -> Ways:
    """How the settings say that paths are compared."""
    return Ways(not case_sensitive, trailing_slash == "ignore", trailing_slash == "redirect")


def planted(rows: Iterable[Row[E]], compared: Ways) -> Node[E]:
    """The tree of rows in written order."""
    root: Node[E] = Node(0, 0)
    orders = count()
    for row in rows:
        if row.regex is not None:
            root.plant(Searched(next(orders), row, row.regex), aside=True)
        for flat in spellings(row, trims=compared.trims):
            _plant(root, row, flat, next(orders), compared)
    settle(root)
    return root


def spellings(row: Row[E], *, trims: bool) -> Iterable[Flat]:
    """The alternatives of a row's patterns in order, each once."""
    flats = (flat for pattern in row.patterns for flat in pattern.alternatives)
    return dict.fromkeys(map(_trimmed, flats) if trims or row.prefix else flats)


def segments_of(flat: Flat) -> list[list[Part]]:
    """What stands between the slashes: an empty list where two meet, and first of all before the first."""
    segments: list[list[Part]] = [[]]
    for part in flat:
        first, *others = part.value.split("/") if isinstance(part, Text) else [part]
        segments[-1] += _part(first)
        segments += (list(_part(other)) for other in others)
    return segments


def _part(piece: str | Part) -> Iterator[Part]:
    """The piece of a path as a part of a segment; an empty one is none."""
    if not isinstance(piece, str):
        yield piece
    elif piece:
        yield Text(piece)


def _trimmed(flat: Flat) -> Flat:
    """A path without its trailing slash; `/` keeps it."""
    last = flat[-1]
    if flat == _ROOT or not isinstance(last, Text) or not last.value.endswith("/"):
        return flat
    return (*flat[:-1], *_part(last.value[:-1]))


def _plant(root: Node[E], row: Row[E], flat: Flat, order: int, compared: Ways) -> None:
    """Put one spelling of a row where its segments lead."""
    node, takes = root, list[tuple[str, int]]()
    segments = segments_of(flat)
    if row.prefix and flat == _ROOT:
        segments.pop()
    for place, segment in enumerate(segments):
        match segment:
            case []:
                node = node.literal("", order)
            case [Text(value)]:
                node = node.literal(value.lower() if compared.folds else value, order)
            case [Parameter(name)]:
                takes.append((name, place))
                node = node.any(order)
            case [Wildcard(name)] if place == len(segments) - 1 and not row.prefix:
                node.plant(
                    Tail(order, row, tuple(takes), (name, place), redirects=compared.redirects), aside=True
                )
                return
            case _:
                _plant_shaped(node, row, flat, order, compared)
                return
    if row.prefix:
        node.plant(Below(order, row, tuple(takes), len(segments)), aside=True)
    else:
        node.plant(Leaf(order, row, tuple(takes)), aside=False)


def _plant_shaped(node: Node[E], row: Row[E], flat: Flat, order: int, compared: Ways) -> None:
    """Put a spelling that only an expression can read where its first odd segment is."""
    source = expression(flat) + ("(?:/(.*))?" if row.prefix else "")
    shape = re.compile(source, re.DOTALL | re.IGNORECASE if compared.folds else re.DOTALL)
    node.plant(Shaped(order, row, flat, shape, redirects=compared.redirects), aside=True)
