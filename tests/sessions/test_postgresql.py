"""Connections to PostgreSQL: what a server costs that does not answer, or was gone in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa
from psycopg.pq import TransactionStatus

from gateway.sessions.shelf import Terms
from gateway.sessions.stores.sql import SqlShelf

KEY = bytes(16)


@pytest.fixture
def kind():
    return "postgresql"


def test_database_that_stands_still_costs_no_more_than_the_time_limit(shelf):
    hasty = SqlShelf(url=shelf.place[1], timeout=0.3)
    _, (process,) = hasty._do(sa.select(sa.func.pg_backend_pid()))
    os.kill(process, signal.SIGSTOP)
    start = time.perf_counter()
    try:
        with pytest.raises(TimeoutError):
            hasty.read(KEY)
        seconds = time.perf_counter() - start
    finally:
        os.kill(process, signal.SIGCONT)

    assert (seconds < 1, hasty.read(KEY)) == (True, None)
    hasty._engine.dispose()


def test_no_statement_needs_others_to_begin_and_to_end_it(shelf):
    """Each of which would be a way to the server and back."""
    with shelf._engine.connect() as connection:
        connection.execute(sa.select(1))

        assert connection.connection.driver_connection.info.transaction_status == TransactionStatus.IDLE


FROZEN = """
import os, signal
import sqlalchemy as sa
from gateway.sessions.stores.sql import SqlShelf
shelf = SqlShelf(url={url!r}, timeout=0.3)
_, (process,) = shelf._do(sa.select(sa.func.pg_backend_pid()))
os.kill(process, signal.SIGSTOP)
try:
    shelf.read(bytes(16))
except shelf.errors:
    print(process)
"""


def test_database_that_stands_still_holds_no_process_that_ends(shelf):
    program = [sys.executable, "-W", "ignore", "-c", FROZEN.format(url=shelf.place[1])]
    done = subprocess.run(program, capture_output=True, timeout=10, check=True)

    os.kill(int(done.stdout), signal.SIGCONT)


def test_statement_that_takes_too_long_is_an_error(shelf):
    slow = SqlShelf(url=shelf.place[1], timeout=1)
    with pytest.raises(slow.errors, match="statement timeout"):
        slow._do(sa.select(sa.func.pg_sleep(3)))
    slow._engine.dispose()


def test_connection_that_is_gone_is_replaced(shelf):
    shelf.swap(KEY, None, b"x", Terms())
    _, (process,) = shelf._do(sa.select(sa.func.pg_backend_pid()))
    os.kill(process, signal.SIGTERM)

    assert shelf.read(KEY) == b"x"
