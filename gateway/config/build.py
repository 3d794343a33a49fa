"""From a checked document to the frozen values of the model."""

from __future__ import annotations

from pathlib import Path

from gateway.config.document import Map
from gateway.config.formats import value_of
from gateway.config.fragments import joined
from gateway.config.model import (
    Config,
    Login,
    Observe,
    Routing,
    Session,
    SessionCookie,
    Settings,
    Stack,
    Views,
)
from gateway.config.plain import files_beside, plain
from gateway.config.routes import entries, entry, error_rules, optional_entries, parameters, routes
from gateway.config.session_rules import DEVELOPMENT

DEVELOPMENT_URL = "http://127.0.0.1:8000"


def build(document: Map, *, file: Path, environment: str) -> Config:
    """The whole configuration; the document has passed the schema."""
    middleware = _section(document, "middleware")
    stacks = _section(document, "stacks")
    login = _section(document, "login")
    observe = _section(document, "observe")
    return Config(
        file=file,
        directory=file.parent,
        environment=environment,
        settings=_settings(document, environment),
        session=_session(document),
        login=tuple(_login(name, login[name]) for name in login),
        middleware={name: entry(middleware[name], middleware.value_at(name)) for name in middleware},
        stacks={
            name: Stack(name=name, entries=entries(stacks[name]), position=stacks.key_at(name))
            for name in stacks
        },
        views=_views(_section(document, "views"), file),
        params=parameters(document.get("params")),
        routes=routes(document.get("routes", ())),
        errors=error_rules(document.get("errors", ())),
        observe=Observe(**{key: value_of(value, "plain-path-or-none") for key, value in observe.items()}),
    )


def _section(holder: Map, key: str) -> Map:
    """A mapping that may be left out."""
    section = holder.get(key)
    return section if isinstance(section, Map) else Map(holder.value_at(key))


def _settings(document: Map, environment: str) -> Settings:
    """`settings`, with what depends on the environment filled in."""
    section = _section(document, "settings")
    in_development = environment == DEVELOPMENT
    url = section.get("public_url")
    if url is None and in_development and document.get("login"):
        url = DEVELOPMENT_URL
    given = {key: section[key] for key in ("query", "default_stack") if key in section}
    body = _section(section, "body")
    return Settings(
        public_url=url.rstrip("/") if url else None,
        hosts=tuple(section["hosts"]) if "hosts" in section else None,
        routing=Routing(**_section(section, "routing")),
        max_body=value_of(body.get("max_size", "1MiB"), "size"),
        error_detail=section.get("error_detail", "stack" if in_development else "none"),
        own=plain(section.get("own", {})),
        at=section,
        **given,
    )


def _session(document: Map) -> Session | None:
    """`session`; a login has one even if none is written."""
    if "session" not in document and not document.get("login"):
        return None
    section = _section(document, "session")
    return Session(
        store=section.get("store", "cookie"),
        keys=tuple(section.get("keys", ())),
        keep_on_login=tuple(section.get("keep_on_login", ())),
        cookie=_cookie(_section(section, "cookie")),
        at=section,
    )


def _cookie(section: Map) -> SessionCookie:
    """`session.cookie`, in seconds."""
    given = {
        key: value_of(section[key], "duration-or-none" if key in ("max_age", "idle") else None)
        for key in section
    }
    if given.get("secure") == "auto":
        given["secure"] = None
    return SessionCookie(**given)


def _login(name: str, section: Map) -> Login:
    """One entry of `login`."""
    logout = _section(section, "logout")
    addresses = joined()["$defs"]["logins.oauth1"]["properties"]
    texts = ("client_id", "client_secret", "profile_source", "profile", "success", "failure")
    given = {
        "client_id": None,
        "client_secret": None,
        **{key: section[key] for key in texts if key in section},
    }
    return Login(
        name=name,
        provider=section.get("provider", ""),
        kind=section.get("kind", "oauth1"),
        options={key: section[key] for key in addresses if key in section},
        start=section.get("start", "/login"),
        callback=section.get("callback", "/login/callback"),
        logout_path=logout.get("path", "/logout"),
        logout_view=logout.get("view"),
        stack=optional_entries(section, "stack"),
        at=section,
        **given,
    )


def _views(section: Map, file: Path) -> Views:
    """`views`, its folders absolute."""
    given = {key: section[key] for key in ("extension", "undefined") if key in section}
    return Views(
        directory=files_beside(section, "directory") if "directory" in section else (file.parent / "views",),
        layout=value_of(section.get("layout"), "text-or-none"),
        globals=plain(section.get("globals", {})),
        at=section,
        **given,
    )
