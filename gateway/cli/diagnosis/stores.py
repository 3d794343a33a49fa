"""Whether the stores of sessions can be reached."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qsl, unquote

from gateway.cli.diagnosis.findings import PATIENCE, Finding, address, reason
from gateway.cli.diagnosis.needs import sessions
from gateway.cli.diagnosis.needs import store_url as url_of
from gateway.config.model import Config, Session

_ABOUT = "stores"
_REDIS = "redis://127.0.0.1:6379/0"


def stores(config: Config, environ: Mapping[str, str]) -> Iterator[Finding]:
    """One finding for each store on a server; cookies and memory are always there."""
    urls = dict.fromkeys((session.store, _url(session)) for session in sessions(config, environ))
    for kind, url in urls:
        if kind in _ASKED and url is not None:
            yield _asked(kind, url)


def _url(session: Session) -> str | None:
    """The address that a session's store is asked at; None for a file of our own, or no store elsewhere."""
    return url_of(session) or (_REDIS if session.store == "redis" else None)


def _asked(kind: str, url: str) -> Finding:
    """What a store says, or why it says nothing."""
    where = f"{'database' if kind == 'sql' else kind} at {address(url)}"
    if "${" in url:
        return Finding("warning", _ABOUT, f"a {kind} store has an address that is not set")
    try:
        return Finding("ok", _ABOUT, f"{where} answers: {_ASKED[kind](url)}")
    except ImportError:
        return Finding("warning", _ABOUT, f"{where} was not asked, for want of its package")
    except Exception as error:  # noqa: BLE001  (each library has errors of its own, and all are told)
        why = reason(error, *_secrets(url))
        return Finding("error", _ABOUT, f"{where} cannot be used: {why}", "start it, or mend the address")


def _redis(url: str) -> str:
    """The version of a Redis that answers."""
    once = import_module("redis.retry").Retry(import_module("redis.backoff").NoBackoff(), 0)
    limits = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "retry": once}
    with closing(import_module("redis").Redis.from_url(url, **limits)) as client:
        client.ping()
        return f"version {client.info('server').get('redis_version', 'unknown')}"


def _sql(url: str) -> str:
    """The version of a database that answers."""
    sa = import_module("sqlalchemy")
    parts = sa.make_url(url)
    if parts.get_backend_name() == "sqlite":
        return _sqlite(parts.database)
    made = import_module("gateway.sessions.postgresql").engine(url, PATIENCE)
    try:
        with made.connect() as connection:
            return f"version {connection.execute(sa.text('SHOW server_version')).scalar()}"
    finally:
        made.dispose()


def _sqlite(name: str) -> str:
    """The version of SQLite, once its file could be opened to be written; no file is made."""
    file = Path(name).absolute()
    if file.exists():
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=PATIENCE)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()
    elif not os.access(file.parent, os.W_OK | os.X_OK):
        raise PermissionError(f"{file.parent.name}/ cannot be written")
    return f"SQLite {sqlite3.sqlite_version}"


def _secrets(url: str) -> list[str]:
    """What of an address nobody may see, as it is written and as it is meant."""
    whole, _, query = url.partition("?")
    inside = whole.partition("://")[2].rpartition("@")[0].partition(":")[2]
    return [url, inside, unquote(inside), *(value for _, value in parse_qsl(query))]


_ASKED = {"redis": _redis, "sql": _sql}
