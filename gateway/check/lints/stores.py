"""Sessions that are kept where they are lost, or do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from gateway.check.regexes import every_row
from gateway.config.document import Map, section_of
from gateway.config.model import Config, Login
from gateway.config.overlays import DEFAULT
from gateway.config.routed import Use
from gateway.errors import Problem

_MEMORY: Final = (":memory:", "mode=memory")


def misplaced_sessions(config: Config) -> Iterator[Problem]:
    """A warning for each session outside of development that one process has for itself."""
    top = None if config.session is None else config.session.at
    if config.environment != DEFAULT:
        for session in (*([] if top is None else [top]), *_of_entries(config)):
            yield from _of_process(session)
    for login in config.login:
        yield from _of_tokens(login, config)


def _of_entries(config: Config) -> Iterator[Map]:
    """The sessions that entries of stacks make, with options of their own."""
    stacks: list[tuple[Use, ...]] = [stack.entries for stack in config.stacks.values()]
    stacks += [tuple(config.middleware.values())]
    stacks += [row.stack or () for row in every_row(config.routes)]
    stacks += [login.stack or () for login in config.login]
    yield from (use.options for stack in stacks for use in stack if use.name == "session" and use.options)


def _of_process(session: Map) -> Iterator[Problem]:
    """What only one process knows."""
    if session.get("store") == "memory":
        message = (
            "store: memory is for development: each worker has sessions of its own, and a restart ends them"
        )
        yield Problem(session.value_at("store"), "GW035", message, "store: redis, or sql", "warning")
    sql = section_of(session, "sql")
    if session.get("store") == "sql" and _is_memory(sql.get("url")):
        message = "a SQLite database in memory is one for each worker, and a restart ends it"
        yield Problem(sql.value_at("url"), "GW035", message, "name a file, or another database", "warning")


def _is_memory(url: Any) -> bool:
    """Whether an address is of SQLite without a file."""
    if not isinstance(url, str) or not url.startswith("sqlite"):
        return False
    return url.partition("://")[2] in ("", "/") or any(mark in url for mark in _MEMORY)


def _of_tokens(login: Login, config: Config) -> Iterator[Problem]:
    """Browsers keep no cookie above 4,096 bytes (RFC 6265 section 6.1)."""
    session = config.session
    if login.keeps_tokens and login.kind == "oidc" and session is not None and session.store == "cookie":
        message = "the tokens of OpenID Connect seldom fit into a session cookie: browsers keep 4,096 bytes"
        yield Problem(
            login.at.value_at("tokens"), "GW034", message, "session: {store: redis}, or sql", "warning"
        )
