"""What several keys must agree on, beyond what a schema can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.config.document import Map, Seq
from gateway.config.fragments import joined
from gateway.config.login_rules import login_problems
from gateway.config.route_rules import every_route, maps, route_problems
from gateway.config.session_rules import session_problems
from gateway.errors import Problem


def rule_problems(document: Map, environment: str) -> list[Problem]:
    """What does not fit together; values of the wrong type are the schema's business."""
    return [
        *session_problems(document, environment),
        *login_problems(document, environment),
        *route_problems(document),
        *_reserved_layers(document),
    ]


def _reserved_layers(document: Map) -> Iterator[Problem]:
    """The bare names of middleware that is not built yet."""
    entries = joined()["$defs"]["entry"]["properties"]
    own = {
        name
        for key in ("stacks", "middleware")
        if isinstance(document.get(key), Map)
        for name in document[key]
    }
    reserved = {name for name, schema in entries.items() if schema.get("not") == {}} - own
    for value, at in _entries(document):
        if isinstance(value, str) and value in reserved:
            yield Problem(at, "GW018", f'"{value}" is reserved, not in this version')


def _entries(document: Map) -> Iterator[tuple[Any, Any]]:
    """Every entry of every stack, and where it stands."""
    for key in ("stacks", "middleware"):
        section = document.get(key)
        if isinstance(section, Map):
            for name in section:
                yield from _each(section[name], section.value_at(name))
    login = document.get("login")
    logins = maps([*login.values()]) if isinstance(login, Map) else []
    for holder in (item for item in (*logins, *every_route(document)) if "stack" in item):
        yield from _each(holder["stack"], holder.value_at("stack"))


def _each(value: Any, at: Any) -> Iterator[tuple[Any, Any]]:
    """The entries of a stack, or the one there is."""
    if isinstance(value, Seq):
        yield from ((item, value.value_at(index)) for index, item in enumerate(value))
    else:
        yield value, at
