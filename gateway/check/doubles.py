"""What stands twice in a list, and environments whose names are nearly those that are always there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from gateway.check.described import described
from gateway.config.document import Map, Seq, section_of
from gateway.config.overlays import ALWAYS
from gateway.config.suggest import did_you_mean
from gateway.errors import Problem

_NEAR = 0.9
_UNSHOWN = "keys"


def double_problems(document: Map) -> Iterator[Problem]:
    """A warning for each text that its list has already, and for each overlay that is probably misspelt."""
    for each in described(document):
        if isinstance(each.value, Seq) and each.schema.get("items", {}).get("type") == "string":
            yield from _twice(each.value, str(each.key))
    overlays = section_of(document, "environments")
    for name in overlays:
        if any(_is_slip(name, known) for known in ALWAYS):
            near = did_you_mean(name, ALWAYS)
            message = f'environment "{name}" is none of those that are always there{near}'
            yield Problem(overlays.key_at(name), "GW090", message, level="warning")


def _twice(texts: Seq, key: str) -> Iterator[Problem]:
    """The items of one list that are in it already."""
    for index, text in enumerate(texts):
        if text in texts[:index]:
            shown = "this key" if key == _UNSHOWN else f'"{text}"'
            at, help_ = texts.value_at(index), "take one of them away"
            yield Problem(at, "GW045", f"{shown} is in this list already", help_, "warning")


def _is_slip(name: str, known: str) -> bool:
    """Whether a name is another but for a letter in its middle."""
    is_part = name.startswith(known) or known.startswith(name)
    return name != known and not is_part and SequenceMatcher(None, name, known).ratio() >= _NEAR
