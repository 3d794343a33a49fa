"""Lists that hold one thing twice, where the second could never count."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.config.document import Map, Seq, section_of
from gateway.config.route_rules import every_body, every_route
from gateway.errors import Problem

_OF_SETTINGS = ("hosts", "trust_proxy")
_OF_ROUTES = ("path", "host", "methods", "without")
_OF_STATIC = ("root", "index", "extensions")
_UNSHOWN = "keys"
_FOLDED = ("hosts", "host", "types")  # in which capitals and small letters are the same


def repetitions(document: Map) -> Iterator[Problem]:
    """The problems of lists that hold a text twice; a key of cookies is not shown."""
    for holder, key in _lists(document):
        texts = holder.get(key)
        if isinstance(texts, Seq):
            yield from _repeated(texts, key)


def _repeated(texts: Seq, key: str) -> Iterator[Problem]:
    """The items of one list that are in it already."""
    seen: set[str] = set()
    for index, text in enumerate(texts):
        if not isinstance(text, str):
            continue
        known = "".join(text).lower() if key in _FOLDED else "".join(text)
        if known in seen:
            shown, at = f'"{text}"', texts.value_at(index)
            if key == _UNSHOWN:
                shown, at = "this key", at._replace(text="")
            yield Problem(at, "GW045", f"{shown} is in this list already", "take one of them away")
        seen.add(known)


def _lists(document: Map) -> Iterator[tuple[Map, str]]:
    """Every mapping with the key of a list that may be there, and whose items are alternatives."""
    yield section_of(document, "views"), "directory"
    settings = section_of(document, "settings")
    yield from ((settings, key) for key in _OF_SETTINGS)
    yield section_of(settings, "cookies"), _UNSHOWN
    yield section_of(settings, "method_override"), "methods"
    for item in every_route(document):
        yield from ((item, key) for key in _OF_ROUTES)
        yield from ((section_of(item, "static"), key) for key in _OF_STATIC)
        yield from ((body, "types") for body in every_body(item))
