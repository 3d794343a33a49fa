"""Stacks and middleware that nothing names, and those that a stack names by two ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gateway.config.document import Map, Seq, section_of
from gateway.config.route_rules import every_route
from gateway.config.rules import every_entry
from gateway.config.suggest import listed
from gateway.errors import Position, Problem

_NO_USE: Final = {"middleware": "is in no stack", "stacks": "is named by no route and no other stack"}


def unused_layers(document: Map) -> Iterator[Problem]:
    """A warning for each stack and middleware that no environment uses, and for each that runs once of two.

    The document is as it is written, included files merged in.
    """
    overlays = section_of(document, "environments")
    documents = [document, *(section_of(overlays, name) for name in overlays)]
    used = {name for each in documents for name in _used(each)}
    for each in documents if not any("${" in name for name in used) else ():
        for key, said in _NO_USE.items():
            section = section_of(each, key)
            for name in (name for name in section if name not in used):
                noun = "stack" if key == "stacks" else key
                message, help_ = f'{noun} "{name}" {said}', "take it away, or name it where it is meant"
                yield Problem(section.key_at(name), "GW045", message, help_, "warning")
    yield from _overlaps(document)


def _used(document: Map) -> Iterator[str]:
    """The names that stand in a stack, and that of the default one."""
    yield from (value for value, _ in every_entry(document) if isinstance(value, str))
    default = section_of(document, "settings").get("default_stack")
    yield from (default,) if isinstance(default, str) else ()


def _overlaps(document: Map) -> Iterator[Problem]:
    """The stacks of which two entries bring the same layer; what one list names twice is told elsewhere."""
    stacks = section_of(document, "stacks")
    named = [(f'stack "{name}"', stacks[name]) for name in stacks]
    for what, entries in (*named, *(("this stack", item.get("stack")) for item in every_route(document))):
        seen: dict[str, str] = {}
        for name, at in _names(entries):
            brought = _opened(name, stacks, set())
            twice = [each for each in brought if each in seen and name != seen[each]]
            if twice:
                yield _twice(what, twice, (seen[twice[0]], name), at)
            seen = {**dict.fromkeys(brought, name), **seen}


def _twice(what: str, names: list[str], ways: tuple[str, str], at: Position) -> Problem:
    """That layers come by two ways, and run once, where they are first."""
    which = listed([f'"{name}"' for name in names], last="and")
    via = listed([f"via {way}" if way not in names else "itself" for way in ways], last="and")
    message = f"{what} names {which} twice ({via}); {'it runs' if len(names) == 1 else 'each runs'} once"
    return Problem(at, "GW045", message, "let one entry bring it", "warning")


def _names(entries: Any) -> Iterator[tuple[str, Position]]:
    """The names in a list, and where each stands."""
    if isinstance(entries, Seq):
        found = ((entry, entries.value_at(index)) for index, entry in enumerate(entries))
        yield from ((entry, at) for entry, at in found if isinstance(entry, str))


def _opened(name: str, stacks: Mapping[str, Any], seen: set[str]) -> dict[str, None]:
    """The layers that a name stands for, in order; a stack that has been seen is not opened again."""
    if name not in stacks:
        return {name: None}
    seen.add(name)
    inner = (each for each, _ in _names(stacks[name]) if each not in seen)
    return {layer: None for each in inner for layer in _opened(each, stacks, seen)}
