"""What routes and groups hold, as frozen values, each knowing where it was written."""

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
class Param:
    """How a path parameter is read.

    `kind` is text or int, `pattern` a whole-value regex, `load` a module:callable (request, value).
    """

    kind: str = "text"
    pattern: str | None = None
    load: str | None = None
    at: Map


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
    """One item of the `body:` of a route; sizes in bytes, what is None has the parser's own default."""

    parser: str | None = None  # json, form, multipart, text, bytes or module:callable
    required: bool = False
    max_size: int | None = None
    types: tuple[str, ...] | None = None
    inflate: bool = True
    strict: bool | None = None
    nested: bool = False
    max_fields: int = 1000
    max_depth: int = 32
    max_files: int | None = None
    max_file_size: int | None = None
    charset: str | None = None
    hook: str | None = None
    verify: str | None = None
    schema: Any = None
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """The `cache:` of a file or static route; seconds. `none` is `max_age=None`."""

    max_age: float | None = None
    immutable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Static:
    """Files below `root`, already absolute; `headers` is a module:callable (path) -> mapping."""

    root: tuple[Path, ...]
    index: tuple[str, ...] = ("index.html",)
    dotfiles: str = "ignore"
    extensions: tuple[str, ...] = ()
    redirect: bool = True
    fallthrough: bool = False
    last_modified: bool = True
    ranges: bool = True
    headers: str | None = None
    precompressed: bool = True
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """One file, already absolute; `download` is the name it is saved under."""

    path: Path
    type: str | None = None
    ranges: bool = True
    download: str | None = None
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """Another application below a path: exactly one of a configuration (absolute) and module:app."""

    config: Path | None = None
    wsgi: str | None = None
    settings: Map | None = None
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Conditions on the request: a text is the value, true is any, false is absent."""

    header: Mapping[str, str | bool] = field(default_factory=dict)
    query: Mapping[str, str | bool] = field(default_factory=dict)
    predicate: str | None = None
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Where to, and the status: an address with :parameters put in, `back`, or a name of the settings."""

    to: str
    status: int = 302


@dataclass(frozen=True, slots=True, kw_only=True)
class Respond:
    """A fixed answer; several of text, html and json are chosen from by what the client accepts."""

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
    file: FileAnswer | None = None
    redirect: Redirect | None = None
    respond: Respond | None = None
    mount: Mount | None = None
    stack: tuple[Use, ...] | None = None
    without: tuple[str, ...] = ()
    params: Mapping[str, Param] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: tuple[Body, ...] = ()
    name: str | None = None
    host: tuple[str, ...] | None = None
    when: When | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None
    type: str | None = None
    etag: str | None = None
    cache: Cache | None = None
    layout: str | None = None  # None is the views' own, "none" no layout
    errors: tuple[ErrorRule, ...] = ()
    description: str = ""
    at: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Routes that share a prefix, a stack, hosts, conditions, parameters and error rules."""

    prefix: str
    routes: tuple[Route | Group, ...]
    stack: tuple[Use, ...] | None = None
    without: tuple[str, ...] = ()
    params: Mapping[str, Param] = field(default_factory=dict)
    host: tuple[str, ...] | None = None
    when: When | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[ErrorRule, ...] = ()
    at: Map
