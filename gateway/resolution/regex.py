"""Which groups of a regular expression take part in every match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

# The standard library's own reading of a pattern; nothing public tells which groups are optional.
_PARSER = import_module("re._parser")


def certain(regex: re.Pattern[str]) -> frozenset[int]:
    """The numbers of the groups that no match leaves out."""
    return frozenset(_certain(_PARSER.parse(regex.pattern, regex.flags)))


def _certain(items: Any) -> Iterator[int]:
    """The groups in a sequence that stand outside alternatives and of what may occur zero times."""
    for code, argument in items:
        match str(code):
            case "SUBPATTERN":
                group, _, _, inner = argument
                yield from () if group is None else (group,)
                yield from _certain(inner)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT" if argument[0] > 0:
                yield from _certain(argument[2])
            case "ATOMIC_GROUP":
                yield from _certain(argument)
