"""Numbers that can be read and cannot be meant: limits that let nothing in, and limits that are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from gateway.check.described import Described, described
from gateway.config.document import Map
from gateway.config.formats import NONE
from gateway.config.units import seconds, size
from gateway.errors import Problem

_LONGEST = 10 * 366 * 86_400
_LARGEST = 1 << 40
_MOST = 10**9


def amount_problems(document: Map) -> Iterator[Problem]:
    """A warning for each duration, size or number of a document that is out of all proportion."""
    for each in described(document):
        said = _said(each)
        if said:
            yield Problem(each.at, "GW017", f"{each.key}: {each.value} {said}", level="warning")


def _said(each: Described) -> str:
    """What is wrong with one amount; nothing with what is none."""
    value, kind = each.value, each.format.removesuffix(f"-or-{NONE}")
    if isinstance(value, str):
        with suppress(ValueError, KeyError):
            return _OF[kind](str(each.key), value)
    is_number = type(value) is int and "integer" in each.schema.get("type", ()) and "enum" not in each.schema
    return "is more than anything can have" if is_number and value > _MOST else ""


def _duration(key: str, text: str) -> str:
    """What is wrong with a duration."""
    length = seconds(text)
    if length == 0 and key == "timeout":
        return "is over before anything can happen"
    return "is longer than ten years" if length > _LONGEST else ""


def _size(key: str, text: str) -> str:
    """What is wrong with a size."""
    bytes_ = size(text)
    if bytes_ == 0 and key.startswith("max_"):
        return "lets nothing in"
    return "is more than 1024GiB, and so is no limit" if bytes_ > _LARGEST else ""


_OF: dict[str, Callable[[str, str], str]] = {"duration": _duration, "size": _size}
