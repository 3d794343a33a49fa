"""The checked configuration as frozen values, each knowing where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.config.document import Map
from gateway.errors import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One entry of a stack, or one configured middleware: a name, and its options unless it is bare."""

    name: str
    options: Map | None
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A named list of entries, run left to right on the way in."""

    name: str
    entries: tuple[Use, ...]
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """How a path parameter is read: `kind` is text or int, `pattern` a whole-value regex."""

    kind: str = "text"
    pattern: str | None = None
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRule:
    """What answers an error: `on` is 404, 4xx, 5xx or module:Class; exactly one of the rest is set."""

    on: str
    view: str | None = None
    handler: str | None = None
    format: str | None = None
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The `body:` of a route."""

    parser: str | None = None
    required: bool = False
    max_size: int | None = None
    schema: Any = None
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """The `cache:` of a file or static route; seconds. `none` is `max_age=None`."""

    max_age: float | None = None
    immutable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Static:
    """Files below `root`, already absolute."""

    root: tuple[Path, ...]
    index: tuple[str, ...] = ("index.html",)
    dotfiles: str = "ignore"
    extensions: tuple[str, ...] = ()
    redirect: bool = True
    fallthrough: bool = False
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Where to, with :parameters of the path put in, and the status."""

    to: str
    status: int = 302


@dataclass(frozen=True, slots=True, kw_only=True)
class Respond:
    """A fixed answer; exactly one of text, html and json may be given."""

    status: int = 200
    text: str | None = None
    html: str | None = None
    json: Any = None
    has_json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One row: a path or regex, methods, and exactly one kind of answer."""

    paths: tuple[str, ...] = ()
    regex: str | None = None
    methods: tuple[str, ...] = ()  # () is the kind's default, ("ANY",) every method
    handler: str | None = None
    view: str | None = None
    data: str | None = None
    static: Static | None = None
    file: Path | None = None
    redirect: Redirect | None = None
    respond: Respond | None = None
    stack: tuple[Use, ...] | None = None
    without: tuple[str, ...] = ()
    params: Mapping[str, Param] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Body | None = None
    name: str | None = None
    host: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None
    type: str | None = None
    cache: Cache | None = None
    layout: str | None = None  # None is the views' own, "none" no layout
    errors: tuple[ErrorRule, ...] = ()
    description: str = ""
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Routes that share a prefix, a stack, a host, parameters and error rules."""

    prefix: str
    routes: tuple[Route | Group, ...]
    stack: tuple[Use, ...] | None = None
    without: tuple[str, ...] = ()
    params: Mapping[str, Param] = field(default_factory=dict)
    host: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[ErrorRule, ...] = ()
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """`settings.routing`."""

    case_sensitive: bool = True
    trailing_slash: str = "redirect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`settings`, defaults filled in."""

    public_url: str | None = None
    hosts: tuple[str, ...] | None = None
    routing: Routing = field(default_factory=Routing)
    query: str = "flat"
    max_body: int = 1_048_576
    error_detail: str = "none"
    own: Mapping[str, Any] = field(default_factory=dict)
    default_stack: str | None = None
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCookie:
    """`session.cookie`; seconds."""

    name: str = "session"
    max_age: float | None = 86_400
    idle: float | None = 7_200
    same_site: str = "lax"
    secure: bool | None = None  # None is auto
    http_only: bool = True
    domain: str | None = None
    path: str = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`session`; `keys` are Secret texts."""

    store: str = "cookie"
    keys: tuple[str, ...] = ()
    keep_on_login: tuple[str, ...] = ()
    cookie: SessionCookie = field(default_factory=SessionCookie)
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """One way to log in; `options` are the provider kind's own, as its schema names them."""

    name: str
    provider: str
    kind: str
    options: Mapping[str, Any]
    client_id: str | None
    client_secret: str | None
    start: str
    callback: str
    logout_path: str = "/logout"
    logout_view: str | None = None
    profile_source: str = "v1"
    profile: str | None = None
    stack: tuple[Use, ...] | None = None
    success: str = "/"
    failure: str | None = None
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """`views`, directories already absolute."""

    directory: tuple[Path, ...]
    extension: str = ".html"
    layout: str | None = None
    undefined: str = "lenient"
    globals: Mapping[str, Any] = field(default_factory=dict)
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Observe:
    """Where health and readiness answer; None is off."""

    health: str | None = "/healthz"
    readiness: str | None = "/readyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A whole gateway.yaml: included files merged, overlay chosen, variables put in, schema passed."""

    file: Path
    directory: Path
    environment: str
    settings: Settings
    session: Session | None
    login: tuple[Login, ...]
    middleware: Mapping[str, Use]
    stacks: Mapping[str, Stack]
    views: Views
    params: Mapping[str, Param]
    routes: tuple[Route | Group, ...]
    errors: tuple[ErrorRule, ...]
    observe: Observe
