"""Routes and parameters that do nothing: written twice, sent to themselves, or of no path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gateway.config.document import Map, section_of
from gateway.config.route_rules import every_route, maps, paths_of
from gateway.errors import Position, Problem

_CONDITIONS = ("host", "when", "stack")
_UNTOLD = ("description", "name")


def idle_problems(document: Map) -> Iterator[Problem]:
    """The problems of routes that other checks leave alone, since they might fall on or have conditions."""
    for holder in (document, *every_route(document)):
        yield from _copies(maps(holder.get("routes")))
        if holder is document or "routes" in holder:
            yield from _unknown(section_of(holder, "params"), holder)
        if any(key in holder for key in _CONDITIONS):
            yield from _to_itself(holder)


def _copies(routes: list[Map]) -> Iterator[Problem]:
    """The routes that are written like one before them."""
    seen: dict[str, Position] = {}
    for item in routes:
        known = repr({key: item[key] for key in sorted(item) if key not in _UNTOLD})
        if known in seen:
            message = f"this route is that of line {seen[known].line} again, and answers nothing else"
            yield Problem(item.at, "GW058", message, "take one of them away", "warning")
        seen.setdefault(known, item.at)


def _unknown(params: Map, holder: Map) -> Iterator[Problem]:
    """The parameters of a group, or of all routes, that no path in it has."""
    texts = [text for each in (holder, *every_route(holder)) for text in _paths(each)]
    for name in params if "routes" in holder else ():
        pattern = rf"[:*]{re.escape(name)}(?!\w)|\(\?P<{re.escape(name)}>"
        if not any(re.search(pattern, text) for text in texts):
            yield Problem(params.key_at(name), "GW052", f'no path here has ":{name}"', level="warning")


def _paths(item: Map) -> list[str]:
    """What a route or group says of its paths."""
    more = (item.get("prefix"), item.get("regex"))
    return [*paths_of(item), *(text for text in more if isinstance(text, str))]


def _to_itself(item: Map) -> Iterator[Problem]:
    """A redirect to its own path, on whatever host."""
    redirect: Any = item.get("redirect")
    holder, key = (redirect, "to") if isinstance(redirect, Map) else (item, "redirect")
    if "methods" not in item and holder.get(key) in paths_of(item):
        yield Problem(holder.value_at(key), "GW057", f"{holder[key]} redirects to itself")
