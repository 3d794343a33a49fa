"""From a checked document to the frozen values of the model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gateway.config.document import Map, section_of
from gateway.config.formats import value_of
from gateway.config.logins import logins
from gateway.config.model import (
    Config,
    Observe,
    Stack,
    Views,
)
from gateway.config.plain import files_beside, plain
from gateway.config.routes import entries, entry, error_rules, parameters, routes
from gateway.config.sessions import session
from gateway.config.settings import settings

_OF_VIEWS = ("extension", "undefined", "partials")
_FUNCTIONS_OF_VIEWS = ("engines", "delimiters", "helpers", "dynamic_helpers")


def build(document: Map, *, file: Path, environment: str) -> Config:
    """The whole configuration; the document has passed the schema."""
    middleware = section_of(document, "middleware")
    stacks = section_of(document, "stacks")
    observe = section_of(document, "observe")
    return Config(
        file=file,
        directory=file.parent,
        environment=environment,
        settings=settings(document, environment),
        session=session(document),
        login=tuple(logins(section_of(document, "login"))),
        middleware={name: entry(middleware[name], middleware.value_at(name)) for name in middleware},
        stacks={
            name: Stack(name=name, entries=entries(stacks[name]), position=stacks.key_at(name))
            for name in stacks
        },
        views=_views(section_of(document, "views"), file),
        params=parameters(document.get("params")),
        routes=routes(document.get("routes", ())),
        errors=error_rules(document.get("errors", ())),
        observe=_observe(observe),
        on_startup=entries(document["on_startup"]) if "on_startup" in document else (),
    )


def _observe(section: Map) -> Observe:
    """`observe`; none is a path that nothing answers."""
    paths = {key: value_of(value, "plain-path-or-none") for key, value in section.items() if key != "trace"}
    trace = entry(section["trace"], section.value_at("trace")) if "trace" in section else None
    return Observe(**paths, trace=trace)


def _views(section: Map, file: Path) -> Views:
    """`views`, its folders absolute."""
    cache = section.get("cache", "auto")
    maps: dict[str, Any] = {key: dict(section[key]) for key in _FUNCTIONS_OF_VIEWS if key in section}
    return Views(
        directory=files_beside(section, "directory") if "directory" in section else (file.parent / "views",),
        layout=value_of(section.get("layout"), "text-or-none"),
        cache=None if cache == "auto" else cache,
        globals=plain(section.get("globals", {})),
        at=section,
        **{key: section[key] for key in _OF_VIEWS if key in section},
        **maps,
    )
