"""What clients meet at each path and method of a configuration, and in its settings, as comparable facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from gateway.check.written import Written, layers_of, written
from gateway.cli.facts import Fact, fact, facts, hidden
from gateway.compiler.inputs import limit_of
from gateway.compiler.rows import label_of
from gateway.config.fragments import converters
from gateway.config.model import Config, Route, When
from gateway.errors import Position
from gateway.middleware.body_limit import BodyLimit
from gateway.resolution.scope import Scope
from gateway.routing.pattern import PatternError, parse
from gateway.routing.syntax import Text

_UNSEEN = frozenset({"own", "default_stack", "predicates", "request_class"})
_WRITTEN_AS = {
    "settings.max_body": "settings.body.max_size",
    "settings.cookie_keys": "settings.cookies.keys",
    "settings.jsonp_parameter": "settings.jsonp.parameter",
    "logout_path": "logout.path",
    "logout_view": "logout.view",
    "leaves_provider": "logout.at_provider",
    "keeps_tokens": "tokens",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One method at one path: its facts, its layers by kind, and its place; `key` finds it again."""

    key: tuple[Any, ...]
    method: str
    path: str
    facts: Mapping[str, Fact]
    layers: Mapping[str, Fact]
    at: Position


def offers(config: Config, environ: Mapping[str, str]) -> Iterator[Offer]:
    """Every method of every path in written order; raise ConfigError with the problems of a mounted file."""
    for each in written(config, environ):
        seen, layers = dict(_seen(each)), _layers(each)
        for path in each.paths:
            key = (_shape(path), each.hosts, hidden(tuple(map(_condition, each.scope.when))).value)
            for method in each.methods:
                where = ", ".join(each.hosts) + path
                yield Offer(
                    key=key, method=method, path=where, facts=seen, layers=layers, at=each.route.at.at
                )


def service(config: Config) -> dict[str, Fact]:
    """The facts that hold for every route, by their places in the file: settings, session, logins, health."""
    found = {
        _WRITTEN_AS.get(name, name): each for name, each in facts(config.settings, ("settings",), _UNSEEN)
    }
    found["settings.cookies.keys"] = hidden(config.settings.cookie_keys)
    if config.session is not None:
        found |= facts(config.session, ("session",))
    for login in config.login:
        place = f"login.{login.name}."
        for name, each in facts(login, ("login", login.name), frozenset({"name", "stack", "label"})):
            own = name.removeprefix(place)
            found[place + _WRITTEN_AS.get(own, own)] = each
        scope = Scope(stack=login.stack or (), has_stack=login.stack is not None)
        found[f"{place}stack"] = fact(tuple(laid.kind for laid in layers_of(config, scope)))
    found |= facts(config.observe, ("observe",), frozenset({"trace"}))
    return found


def _seen(each: Written) -> Iterator[tuple[str, Fact]]:
    """What clients see of a route, by what it is called in a report."""
    route = each.route
    yield "answer", fact(_answer(route, each.config.directory))
    yield "data", fact(route.data)
    yield "parameters", fact(_parameters(each))
    yield "status", fact(route.status or (route.respond and route.respond.status))
    yield "text", hidden(route.respond and (route.respond.text, route.respond.html, route.respond.json))
    yield "type", fact(route.type or (route.file and route.file.type))
    yield "headers", hidden(each.scope.headers)
    yield "cache", fact(route.cache and (route.cache.max_age, "immutable" if route.cache.immutable else ""))
    yield "etag", fact(route.etag)
    yield "query", fact(route.query)
    yield "body", fact(tuple(str(body.parser or body.types) for body in route.body))
    yield "body schema", hidden(tuple(body.schema for body in route.body if body.schema is not None))
    yield "body verify", fact(tuple(body.verify for body in route.body if body.verify))
    yield "body limit", fact(own_limit(each) or "that of the settings")
    yield "dotfiles", fact(route.static and route.static.dotfiles)
    yield (
        "errors",
        fact(
            {
                rule.on: rule.view or rule.handler or rule.format
                for rule in chain(*reversed(each.scope.errors))
            }
        ),
    )


def _answer(route: Route, folder: Path) -> str:
    """What answers, files by the names they have in the project; a redirect with its status."""
    files = route.static.root if route.static else (route.file.path,) if route.file else ()
    names = [str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name for path in files]
    if names:
        return f"{'static' if route.static else 'file'} {', '.join(names)}"
    status = f" ({route.redirect.status})" if route.redirect else ""
    return f"{label_of(route)}{status}"


def _parameters(each: Written) -> dict[str, str]:
    """How the parameters of a path are read, by name."""
    named = {name for path in each.paths for name in _names(path)}
    params = {name: param for name, param in each.scope.params.items() if name in named}
    return {name: param.load or param.pattern or param.kind for name, param in params.items()}


def own_limit(each: Written) -> int | None:
    """The most bytes of a body by the route or its layers; None if the settings alone say."""
    layers = [
        BodyLimit(**dict(laid.use.options or {})).max_size
        for laid in each.layers
        if laid.kind == "body_limit"
    ]
    usual = each.config.settings.max_body
    return limit_of(each.route, usual) or (min([usual, *layers]) if layers else None)


def _layers(each: Written) -> dict[str, Fact]:
    """The layers of a route and their options, the second of a kind by that number.

    Those that only bound the body are left to the limit itself; options of others' layers are hidden.
    """
    found: dict[str, Fact] = {}
    counts: Counter[str] = Counter()
    for laid in each.layers:
        if laid.kind != "body_limit":
            counts[laid.kind] += 1
            name = laid.kind if counts[laid.kind] == 1 else f"{laid.kind} ({counts[laid.kind]})"
            options = dict(laid.use.options or {})
            found[name] = fact(options, (laid.kind,)) if laid.kind in converters() else hidden(options)
    return found


def _condition(when: When) -> tuple[Any, ...]:
    """A condition as a value."""
    return (dict(when.header), dict(when.query), when.predicate)


def _names(path: str) -> tuple[str, ...]:
    """The parameters of a path."""
    try:
        return parse(path.removesuffix("/*") or "/").names
    except PatternError:
        return ()


def _shape(path: str) -> tuple[Any, ...]:
    """A path without the names of its parameters, which no client sends."""
    try:
        flats = parse(path.removesuffix("/*") or "/").alternatives
    except PatternError:
        return (path,)
    shapes = [tuple(part.value if isinstance(part, Text) else type(part) for part in flat) for flat in flats]
    return (path.endswith("/*"), *shapes)
