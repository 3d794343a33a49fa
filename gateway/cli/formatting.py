"""One style for a configuration: the order of its keys, how values are written, where comments stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import yaml

from gateway.check.comments import comments
from gateway.cli.layout import laid_out
from gateway.cli.notes import annotate
from gateway.cli.trees import Entry, Node, tree, walk
from gateway.config.document import Map, Seq
from gateway.config.fragments import joined
from gateway.config.reader import LOADER, parse
from gateway.errors import ConfigSyntaxError

_OVERLAYS = "environments"
_MODELINE = "# yaml-language-server:"


def formatted(text: str, file: str) -> str:
    """The text of a file in the one style; raise ConfigSyntaxError if it is not YAML.

    Raise ValueError if it would mean something else then, or lose a comment: no text is known that does.
    """
    document = parse(text, file)
    start = _start(text)
    root = tree(text)
    annotate(root, text, start)
    header = _sorted(root)
    result = "".join(f"{line}\n" for line in (*text[:start].splitlines(), *header, *laid_out(root)))
    if _meaning(result) != (_shape(document), _remarks(text)):
        raise ValueError(f"{file} would not mean the same in the one style, and is left as it is")
    return result.replace("\n", "\r\n") if "\r\n" in text else result


def _start(text: str) -> int:
    """Where the line --- that begins a document ends, 0 without one."""
    events = yaml.parse(text, Loader=LOADER)
    event: Any = next(event for event in events if isinstance(event, yaml.DocumentStartEvent))
    return event.end_mark.index if event.explicit else 0


def _sorted(root: Node) -> list[str]:
    """Put the keys at the top, and of overlays, in the order of the schema; what stands above all of them."""
    header = _header(root.entries[0]) if root.entries else []
    known = list(joined()["properties"])
    overlays = [entry.value for entry in root.entries if entry.key and entry.key.value == _OVERLAYS]
    for node in (root, *(entry.value for overlay in overlays for entry in overlay.entries)):
        written = node.entries
        node.entries = sorted(written, key=lambda entry: _rank(entry, known))
        if not _are_named_in_order(root):
            node.entries = written
    return header


def _header(first: Entry) -> list[str]:
    """Take from the first key what is about the file: the comments up to an empty line, and a modeline."""
    above = first.before
    end = len(above) - above[::-1].index("") if "" in above else 0
    while above[end : end + 1] and above[end].startswith(_MODELINE):
        end += 1
    first.before = above[end:]
    return above[:end]


def _rank(entry: Entry, known: Sequence[str]) -> int:
    """The place of a key: what is merged first, what nobody knows last."""
    name = entry.key.value if entry.key else ""
    return known.index(name) if name in known else -1 if name == "<<" else len(known)


def _are_named_in_order(root: Node) -> bool:
    """Whether each alias stands behind the anchor it means, and no name is given twice."""
    named: set[str] = set()
    for value in (entry.value for entry in walk(root)):
        if value.anchor in named or (value.kind == "alias" and f"&{value.raw[1:]}" not in named):
            return False
        named |= {value.anchor} - {""}
    return True


def _meaning(text: str) -> Any:
    """The shape and the comments of a text, None if it is not YAML."""
    try:
        return _shape(parse(text, "")), _remarks(text)
    except ConfigSyntaxError:
        return None


def _shape(value: Any) -> Any:
    """What a document holds, in which 1 and true are not the same and the order of keys does not count."""
    if isinstance(value, Map):
        return {key: _shape(item) for key, item in value.items()}
    return [_shape(item) for item in value] if isinstance(value, Seq) else (type(value), value)


def _remarks(text: str) -> Counter[str]:
    """How often each comment is there."""
    return Counter(at.text.strip() for at in comments(text, "", re.compile("#")))
