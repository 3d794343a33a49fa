"""From `settings.redirects` to what says where each name leads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from gateway.config.model import Config
from gateway.config.texts import OBJECT
from gateway.errors import Position
from gateway.http.redirects import HOME, below_mount
from gateway.http.request import Request
from gateway.resolution.functions import alias
from gateway.resolution.names import Names
from gateway.resolution.report import Report
from gateway.resolution.targets import target
from gateway.routing.pattern import Pattern

Alias = Callable[[Request], str]


def aliases(config: Config, outer: Config | None, names: Names, report: Report) -> dict[str, Alias]:
    """Where each name leads for a request; what cannot be is noted.

    Paths are below the mount of the service that has written them: names that a mounted service has from the
    one around it (`outer`) lead to where they lead there. `home` is its own all the same.
    """
    if not config.settings.redirects:
        return {}
    written = config.settings.at["redirects"]
    is_inherited = outer is not None and written is outer.settings.at.get("redirects")
    found: dict[str, Alias | None] = {
        name: partial(_around, name)
        if is_inherited and name != HOME
        else _alias(text, written.value_at(name), names, report)
        for name, text in config.settings.redirects.items()
    }
    return {name: each for name, each in found.items() if each is not None}


def built(origin: str, target: Pattern, query: str, params: dict[str, Any]) -> str:
    """An address whose path, between a fixed origin and query, takes those of its parameters there are."""
    return origin + target.build(**{name: params[name] for name in target.names if name in params}) + query


def _alias(text: str, position: Position, names: Names, report: Report) -> Alias | None:
    """One address, or a function of the author's; None after noting why there is none."""
    if OBJECT.fullmatch(text):
        return alias(text, position, names)
    leads = target(text, text, position, report)
    if leads is None or leads.path is None:
        return None if leads is None else partial(_fixed, text)
    return partial(_of_request, leads.origin, leads.path, leads.query)


def _fixed(to: str, request: Request) -> str:
    """The same address for every request; that of the start page is the mount itself."""
    return (request.base_url.rstrip("/") if to == "/" else "") or below_mount(request, to)


def _of_request(origin: str, target: Pattern, query: str, request: Request) -> str:
    """An address with the path parameters of the request; raise ValueError if one is missing."""
    return below_mount(request, built(origin, target, query, request.params))


def _around(name: str, request: Request) -> str:
    """Where the name leads in the service around this one."""
    outer = request.outer
    return str(outer.app.redirects[name](outer)) if outer is not None else name
