"""Connections to PostgreSQL that wait for no answer longer than they may."""

from __future__ import annotations

from functools import partial
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus

_LEAST_CONNECT = 2  # seconds, the shortest time PostgreSQL's library knows


def engine(url: str, timeout: float) -> sa.Engine:
    """What connects to the database; `timeout` is how many seconds it, and a free connection, may take."""
    milliseconds = int(timeout * 900)  # a little less, so that the connection is good for the next
    made = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",  # a statement is whole by itself: none to begin it, none to end it
        pool_timeout=timeout,
        connect_args={
            "connect_timeout": max(_LEAST_CONNECT, int(timeout)),
            "options": f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds}",
        },
    )
    sa.event.listen(made, "do_connect", partial(_connected, timeout))
    return made


class _Bounded(psycopg.Connection[Any]):
    """A connection that is closed when an answer is late: a server that stands still does not say so."""

    patience = 0.0

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """What the server answers; raise TimeoutError if that takes too long, psycopg.Error as it says."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.close()
            raise TimeoutError("the database does not answer") from None


def _connected(timeout: float, _: Any, __: Any, given: Any, named: Any) -> _Bounded:
    """A new connection."""
    connection = _Bounded.connect(*given, **named)
    connection.patience = timeout
    return connection
