"""Sessions in one table of SQLite or PostgreSQL."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from gateway.sessions.shelf import NO_ADDRESS, Terms

_SWEEP = 60.0  # seconds between two looks for what expired
_PART = 1000  # rows that are forgotten at once, so that it ends in time


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
        """Connect to nothing yet; raise ValueError, without the address, for one of none of the two."""
        self.place = ("sql", url, table)
        self._clock = clock
        self._is_ready = False
        self._swept = 0.0
        self._table = _table(table)
        self._engine = _engine(url, timeout)
        self._process = os.getpid()

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

    def drop(self, key: bytes) -> bool:
        """Forget what is kept under the key; whether there was something."""
        count, _ = self._do(self._table.delete().where(self._table.c.key == key.hex()))
        return bool(count)

    def keys_of(self, owner: str) -> list[bytes]:
        """The keys of what was put there for an owner."""
        rows = self._table.c
        _, found = self._do(sa.select(rows.key).where(rows.owner == owner, self._is_alive()))
        return [bytes.fromhex(key) for key in found]

    def _sweep(self) -> None:
        """Now and then forget what expired, as much of it as can be done at once."""
        now = self._clock()
        if now - self._swept < _SWEEP:
            return
        self._swept = now
        rows = self._table.c
        some = sa.select(rows.key).where(rows.expires <= now).limit(_PART).with_for_update(skip_locked=True)
        with suppress(*self.errors):  # what the visitor needs is done
            count, _ = self._do(self._table.delete().where(rows.key.in_(some)))
            if count == _PART:
                self._swept = 0.0

    def _is_alive(self) -> sa.ColumnElement[bool]:
        """That a row has not expired."""
        expires = self._table.c.expires
        return expires.is_(None) | (expires > self._clock())

    def _do(self, statement: Any) -> tuple[int, list[Any]]:
        """How many rows a statement changed, and the first column of those it found."""
        if self._process != os.getpid():
            # A connection is of the process that made it: two would read each other's answers.
            self._engine.dispose(close=False)
            self._process = os.getpid()
        try:
            return self._done(statement)
        except DBAPIError as error:
            self._is_ready = False
            if not error.connection_invalidated:
                raise
        return self._done(statement)

    def _done(self, statement: Any) -> tuple[int, list[Any]]:
        """The same, once."""
        if not self._is_ready:
            with suppress(DBAPIError):
                # Of those that make it at once all but one fail, and find it in their next statement.
                self._table.create(self._engine, checkfirst=True)
                self._is_ready = True
        with self._engine.begin() as connection:
            result = connection.execute(statement)
            return result.rowcount, list(result.scalars()) if result.returns_rows else []


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
    with suppress(SQLAlchemyError, ValueError):
        kind = sa.make_url(url).get_backend_name()
        if kind in ("sqlite", "postgresql"):
            engine: sa.Engine = import_module(f"gateway.sessions.{kind}").engine(url, timeout)
            return engine
    raise ValueError(NO_ADDRESS.format("sql", "sqlite:/// or postgresql://"))
