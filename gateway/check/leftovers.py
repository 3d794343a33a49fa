"""What a file says and nothing needs: variables without a use, overlays that repeat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.config.document import Map, section_of
from gateway.config.overlays import NOT_IN_OVERLAY
from gateway.config.route_rules import maps
from gateway.config.variables import REFERENCE
from gateway.errors import Problem
from gateway.resolution.report import place


def leftovers(document: Map) -> Iterator[Problem]:
    """A warning for each declared variable that no environment uses, and for each value said twice.

    The document is as it is written, included files merged in, no overlay laid over it.
    """
    yield from _unused(document)
    overlays = document.get("environments")
    for name, overlay in overlays.items() if isinstance(overlays, Map) else ():
        if isinstance(overlay, Map):
            allowed = overlay.only(key for key in overlay if key not in NOT_IN_OVERLAY)
            yield from _repeated(document, allowed, f"environments.{name}", "")


def _unused(document: Map) -> Iterator[Problem]:
    """The variables that `env` declares, or that of an overlay alone, and no text holds."""
    used = {name for key in document if key != "env" for name in references(document[key])}
    for holder in maps([document, *section_of(document, "environments").values()]):
        declared = section_of(holder, "env")
        if holder is not document:
            used.update(section_of(document, "env"))
        for name in (each for each in declared if each not in used):
            said, help_ = f"env {name} is declared but never used", f'write "${{{name}}}" where it is meant'
            yield Problem(declared.key_at(name), "GW023", said, help_, "warning")


def references(value: Any) -> Iterator[str]:
    """The variables that a value and all in it refer to."""
    if isinstance(value, str):
        yield from (found[2] for found in REFERENCE.finditer(value) if found[2] and not found[1])
    elif isinstance(value, dict):
        yield from (name for item in value.values() for name in references(item))
    elif isinstance(value, list):
        yield from (name for item in value for name in references(item))


def _repeated(base: Map, overlay: Map, name: str, path: str) -> Iterator[Problem]:
    """The values of an overlay that are those below it."""
    for key in overlay:
        above, below, where = overlay[key], base.get(key), f"{path}{key}"
        if isinstance(above, Map) and isinstance(below, Map):
            yield from _repeated(below, above, name, f"{where}.")
        elif key in base and type(above) is type(below) and above == below:
            said = f"{name} repeats the base value of {where}"
            help_ = f"take it away; {place(base.value_at(key), overlay.key_at(key))} says the same"
            yield Problem(overlay.key_at(key), "GW093", said, help_, "warning")
