"""Connections to a file of SQLite, which many processes read while one writes."""

from __future__ import annotations

import time
from functools import partial
from sqlite3 import SQLITE_BUSY, Connection, OperationalError, connect
from typing import Any

import sqlalchemy as sa

_PAUSE = 0.01  # seconds between two tries at a file that another is changing


def engine(url: str, timeout: float) -> sa.Engine:
    """What opens the file; `timeout` is how many seconds it waits for another's lock."""
    # As many connections as threads: waiting for one would come on top of waiting for the file.
    made = sa.create_engine(
        url,
        connect_args={"timeout": timeout},
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        pool_size=0,
    )
    # Not once it is connected: all threads would wait for the first to be through with that.
    sa.event.listen(made, "do_connect", partial(_connected, timeout))
    return made


def _connected(timeout: float, _: Any, __: Any, given: Any, named: Any) -> Connection:
    """A new connection; raise TimeoutError if another holds the file too long."""
    connection: Connection = connect(*given, **named)
    try:
        _write_ahead(connection, timeout)
    except Exception:
        connection.close()
        raise
    return connection


def _write_ahead(connection: Connection, timeout: float) -> None:
    """Let readers go on while one writes; SQLite keeps that with the file."""
    end = time.monotonic() + timeout
    while not _is_write_ahead(connection):
        time.sleep(_PAUSE)
        if time.monotonic() > end:
            raise TimeoutError("another holds the database")
    connection.execute("PRAGMA synchronous=NORMAL")


def _is_write_ahead(connection: Connection) -> bool:
    """Whether the file could be told; SQLite waits for every lock but the one of who is telling it."""
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except OperationalError as error:
        if error.sqlite_errorcode != SQLITE_BUSY:
            raise
        return False
    return True
