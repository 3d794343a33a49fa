"""Fields whose names say where values belong, as in `user[name]=Ann&tags[]=a&tags[]=b`, made one value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from gateway.http.urls import is_badly_escaped

SAID = {"fields": "fields", "depth": "levels of brackets", "list": "items in a list"}

_index = re.compile("0|[1-9][0-9]*").fullmatch


class LimitError(ValueError):
    """A limit is passed: `limit` is `fields`, `depth` or `list`, and `most` what is accepted."""

    def __init__(self, limit: str, most: int) -> None:
        """Say which limit it is."""
        super().__init__(f"more than {most} {SAID[limit]}")
        self.limit = limit
        self.most = most


class _List(dict[int, Any]):
    """A list that is being filled, by index; gaps are closed in the end.

    `mixed` if its first item is a mapping which a plain value came to.
    """

    mixed = False

    @property
    def end(self) -> int:
        """The index behind the last item."""
        return max(self, default=-1) + 1


class _Map(dict[str, Any]):
    """A mapping that is being filled; `last` is the highest number in it if it was a mixed list."""

    last: int | None = None


def split(text: str, decode: Callable[[str], str] | None = None) -> list[tuple[str, str]]:
    """The pairs of a query or a urlencoded body, decoded, in order; those without a name are left out.

    A `=` within brackets belongs to the name. A name or value with a malformed escape, or one that is not
    UTF-8, stays as it is but for the `+`.
    """
    parts = text.split("&")
    bracketed = "]" in text or "%5" in text
    halves = map(_halves, parts) if bracketed else (part.partition("=")[::2] for part in parts)
    if decode is None and "%" not in text and "+" not in text:
        return [half for half in halves if half[0]]
    read = decode or decoded
    return [(read(name), read(value)) for name, value in halves if name]


def decoded(text: str) -> str:
    """Text with `+` and percent escapes resolved; only the `+` if any of the escapes is malformed."""
    spaced = text.replace("+", " ") if "+" in text else text
    if "%" not in spaced or is_badly_escaped(spaced):
        return spaced
    try:
        return unquote_to_bytes(spaced).decode()
    except UnicodeDecodeError:
        return spaced


def _halves(part: str) -> tuple[str, str]:
    """The name and the value of a pair, with the brackets of the name unescaped."""
    if "%5" in part:
        part = re.sub("%5B", "[", re.sub("%5D", "]", part, flags=re.IGNORECASE), flags=re.IGNORECASE)
    if "]=" in part:
        head, _, value = part.partition("]=")
        return head + "]", value
    name, _, value = part.partition("=")
    return name, value


def parse(
    pairs: Iterable[tuple[str, Any]], *, max_depth: int = 5, max_fields: int = 1000, list_limit: int = 20
) -> dict[str, Any]:
    """What the pairs make together, in dicts and lists only; raise LimitError over a limit.

        parse([("a[b]", "1"), ("c[]", "2"), ("c[]", "3")]) == {"a": {"b": "1"}, "c": ["2", "3"]}

    `max_depth` counts brackets, `list_limit` the items of a list and so the indexes from 0. A repeated name
    is a list. `__proto__` is dropped, since what is parsed here may reach JavaScript.
    """
    whole = _Map()
    for name, values in _grouped(pairs, max_fields, list_limit).items():
        leaf = values[0] if len(values) == 1 else _List(enumerate(values))
        _join(whole, _branch(_segments(name, max_depth), leaf, list_limit), list_limit)
    return {name: _finished(value) for name, value in whole.items()}


def _grouped(pairs: Iterable[tuple[str, Any]], max_fields: int, list_limit: int) -> dict[str, list[Any]]:
    """The values of each name; raise LimitError."""
    groups: dict[str, list[Any]] = {}
    for count, (name, value) in enumerate(pairs):
        if count >= max_fields:
            raise LimitError("fields", max_fields)
        groups.setdefault(name, []).append(value)
    if any(len(values) > list_limit for values in groups.values()):
        raise LimitError("list", list_limit)
    return groups


def _segments(name: str, max_depth: int) -> list[str]:
    """`a[b][]` as `a`, `[b]`, `[]`; what is not closed is one literal segment, text behind a bracket none."""
    start = name.find("[")
    segments = [name[:start] if start > 0 else name] if start else []
    depth = 0
    while start >= 0:
        depth += 1
        if depth > max_depth:
            raise LimitError("depth", max_depth)
        end = _closing(name, start)
        segments.append(name[start : end + 1] if end > 0 else f"[{name[start:]}]")
        start = name.find("[", end + 1) if end > 0 else -1
    return segments


def _closing(name: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed, -1 if nowhere."""
    level = 0
    for found in re.finditer(r"[\[\]]", name[start:]):
        level += 1 if found[0] == "[" else -1
        if not level:
            return start + found.start()
    return -1


def _branch(segments: list[str], leaf: Any, list_limit: int) -> Any:
    """A value inside the lists and mappings that its name speaks of."""
    for segment in reversed(segments):
        inner = segment[1:-1] if segment.startswith("[") and segment.endswith("]") else segment
        if segment == "[]":
            leaf = leaf if isinstance(leaf, _List) else _List({0: leaf})
        elif inner != segment and _index(inner):
            if len(inner) > len(str(list_limit)) or int(inner) >= list_limit:
                raise LimitError("list", list_limit)
            leaf = _List({int(inner): leaf})
        else:
            leaf = _Map() if inner == "__proto__" else _Map({inner: leaf})
    return leaf


def _merged(old: Any, new: Any, list_limit: int) -> Any:
    """Two values that belong in the same place, as one; raise LimitError."""
    if not isinstance(new, _List | _Map):
        return old if new == "" else _added(old, new, list_limit)
    if isinstance(old, _List) and isinstance(new, _List):
        return _extended(old, new, list_limit)
    if isinstance(old, _List | _Map):
        return _join(_named(old) if isinstance(old, _List) else old, new, list_limit)
    return _checked(_List({0: old} | _shifted(new)), list_limit)


def _added(old: Any, new: Any, list_limit: int) -> Any:
    """A plain value added to what is there: to a mapping too, which then is the first item of a list."""
    if isinstance(old, _List):
        if len(old) >= list_limit:
            raise LimitError("list", list_limit)
        old[old.end] = new
        return old
    if isinstance(old, _Map) and old.last is not None:
        old.last += 1
        old[str(old.last)] = new
        return old
    pair = _List({0: old, 1: new})
    pair.mixed = isinstance(old, _Map)
    return _checked(pair, list_limit)


def _extended(old: _List, new: _List, list_limit: int) -> _List:
    """A list with the items of another at their places, or at the end where a place is taken."""
    for index, item in new.items():
        if index not in old:
            old[index] = item
        elif isinstance(old[index], _List | _Map) and isinstance(item, _List | _Map):
            old[index] = _merged(old[index], item, list_limit)
        else:
            old[old.end] = item
    if len(old) > list_limit:
        raise LimitError("list", list_limit)
    return old


def _join(old: _Map, new: _List | _Map, list_limit: int) -> _Map:
    """A mapping with the entries of another mapping, or of a list by their indexes."""
    for key, value in new.items():
        name = str(key)
        old[name] = _merged(old[name], value, list_limit) if name in old else value
        if old.last is not None and _index(name):
            old.last = max(old.last, int(name))
    return old


def _named(items: _List) -> _Map:
    """A list as a mapping by index."""
    named = _Map({str(index): items[index] for index in sorted(items)})
    named.last = items.end - 1 if items.mixed else None
    return named


def _shifted(new: _List | _Map) -> dict[int, Any]:
    """The items of a list, or a mapping as the only one, from index 1 on."""
    return {index + 1: item for index, item in new.items()} if isinstance(new, _List) else {1: new}


def _checked(items: _List, list_limit: int) -> _List:
    """The list, gaps counted; raise LimitError."""
    if items.end > list_limit:
        raise LimitError("list", list_limit)
    return items


def _finished(value: Any) -> Any:
    """A value in plain lists without gaps, and plain dicts."""
    if isinstance(value, _List):
        return [_finished(value[index]) for index in sorted(value)]
    return {name: _finished(item) for name, item in value.items()} if isinstance(value, _Map) else value
