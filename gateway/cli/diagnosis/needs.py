"""What a configuration needs beside the gateway: sessions with their stores, and packages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gateway.check.written import Laid, Written
from gateway.cli.additions import all_routes
from gateway.config.model import Config, Session
from gateway.config.plain import revealed
from gateway.config.sessions import another

_PACKAGES = {"br": "brotli", "zstd": "backports.zstd"}
_POSTGRESQL = ("postgresql:", "postgresql+")


def sessions(config: Config, environ: Mapping[str, str]) -> list[Session]:
    """Every session that a service may open, each once; raise ConfigError if a mounted file has problems."""
    found = [config.session] if config.session is not None else []
    for each, laid in _layers(config, environ):
        base = each.config.session
        if laid.kind == "session" and base is not None:
            found.append(another(laid.use.options, base) if laid.use.options else base)
    return [session for index, session in enumerate(found) if session not in found[:index]]


def needed(config: Config, environ: Mapping[str, str]) -> dict[str, str]:
    """The packages beyond the fixed ones that a service needs, each with why."""
    found = dict(_of_sessions(sessions(config, environ)))
    for _, laid in _layers(config, environ):
        if laid.kind == "compress":
            options: Mapping[str, Any] = laid.use.options or {}
            wanted = [coding for coding in options.get("encodings", ()) if coding in _PACKAGES]
            found |= {_PACKAGES[coding]: f"compress sends {coding}" for coding in wanted}
    return found


def store_url(session: Session) -> str | None:
    """The address of a store as plain text; None if none is written."""
    url: str | None = revealed(session.stores.get(session.store, {}).get("url"))
    return url


def _of_sessions(found: Iterable[Session]) -> Iterator[tuple[str, str]]:
    """The packages that stores need."""
    for session in found:
        why = f"session.store is {session.store}"
        if session.store == "redis":
            yield "redis", why
        elif session.store == "sql":
            yield "sqlalchemy", why
            if (store_url(session) or "").startswith(_POSTGRESQL):
                yield "psycopg", why


def _layers(config: Config, environ: Mapping[str, str]) -> Iterator[tuple[Written, Laid]]:
    """Every layer of every route."""
    for each in all_routes(config, environ):
        yield from ((each, laid) for laid in each.layers)
