"""What several keys must agree on, beyond what a schema can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.config.body_rules import body_problems
from gateway.config.claim_rules import claim_problems
from gateway.config.complaints import written_elsewhere
from gateway.config.condition_rules import condition_problems
from gateway.config.contradictions import contradictions
from gateway.config.cookie_formats import format_problems
from gateway.config.document import Map, Seq
from gateway.config.fragments import joined
from gateway.config.login_rules import login_problems
from gateway.config.parameter_rules import parameter_problems
from gateway.config.redirect_rules import redirect_problems
from gateway.config.repetitions import repetitions
from gateway.config.route_rules import every_route, maps, route_problems
from gateway.config.session_rules import session_problems
from gateway.config.settings_rules import settings_problems
from gateway.config.view_rules import view_problems
from gateway.errors import Problem


def rule_problems(document: Map, environment: str, workers: int) -> list[Problem]:
    """What does not fit together or to the workers; values of the wrong type are the schema's business."""
    return [
        *session_problems(document, environment),
        *format_problems(document, [entry for entry, _ in every_entry(document)]),
        *login_problems(document, environment),
        *route_problems(document),
        *settings_problems(document),
        *parameter_problems(document),
        *body_problems(document),
        *condition_problems(document),
        *redirect_problems(document),
        *view_problems(document),
        *contradictions(document),
        *claim_problems(every_entry(document)),
        *_reserved_layers(document),
        *_named_twice(document),
        *repetitions(document),
        *_memories(document, workers),
    ]


def _memories(document: Map, workers: int) -> Iterator[Problem]:
    """Sessions in the memory of one process, where there are several."""
    of_entries = (value.get("session") for value, _ in every_entry(document) if isinstance(value, Map))
    for session in maps([document.get("session"), *of_entries]):
        if workers > 1 and session.get("store") == "memory":
            said = f"store: memory is for one worker, WEB_CONCURRENCY is {workers}, each with its own"
            help_ = "WEB_CONCURRENCY=1, or store: redis, or sql"
            yield Problem(session.value_at("store"), "GW035", said, help_)


def _reserved_layers(document: Map) -> Iterator[Problem]:
    """The bare names of middleware that is not built yet, or written elsewhere."""
    entries = joined()["$defs"]["entry"]["properties"]
    own = {
        name
        for key in ("stacks", "middleware")
        if isinstance(document.get(key), Map)
        for name in document[key]
    }
    refused = {
        name: schema for name, schema in entries.items() if schema.get("not") == {} and name not in own
    }
    for value, at in every_entry(document):
        if not isinstance(value, str) or value not in refused:
            continue
        if "x-instead" in refused[value]:
            found = written_elsewhere(value, refused[value]["x-instead"])
            yield Problem(at, found.rule, found.message, found.help)
        else:
            yield Problem(at, "GW018", f'"{value}" is reserved, not in this version')


def _named_twice(document: Map) -> Iterator[Problem]:
    """One stack list has a name once; with options an author's function, or a session, may come again."""
    for stack in (value for value, _ in _stacks(document) if isinstance(value, Seq)):
        seen: dict[str, str] = {}
        for value, at in _each(stack, stack.at):
            name = next(iter(value), "") if isinstance(value, Map) else value
            if not isinstance(name, str) or (isinstance(value, Map) and (":" in name or name == "session")):
                continue
            if name in seen:
                message = f'"{name}" is in this list already, at {seen[name]}'
                yield Problem(at, "GW045", message, "take one of them away")
            seen.setdefault(name, f"line {at.line}, column {at.column}")


def every_entry(document: Map) -> Iterator[tuple[Any, Any]]:
    """Every entry of every stack or middleware, and where it stands."""
    for value, at in _stacks(document):
        yield from _each(value, at)


def _stacks(document: Map) -> Iterator[tuple[Any, Any]]:
    """Every stack, and every configured middleware, and where it stands."""
    for key in ("stacks", "middleware"):
        section = document.get(key)
        if isinstance(section, Map):
            for name in section:
                yield section[name], section.value_at(name)
    login = document.get("login")
    logins = maps([*login.values()]) if isinstance(login, Map) else []
    for holder in (item for item in (*logins, *every_route(document)) if "stack" in item):
        yield holder["stack"], holder.value_at("stack")


def _each(value: Any, at: Any) -> Iterator[tuple[Any, Any]]:
    """The entries of a stack, or the one there is."""
    if isinstance(value, Seq):
        yield from ((item, value.value_at(index)) for index, item in enumerate(value))
    else:
        yield value, at
