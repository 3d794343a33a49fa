"""From a method and a path to a row: the first in written order, and what else the rows say of a path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple

from gateway.routing.escapes import SLASH, MalformedEscape, decoded, harmless, with_slashes
from gateway.routing.leaf import Below, Leaf, Params, Searched
from gateway.routing.planting import planted, ways
from gateway.routing.row import E, Row, Sent, Target
from gateway.routing.statics import statics
from gateway.routing.tree import METHODS, NEVER, leaves

__all__ = ["METHODS", "MalformedEscape", "Row", "Table", "Target"]


class Reading(NamedTuple):
    """A path as the tree reads it: whole, as keys of literals, and as values of parameters."""

    text: str
    keys: list[str]
    segments: list[str]


class Table(Generic[E]):
    """Rows in written order (`index` rises), frozen; a question about a broken path raises MalformedEscape.

    `trailing_slash` is "strict" (with it a path is another path), "ignore" (it is not) or "redirect" (strict,
    and `redirection` knows the way).

        orders = Row(index=0, patterns=(parse("/orders/:number"),), converters={}, endpoint="an order")
        row, params = Table([orders]).match(Sent("/orders/7", "GET"))  # params is {"number": "7"}

    The first written row that takes a request answers it, however the rows are laid out inside: finding it
    costs the same among ten rows and ten thousand. Threads may ask at the same time.
    """

    __slots__ = ("_folds", "_plain", "_redirects", "_root", "_statics", "_trims", "rows")

    def __init__(
        self,
        rows: Iterable[Row[E]],
        *,
        case_sensitive: bool = True,
        trailing_slash: str = "redirect",
    ) -> None:
        """Lay the rows out; what can be decided before a request is decided here."""
        self.rows = tuple(rows)
        compared = ways(case_sensitive=case_sensitive, trailing_slash=trailing_slash)
        self._folds, self._trims, self._redirects = compared.folds, compared.trims, compared.redirects
        self._plain = not (self._folds or self._trims)
        self._root = planted(self.rows, compared)
        self._statics = statics(self.rows, self._at)

    def match(self, target: Target) -> tuple[Row[E], Params] | None:
        """The first row that answers, and its parameters; None if no row takes method and path together.

        Parameters are decoded and converted: text, or a list of text for a wildcard; one that an optional
        group leaves out is not there. An encoded slash never ends a segment: it is a character of the value.
        """
        text = target.path
        if "%" in target.raw_path:
            text, keys, segments = self._read(decoded(target.raw_path))
        else:
            rows = self._statics.get(text)
            if rows is not None and target.method in rows:
                return rows[target.method], {}
            if self._plain:
                keys = segments = text.split("/")
            else:
                text, keys, segments = self._read(text)
        node = self._root
        for key in keys:
            node = node.literals.get(key, node.other)
        leaf = node.answers.get(target.method)
        if leaf is not None:
            params = {}
            for name, place in leaf.takes:
                params[name] = segments[place]
            if not leaf.guarded or leaf.admits(target, params):
                return leaf.row, params
        is_open = node.ends or node.rival < NEVER
        return self._first(target, Reading(text, keys, segments), leaf) if is_open else None

    def is_absent(self, target: Target) -> bool:
        """Whether a quick look shows that no row has the path, nor with its last slash more or less.

        Scanners ask for such paths all day, so this comes before `allowed` and `redirection` search in full.
        """
        if "%" in target.raw_path or not self._plain:
            return False
        segments = target.path.split("/")
        last = segments.pop()
        node = self._root
        for key in segments:
            node = node.literals.get(key, node.other)
        end = node.literals.get(last, node.other)
        twin = end.literals.get("", end.other) if last else node
        return not (end.ends or twin.ends) and end.rival == twin.rival == NEVER

    def following(self, target: Target, index: int) -> tuple[Row[E], Params] | None:
        """The first row from that index on that answers, and its parameters."""
        for leaf, params in self._fitting(target, self._reading(target)):
            if leaf.row.index >= index and leaf.answers(target.method):
                return leaf.row, params
        return None

    def allowed(self, target: Target) -> tuple[Row[E], frozenset[str]] | None:
        """The first row whose path matches, and the methods of all whose path does (METHODS for any).

        A mounted service that does not have the path has no part in this.
        """
        found = [
            (leaf.row, methods)
            for leaf, params in self._fitting(target, self._reading(target))
            if (methods := _methods(leaf.row, target, params)) is not None
        ]
        return (found[0][0], frozenset[str]().union(*(methods for _, methods in found))) if found else None

    def redirection(self, target: Target) -> str | None:
        """The path as sent, its trailing slash added or removed, if a row answers there (and none here).

        A mounted service says so of the paths below it.
        """
        for leaf, params in self._fitting(target, self._reading(target)):
            if leaf.row.inner is not None and (written := leaf.row.inner.redirection(target, params)):
                return written
        if not self._redirects:
            return None
        path = harmless(target.raw_path if "%" in target.raw_path else target.path)
        path = path[:-1] if path.endswith("/") else path + "/"
        for leaf, _ in self._fitting(target, self._read(decoded(path))):
            if leaf.answers(target.method) and not isinstance(leaf, Below | Searched):
                return path
        return None

    def _first(
        self, target: Target, reading: Reading, refused: Leaf[E] | None
    ) -> tuple[Row[E], Params] | None:
        """The first row of all that may answer, each tried in turn but the one that has refused."""
        for leaf in leaves(self._root, reading.keys):
            if leaf is not refused and leaf.answers(target.method):
                params = leaf.params(target, reading.segments, reading.text)
                if params is not None:
                    return leaf.row, params
        return None

    def _read(self, text: str) -> Reading:
        """A decoded path as the tree asks for it."""
        if self._trims and text.endswith("/") and len(text) > 1 and not text.endswith("//"):
            text = text[:-1]
        segments = text.split("/")
        keys = text.lower().split("/") if self._folds else segments
        return Reading(text, keys, [*map(with_slashes, segments)] if SLASH in text else segments)

    def _reading(self, target: Target) -> Reading:
        """The path of a target, its escapes resolved; raise MalformedEscape."""
        return self._read(decoded(target.raw_path) if "%" in target.raw_path else target.path)

    def _fitting(self, target: Target, reading: Reading) -> Iterator[tuple[Leaf[E], Params]]:
        """The leaves whose path, host and converters agree, whatever their methods."""
        for leaf in leaves(self._root, reading.keys):
            params = leaf.params(target, reading.segments, reading.text)
            if params is not None:
                yield leaf, params

    def _at(self, path: str) -> Iterator[Leaf[E]]:
        """The leaves that a literal path leads to, guards not asked."""
        reading = self._read(path)
        for leaf in leaves(self._root, reading.keys):
            if leaf.read(Sent(path), reading.segments, reading.text) is not None:
                yield leaf


def _methods(row: Row[E], target: Target, params: Params) -> frozenset[str] | None:
    """The methods of a row whose path matches; those of the service mounted there, None if it has none."""
    if row.inner is not None:
        return row.inner.allowed(target, params)
    return METHODS if row.methods is None else row.methods
