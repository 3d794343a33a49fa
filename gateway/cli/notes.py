"""Which entry of a tree each comment and each empty line belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from gateway.check.comments import comments
from gateway.cli.trees import Entry, Node, walk
from gateway.config.reader import LINE_BREAK
from gateway.errors import Position

_ANY = re.compile("#")
_ALIGNED = 3  # so many blanks are no accident


def annotate(root: Node, text: str, start: int) -> None:
    """Give each comment behind a place to an entry or a node, and each empty line to what follows it."""
    _Notes(root, text).take(start)


class _Notes:
    """The lines and entries of a text."""

    def __init__(self, root: Node, text: str) -> None:
        """Begin with where lines and entries are."""
        self._root, self._text = root, text
        self._lines = [0, *(found.end() for found in LINE_BREAK.finditer(text))]
        self._entries = list(walk(root))
        self._starts = [entry.start for entry in self._entries]
        self._kept = {line for node in self._kept_texts() for line in self._span(node)}

    def take(self, start: int) -> None:
        """Place all comments from there on, then the empty lines right before entries."""
        placed = ((at, self._lines[at.line - 1] + at.column - 1) for at in comments(self._text, "", _ANY))
        for at, index in ((at, index) for at, index in placed if index >= start):
            place = self._above(at, index) if self._is_first(index) else self._beside(at, index)
            if place is not None:
                place += [""] if self._is_first(index) and self._follows_empty(index) else []
                place.append(at.text.strip())
        for entry in self._entries:
            if not entry.parent.is_flow and self._is_first(entry.start) and self._follows_empty(entry.start):
                entry.before.append("")

    def _above(self, at: Position, index: int) -> list[str]:
        """Where a comment goes that has a line of its own."""
        number = bisect_right(self._starts, index)
        following = self._entries[number] if number < len(self._entries) else None
        around = list(self._around(index))
        flow = next((node for node in around if node.is_flow and node.start < index < node.end), None)
        if flow is not None and following is not None and following.start < flow.end:
            return following.before
        if flow is not None and flow.owner is not None and not flow.entries:
            return flow.owner.before
        if flow is not None:
            return flow.after
        column = at.column - 1
        blocks = (node for node in around if not node.is_flow and node.entries[0].column <= column)
        block = next(blocks, self._root)
        is_inside = following is not None and (column <= following.column or block is following.parent)
        return following.before if following and is_inside else block.after

    def _beside(self, at: Position, index: int) -> list[str] | None:
        """Where a comment goes that stands behind something, None once its entry has it."""
        number = bisect_right(self._starts, index) - 1
        if number < 0:
            return self._entries[0].before if self._entries else self._root.after
        entry = self._entries[number]
        while entry.parent.is_flow and entry.parent.end <= index:
            if entry.parent.owner is None:
                return self._root.after
            entry = entry.parent.owner
        if entry.beside is not None:
            return entry.before
        is_aligned = not self._text[max(index - _ALIGNED, 0) : index].strip()
        entry.beside = (at.column - 1 if is_aligned else 0, at.text.strip())
        return None

    def _around(self, index: int) -> Iterator[Node]:
        """The mappings and lists that the last entry before a place opens or is in, innermost first."""
        number = bisect_right(self._starts, index) - 1
        entry: Entry | None = self._entries[number] if number >= 0 else None
        if entry is not None and entry.value.kind in ("mapping", "list"):
            yield entry.value
        while entry is not None:
            yield entry.parent
            entry = entry.parent.owner
        if number < 0:
            yield self._root

    def _line(self, index: int) -> int:
        """The number of the line of a place, from 0."""
        return bisect_right(self._lines, index) - 1

    def _is_first(self, index: int) -> bool:
        """Whether nothing stands before a place in its line."""
        return not self._text[self._lines[self._line(index)] : index].strip()

    def _follows_empty(self, index: int) -> bool:
        """Whether the line before that of a place is empty, and no part of a text that keeps such lines."""
        line = self._line(index) - 1
        is_empty = line >= 0 and not self._text[self._lines[line] : self._lines[line + 1]].strip()
        return is_empty and line not in self._kept

    def _kept_texts(self) -> Iterator[Node]:
        """The texts that keep the empty lines at their end."""
        for entry in self._entries:
            if entry.value.quote in ("|", ">") and "+" in entry.value.raw.partition("\n")[0]:
                yield entry.value

    def _span(self, node: Node) -> range:
        """The lines of a node."""
        return range(self._line(node.start), self._line(node.end) + 1)
