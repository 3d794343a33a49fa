"""Routes, groups and stack entries of a checked document as values of the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gateway.config.bodies import bodies
from gateway.config.document import Map, Seq
from gateway.config.formats import value_of
from gateway.config.fragments import converters
from gateway.config.plain import beside, files_beside, plain, texts
from gateway.config.routed import (
    Cache,
    ErrorRule,
    FileAnswer,
    Group,
    Mount,
    Param,
    Redirect,
    Respond,
    Route,
    Static,
    Use,
    When,
)
from gateway.errors import Position

_AS_WRITTEN = (
    "regex",
    "handler",
    "view",
    "data",
    "name",
    "status",
    "type",
    "etag",
    "layout",
    "description",
)


def routes(sequence: Iterable[Any]) -> tuple[Route | Group, ...]:
    """The rows and groups of a list, in its order."""
    return tuple(_group(item) if "routes" in item else _route(item) for item in sequence)


def _group(item: Map) -> Group:
    """A group and the routes in it."""
    return Group(
        prefix=item.get("prefix", "").rstrip("/"),
        routes=routes(item["routes"]),
        at=item,
        **_shared(item),
    )


def _shared(item: Map) -> dict[str, Any]:
    """What groups and routes have in common."""
    return {
        "stack": optional_entries(item, "stack"),
        "without": tuple(item.get("without", ())),
        "params": parameters(item.get("params")),
        "headers": dict(item.get("headers", {})),
        "host": texts(item["host"]) if "host" in item else None,
        "when": _when(item.get("when")),
        "errors": error_rules(item.get("errors", ())),
    }


def _route(item: Map) -> Route:
    """A single route."""
    return Route(
        paths=texts(item.get("path", ())),
        methods=tuple(item.get("methods", ())),
        static=_static(item) if "static" in item else None,
        file=_file(item) if "file" in item else None,
        redirect=_redirect(item.get("redirect")),
        respond=_respond(item.get("respond")),
        mount=_mount(item.get("mount")),
        query=plain(item.get("query", {})),
        body=bodies(item.get("body")),
        cache=_cache(item.get("cache")),
        at=item,
        **_shared(item),
        **{key: item[key] for key in _AS_WRITTEN if key in item},
    )


def _static(item: Map) -> Static:
    """`static`, its folders absolute."""
    section = item["static"]
    if not isinstance(section, Map):
        return Static(root=files_beside(item, "static"), at=item)
    given: dict[str, Any] = {
        key: texts(section[key]) if key in ("index", "extensions") else section[key]
        for key in section
        if key != "root"
    }
    return Static(root=files_beside(section, "root"), at=section, **given)


def _file(item: Map) -> FileAnswer:
    """`file`, its path absolute."""
    section = item["file"]
    if not isinstance(section, Map):
        return FileAnswer(path=beside(section, item.value_at("file")), at=item)
    path = beside(section["path"], section.value_at("path"))
    return FileAnswer(path=path, at=section, **{key: section[key] for key in section if key != "path"})


def _mount(section: Map | None) -> Mount | None:
    """`mount`, its configuration absolute."""
    if section is None:
        return None
    config = beside(section["config"], section.value_at("config")) if "config" in section else None
    return Mount(config=config, wsgi=section.get("wsgi"), settings=section.get("settings"), at=section)


def _when(section: Map | None) -> When | None:
    """`when`."""
    if section is None:
        return None
    maps = {key: dict(section.get(key, {})) for key in ("header", "query")}
    return When(predicate=section.get("predicate"), at=section, **maps)


def _redirect(section: Any) -> Redirect | None:
    """`redirect`."""
    if section is None:
        return None
    return Redirect(**section) if isinstance(section, Map) else Redirect(to=section)


def _respond(section: Map | None) -> Respond | None:
    """`respond`."""
    if section is None:
        return None
    given = {key: plain(value) for key, value in section.items()}
    return Respond(**given, has_json="json" in given)


def _cache(section: Any) -> Cache | None:
    """`cache`."""
    if not isinstance(section, Map):
        return None if section is None else Cache(max_age=None)
    return Cache(max_age=value_of(section["max_age"], "duration"), immutable=section.get("immutable", False))


def parameters(section: Map | None) -> Mapping[str, Param]:
    """How parameters are read, by name."""
    return {} if section is None else {name: _parameter(section, name) for name in section}


def _parameter(section: Map, name: str) -> Param:
    """How one parameter is read."""
    value, at = section[name], section.value_at(name)
    if isinstance(value, Map):
        return Param(**value, at=value)
    return Param(kind=value, at=Map(at))


def error_rules(sequence: Iterable[Map]) -> tuple[ErrorRule, ...]:
    """What answers errors, in the order of the list."""
    return tuple(
        ErrorRule(
            on=str(item["on"]),
            view=item.get("view"),
            handler=item.get("handler"),
            format=item.get("format"),
            at=item,
        )
        for item in sequence
    )


def optional_entries(holder: Map, key: str) -> tuple[Use, ...] | None:
    """The entries of a stack that may be left out; the name of a stack is its one entry."""
    value = holder.get(key)
    if isinstance(value, str):
        return (entry(value, holder.value_at(key)),)
    return None if value is None else entries(value)


def entries(sequence: Seq) -> tuple[Use, ...]:
    """The entries of a stack, in the order in which they run."""
    return tuple(entry(value, sequence.value_at(index)) for index, value in enumerate(sequence))


def entry(value: Any, at: Position) -> Use:
    """One middleware: its name, and its options unless it is bare; units are numbers already."""
    if not isinstance(value, Map):
        return Use(name=value, options=None, position=at)
    name = next(iter(value))
    options, formats = value[name], converters().get(name, {})
    result = options.emptied()
    for key in options:
        at, format_ = options.value_at(key), formats.get(key)
        converted = value_of(plain(options[key]), format_)
        result.put(key, beside(converted, at) if format_ == "file" else converted, options.key_at(key), at)
    return Use(name=name, options=result, position=value.key_at(name))
