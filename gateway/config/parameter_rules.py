"""What the keys of one parameter must agree on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.config.document import Map
from gateway.config.route_rules import every_route
from gateway.config.suggest import listed
from gateway.errors import Problem

_KEYS = ("pattern", "kind", "load")


def parameter_problems(document: Map) -> Iterator[Problem]:
    """The problems of all parameters, at the top, of groups and of routes."""
    for holder in (document, *every_route(document)):
        params = holder.get("params")
        if isinstance(params, Map):
            for name in params:
                yield from _one(params, name)


def _one(params: Map, name: str) -> Iterator[Problem]:
    """A parameter written as a mapping says something, and only one thing about its form."""
    value: Any = params[name]
    if not isinstance(value, Map) or value.keys() - {*_KEYS}:
        return
    if not value:
        message = f"{name} needs at least one of {listed(_KEYS, last='and')}"
        yield Problem(params.value_at(name), "GW011", message, f"params: {{{name}: int}}")
    if "pattern" in value and value.get("kind") == "int":
        message = "int has a pattern of its own: ASCII digits; write one of kind and pattern"
        yield Problem(value.key_at("pattern"), "GW051", message)
