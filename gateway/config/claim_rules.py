"""What the options of `require_login` must agree on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gateway.config.document import Map
from gateway.errors import Position, Problem


def claim_problems(entries: Iterable[tuple[Any, Position]]) -> Iterator[Problem]:
    """The problems of entries of stacks: values of no claim, and a choice of none."""
    for entry, _ in entries:
        options = entry.get("require_login") if isinstance(entry, Map) else None
        if not isinstance(options, Map):
            continue
        for key in (key for key in ("any_of", "all_of") if key in options):
            if "claim" not in options and "claim" not in options.absent:
                message = f"{key} has the values of a claim, but no claim is named"
                yield Problem(options.key_at(key), "GW051", message, "claim: roles, for example")
            if options[key] == []:
                message = f"{key} is empty: there is nothing to ask for"
                yield Problem(options.value_at(key), "GW051", message, "leave it out, or write a value")
