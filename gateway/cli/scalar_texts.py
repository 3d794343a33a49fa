"""How text, numbers and words are written: quoted only where that matters, in as many lines as before."""

from __future__ import annotations

import json
import re

from gateway.cli.trees import Node
from gateway.config.reader import LINE_BREAK
from gateway.config.scalars import AmbiguousScalarError, scalar

_SIMPLE = re.compile(r"[A-Za-z_/][A-Za-z0-9_./-]+(?: [A-Za-z0-9_./-]+)*|/", re.ASCII)
_HEADER = re.compile(r"([|>])([+-]?)([1-9]?)([+-]?)")
_BLOCKS = ("|", ">")
_DEEPER = 2


def in_one_line(node: Node) -> str:
    """A scalar or an alias in one line."""
    if node.quote in ("'", '"') and _is_simple(node.value):
        return node.value
    if node.quote not in _BLOCKS and len(LINE_BREAK.split(node.raw)) == 1:
        return node.raw
    return node.value if _is_simple(node.value) else json.dumps(node.value, ensure_ascii=False)


def folded_lines(node: Node) -> list[str]:
    """A scalar in the lines in which it was written, which can be moved to the left and right."""
    first, *rest = LINE_BREAK.split(node.raw)
    return [first, *(line.lstrip() for line in rest)] if rest else [in_one_line(node)]


def block_lines(node: Node, column: int) -> list[str]:
    """The lines of a text with | or > in front, not indented any more; `column` is that of its entry."""
    first, *lines = LINE_BREAK.split(node.raw)
    style, before, depth, behind = _HEADER.match(first).groups()  # type: ignore[union-attr]
    chomping = before or behind
    filled = next((line for line in lines if line.strip()), "")
    indent = column + int(depth) if depth else len(filled) - len(filled.lstrip(" "))
    body = [line[indent:] for line in lines]
    if node.raw[-1:].isspace() and body:
        body.pop()
    while body and not body[-1] and chomping != "+":
        body.pop()
    if node.value and not node.value.endswith("\n"):
        chomping = "-"
    return [f"{style}{_DEEPER if depth else ''}{chomping}", *body]


def keeps_its_end(node: Node) -> bool:
    """Whether empty lines at the end of a value are part of it."""
    last = node
    while last.entries:
        last = last.entries[-1].value
    return last.quote in _BLOCKS and "+" in last.raw.partition("\n")[0]


def _is_simple(text: str) -> bool:
    """Whether every reader of YAML takes an unquoted text for this text, and people do not wonder."""
    try:
        return _SIMPLE.fullmatch(text) is not None and scalar(text) == text
    except AmbiguousScalarError:
        return False
