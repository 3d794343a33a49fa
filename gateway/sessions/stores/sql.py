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
        self._statements = Statements(self._table)
        self._engine = _engine(url, timeout)
        self._process = os.getpid()

    def __repr__(self) -> str:
        """Without the address, which may hold a password."""
        return f"<SqlShelf {self._table.name}>"

    def read(self, key: bytes) -> bytes | None:
        """What is kept under the key."""
        _, found = self._do(self._statements.read, id=key.hex(), now=self._clock())
        return bytes(found[0]) if found else None

    def swap(self, key: bytes, old: bytes | None, new: bytes | None, terms: Terms) -> bool:
        """Put `new` in the place of `old`; whether `old` was there."""
        given = {} if new is None else {"data": new, "owner": terms.owner, "expires": terms.expires}
        if old is None:
            return self._add(key=key.hex(), **given)
        change = self._statements.delete if new is None else self._statements.update
        count, _ = self._do(change, id=key.hex(), old=old, **given)
        return bool(count)

    def drop(self, key: bytes) -> bool:
        """Forget what is kept under the key; whether there was something."""
        count, _ = self._do(self._statements.drop, id=key.hex())
        return bool(count)

    def keys_of(self, owner: str) -> list[bytes]:
        """The keys of what was put there for an owner."""
        _, found = self._do(self._statements.owned, whose=owner, now=self._clock())
        return [bytes.fromhex(key) for key in found]

    def _add(self, **values: Any) -> bool:
        """Put a new row there, and look for what expired; whether there was none with this key."""
        try:
            count, _ = self._do(self._statements.insert, **values)
        except IntegrityError:
            return False
        self._sweep()
        return bool(count)

    def _sweep(self) -> None:
        """Now and then forget what expired, as much of it as can be done at once."""
        now = self._clock()
        if now - self._swept < _SWEEP:
            return
        self._swept = now
        with suppress(*self.errors):  # what the visitor needs is done
            count, _ = self._do(self._statements.sweep, now=now)
            if count == _PART:
                self._swept = 0.0

    def _do(self, statement: Any, **values: Any) -> tuple[int, list[Any]]:
        """How many rows a statement changed, and the first column of those it found."""
        if self._process != os.getpid():
            # A connection is of the process that made it: two would read each other's answers.
            self._engine.dispose(close=False)
            self._process = os.getpid()
        try:
            return self._done(statement, values)
        except DBAPIError as error:
            self._is_ready = False
            if not error.connection_invalidated:
                raise
        return self._done(statement, values)

    def _done(self, statement: Any, values: dict[str, Any]) -> tuple[int, list[Any]]:
        """The same, once."""
        if not self._is_ready:
            with suppress(DBAPIError):
                # Of those that make it at once all but one fail, and find it in their next statement.
                with self._engine.execution_options(isolation_level="SERIALIZABLE").begin() as connection:
                    self._table.create(connection, checkfirst=True)
                self._is_ready = True
        with self._engine.connect() as connection:
            result = connection.execute(statement, values)
            return result.rowcount, list(result.scalars()) if result.returns_rows else []


class Statements:
    """All that is asked of the table, built once: SQLAlchemy takes longer to build one than to run it."""

    def __init__(self, table: sa.Table) -> None:
        """For rows of this table."""
        rows, given = table.c, sa.bindparam
        is_it, is_alive = rows.key == given("id"), rows.expires.is_(None) | (rows.expires > given("now"))
        was_it = is_it & (rows.data == given("old", type_=sa.LargeBinary))
        ended = sa.select(rows.key).where(rows.expires <= given("now")).limit(_PART)
        self.read = sa.select(rows.data).where(is_it, is_alive)
        self.owned = sa.select(rows.key).where(rows.owner == given("whose"), is_alive)
        self.insert = table.insert()
        self.update = table.update().where(was_it)
        self.delete = table.delete().where(was_it)
        self.drop = table.delete().where(is_it)
        self.sweep = table.delete().where(rows.key.in_(ended.with_for_update(skip_locked=True)))


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
