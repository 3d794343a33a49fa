"""The checked configuration as frozen values, each knowing where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.config.document import Map
from gateway.config.routed import (
    Body,
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
from gateway.errors import Position, Problem

__all__ = [
    "Body",
    "Cache",
    "Config",
    "ErrorRule",
    "FileAnswer",
    "Group",
    "Json",
    "Login",
    "LoginPage",
    "MethodOverride",
    "Mount",
    "Observe",
    "Param",
    "Redirect",
    "Respond",
    "Route",
    "Routing",
    "Session",
    "SessionCookie",
    "Settings",
    "Stack",
    "Static",
    "Use",
    "Views",
    "When",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A named list of entries, run left to right on the way in."""

    name: str
    entries: tuple[Use, ...]
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """`settings.routing`."""

    case_sensitive: bool = True
    trailing_slash: str = "redirect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Json:
    """`settings.json`; `encoder` is a module:callable for values JSON does not know."""

    indent: int = 0
    escape_html: bool = False
    encoder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodOverride:
    """`settings.method_override`; `methods` are those that may be overridden, () is every method."""

    field: str | None = None
    header: str | None = None
    query: str | None = None
    methods: tuple[str, ...] = ("POST",)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginPage:
    """`settings.login_page`; without a view it is a built-in page."""

    path: str = "/login"
    view: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`settings`, defaults filled in; `cookie_keys` are Secret texts.

    `trust_proxy` is true for everybody, a number of hops, or names, addresses and networks;
    the values of `redirects` are paths, URLs or module:callable, those of `predicates` module:callable.
    """

    public_url: str | None = None
    hosts: tuple[str, ...] | None = None
    login_page: LoginPage = field(default_factory=LoginPage)
    routing: Routing = field(default_factory=Routing)
    query: str = "flat"
    trust_proxy: bool | int | tuple[str, ...] = False
    subdomain_offset: int = 2
    etag: str = "weak"
    json: Json = field(default_factory=Json)
    max_body: int = 1_048_576
    method_override: MethodOverride | None = None
    redirects: Mapping[str, str] = field(default_factory=dict)
    predicates: Mapping[str, str] = field(default_factory=dict)
    cookie_keys: tuple[str, ...] = ()
    jsonp_parameter: str = "callback"
    request_class: str | None = None
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
    """`session`; `keys` are Secret texts, `stores` what each kind of store is told, times in seconds."""

    store: str = "cookie"
    keys: tuple[str, ...] = ()
    keep_on_login: tuple[str, ...] = ()
    cookie: SessionCookie = field(default_factory=SessionCookie)
    rolling: bool = False
    save_empty: bool = False
    encrypt: bool = False
    format: str = "gateway"
    on_failure: str = "anonymous"
    revocation: bool = False
    stores: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """One way to log in; `options` are those of its kind, with what its preset knows. Times in seconds."""

    name: str
    provider: str
    kind: str
    label: str
    options: Mapping[str, Any]
    client_id: str | None
    client_secret: str | None
    start: str
    callback: str
    logout_path: str = "/logout"
    logout_view: str | None = None
    leaves_provider: bool = False
    keeps_tokens: bool = False
    timeout: float = 5.0
    profile: str | None = None
    stack: tuple[Use, ...] | None = None
    success: str = "/"
    failure: str | None = None
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """`views`, directories already absolute; helpers and engines are module:callable."""

    directory: tuple[Path, ...]
    extension: str = ".html"
    layout: str | None = None
    undefined: str = "lenient"
    partials: str = "partials"
    engines: Mapping[str, str] = field(default_factory=dict)
    delimiters: Mapping[str, str] = field(default_factory=dict)
    cache: bool | None = None  # None is auto: on outside development
    globals: Mapping[str, Any] = field(default_factory=dict)
    helpers: Mapping[str, str] = field(default_factory=dict)
    dynamic_helpers: Mapping[str, str] = field(default_factory=dict)
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Observe:
    """Where health and readiness answer, None is off; `trace` is told how long each stage took."""

    health: str | None = "/healthz"
    readiness: str | None = "/readyz"
    trace: Use | None = None


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
    on_startup: tuple[Use, ...] = ()
    files: tuple[Path, ...] = ()
    warnings: tuple[Problem, ...] = ()
    unset: tuple[Problem, ...] = ()
