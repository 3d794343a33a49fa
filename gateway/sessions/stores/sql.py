"""Sessions in one table of SQLite or PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from sqlite3 import SQLITE_BUSY, OperationalError
from threading import Lock
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from gateway.sessions.shelf import Terms

_SWEEP = 60.0  # seconds between two looks for what expired
_THREADS = 15  # as many as there are connections at most
_PAUSE = 0.01  # seconds between two tries at a file that another is changing
_LEAST_CONNECT = 2  # seconds, the shortest time PostgreSQL's library knows

Answer = tuple[int, list[Any]]


class SqlShelf:
    """One row a session: its id in hexadecimal, its bytes, whose it is, when it expires.

    The table is made when it is first needed and is not there. No statement waits longer than `timeout`
    seconds, for another's lock or for the database; one that finds its connection gone gets a new one.
    """

    errors: ClassVar[tuple[type[Exception], ...]] = (SQLAlchemyError, OSError)

    def __init__(
        self,
        *,
        url: str,
        table: str = "gateway_sessions",
        timeout: float = 2.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Connect to nothing yet; raise ValueError for a database that is none of the two."""
        self.place = ("sql", url, table)
        self._clock = clock
        self._lock = Lock()
        self._is_ready = False
        self._swept = 0.0
        self._table = _table(table)
        self._engine = _engine(url, timeout)
        self._timeout = timeout
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="sessions")
        self._do = self._done if self._engine.dialect.name == "sqlite" else self._done_in_time

    def __repr__(self) -> str:
        """Without the address, which may hold a password."""
        return f"<SqlShelf {self._table.name}>"

    def read(self, key: bytes) -> bytes | None:
        """What is kept under the key."""
        rows = self._table.c
        _, found = self._do(sa.select(rows.data).where(rows.key == key.hex(), self._is_alive()))
        return bytes(found[0]) if found else None

    def swap(self, key: bytes, old: bytes | None, new: bytes | None, terms: Terms) -> bool:
        """Put `new` in the place of `old`; whether `old` was there."""
        values = {"data": new, "owner": terms.owner, "expires": terms.expires}
        rows = self._table.c
        is_it = (rows.key == key.hex()) & (rows.data == old)
        change: Any
        if old is None:
            change = self._table.insert().values(key=key.hex(), **values)
        elif new is None:
            change = self._table.delete().where(is_it)
        else:
            change = self._table.update().where(is_it).values(**values)
        try:
            count, _ = self._do(change)
        except IntegrityError:
            return False
        if old is None:
            self._sweep()
        return bool(count)

    def drop(self, key: bytes) -> None:
        """Forget what is kept under the key."""
        self._do(self._table.delete().where(self._table.c.key == key.hex()))

    def keys_of(self, owner: str) -> list[bytes]:
        """The keys of what was put there for an owner."""
        rows = self._table.c
        _, found = self._do(sa.select(rows.key).where(rows.owner == owner, self._is_alive()))
        return [bytes.fromhex(key) for key in found]

    def _sweep(self) -> None:
        """Now and then forget what expired."""
        now = self._clock()
        if now - self._swept >= _SWEEP:
            self._swept = now
            self._do(self._table.delete().where(self._table.c.expires <= now))

    def _is_alive(self) -> sa.ColumnElement[bool]:
        """That a row has not expired."""
        expires = self._table.c.expires
        return expires.is_(None) | (expires > self._clock())

    def _done(self, statement: Any) -> Answer:
        """How many rows a statement changed, and the first column of those it found."""
        if not self._is_ready:
            with self._lock, suppress(DBAPIError):
                # Of two processes that make it at once one fails, and finds it in its next statement.
                self._table.create(self._engine, checkfirst=True)
                self._is_ready = True
        with self._engine.begin() as connection:
            result = connection.execute(statement)
            return result.rowcount, list(result.scalars()) if result.returns_rows else []

    def _done_in_time(self, statement: Any) -> Answer:
        """The same in a thread; raise TimeoutError, since a server that stands still says not even that."""
        return self._threads.submit(self._done, statement).result(self._timeout)


def _table(name: str) -> sa.Table:
    """The table; `expires` is in seconds since the epoch, null for never."""
    return sa.Table(
        name,
        sa.MetaData(),
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("owner", sa.String(32), nullable=False, index=True),
        sa.Column("expires", sa.Double, index=True),
    )


def _engine(url: str, timeout: float) -> sa.Engine:
    """What connects to the database, in bounded time."""
    kind = sa.make_url(url).get_backend_name()
    if kind == "sqlite":
        engine = sa.create_engine(url, connect_args={"timeout": timeout})
        sa.event.listen(engine, "connect", partial(_write_ahead, timeout))
        return engine
    if kind != "postgresql":
        raise ValueError("session.sql.url is neither sqlite: nor postgresql:")
    milliseconds = int(timeout * 1000)
    return sa.create_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=timeout,
        connect_args={
            "connect_timeout": max(_LEAST_CONNECT, int(timeout)),
            "tcp_user_timeout": milliseconds,
            "options": f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds}",
        },
    )


def _write_ahead(timeout: float, connection: Any, _: Any) -> None:
    """Let readers go on while one writes; SQLite keeps that with the file."""
    end = time.monotonic() + timeout
    while not _is_write_ahead(connection):
        if time.monotonic() > end:
            raise TimeoutError("another holds the database")
        time.sleep(_PAUSE)
    connection.execute("PRAGMA synchronous=NORMAL")


def _is_write_ahead(connection: Any) -> bool:
    """Whether the file could be told; SQLite waits for every lock but the one of who is telling it."""
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except OperationalError as error:
        if error.sqlite_errorcode != SQLITE_BUSY:
            raise
        return False
    return True
