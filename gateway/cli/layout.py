"""A tree of YAML as text in one style: two blanks deeper a level, in one line what was and fits into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gateway.cli.scalar_texts import block_lines, folded_lines, in_one_line, keeps_its_end
from gateway.cli.trees import Entry, Node, walk

WIDTH = 110
_STEP = 2
_GAP = 2


def laid_out(root: Node) -> Iterator[str]:
    """The lines of a tree; an empty one stands between two keys at the top."""
    if _fits(root, 0) or not root.entries:
        yield _one_line(root)
    for number, entry in enumerate([] if _fits(root, 0) else root.entries):
        if number and not keeps_its_end(root.entries[number - 1].value):
            yield ""
        yield from _from_first(_above(entry, 0))
        yield from _own(entry, 0)
    yield from root.after


def _block(node: Node, indent: int) -> Iterator[str]:
    """The lines of a mapping or list, without what stands above its first entry."""
    first, *rest = node.entries
    yield from _own(first, indent)
    for entry in rest:
        yield from _indented(_above(entry, indent), indent)
        yield from _own(entry, indent)
    yield from _indented(node.after, indent)


def _above(entry: Entry, indent: int) -> list[str]:
    """The comments above an entry; those of what begins on the line of its dash stand above that line."""
    if not _opens_on_dash(entry, indent):
        return entry.before
    beside = [entry.beside[1]] if entry.beside else []
    return [*entry.before, *beside, *filter(None, _above(entry.value.entries[0], indent + _STEP))]


def _own(entry: Entry, indent: int) -> Iterator[str]:
    """The lines of an entry, without what stands above it."""
    if _opens_on_dash(entry, indent):
        first, *rest = _block(entry.value, indent + _STEP)
        yield f"{' ' * indent}- {first[indent + _STEP :]}"
        yield from rest
        return
    lines = [*_valued(entry, indent)]
    if entry.beside is not None:
        # A comment behind any line of a text but its last would be part of the text, or end it.
        number = -1 if entry.value.kind == "scalar" and entry.value.quote not in ("|", ">") else 0
        lines[number] = _beside(lines[number], *entry.beside)
    yield from lines


def _valued(entry: Entry, indent: int) -> Iterator[str]:
    """The lines of an entry whose value begins behind its key or dash, or on the next line."""
    node = entry.value
    head = "-" if entry.key is None else f"{_one_line(entry.key)}:"
    label = " " * indent + " ".join(filter(None, (head, node.anchor)))
    if node.entries and not _fits(node, len(label) + 1):
        yield label
        yield from _indented(_from_first(_above(node.entries[0], indent + _STEP)), indent + _STEP)
        yield from _block(node, indent + _STEP)
        return
    lines = [_one_line(node, with_anchor=False)]
    if node.quote in ("|", ">"):
        lines = block_lines(node, entry.column)
    elif node.kind == "scalar":
        lines = folded_lines(node)
    yield f"{label} {lines[0]}".rstrip()
    yield from _indented(lines[1:], indent + _STEP)


def _one_line(node: Node, *, with_anchor: bool = True) -> str:
    """A value in one line."""
    text = in_one_line(node)
    if node.kind == "mapping":
        pairs = ((_one_line(entry.key), _one_line(entry.value)) for entry in node.entries if entry.key)
        text = "{" + ", ".join(f"{key}: {value or 'null'}" for key, value in pairs) + "}"
    elif node.kind == "list":
        text = "[" + ", ".join(_one_line(entry.value) for entry in node.entries) + "]"
    return f"{node.anchor} {text}" if with_anchor and node.anchor else text


def _fits(node: Node, column: int) -> bool:
    """Whether a value was written in brackets and can be so in one line, behind what stands there."""
    return node.is_flow and not _has_comments(node) and column + len(_one_line(node)) <= WIDTH


def _has_comments(node: Node) -> bool:
    """Whether a comment stands within a value."""
    inner = [*walk(node)]
    return bool(node.after) or any(entry.before or entry.beside or entry.value.after for entry in inner)


def _opens_on_dash(entry: Entry, indent: int) -> bool:
    """Whether the value of an item is a mapping or list that begins behind its dash and goes on below it."""
    node = entry.value
    return bool(entry.key is None and node.entries and not node.anchor and not _fits(node, indent + _STEP))


def _beside(line: str, column: int, comment: str) -> str:
    """A line with a comment behind it, where that stood if there is room."""
    return line + " " * max(column - len(line), _GAP) + comment


def _from_first(before: list[str]) -> list[str]:
    """Comments without an empty line above them."""
    return before[1:] if before[:1] == [""] else before


def _indented(lines: Iterable[str], indent: int) -> Iterator[str]:
    """Lines moved to the right."""
    return (" " * indent + line if line else "" for line in lines)
