"""The SQL store: its table, and what a database that does not answer costs."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import sqlalchemy as sa

from gateway.sessions.shelf import Terms
from gateway.sessions.stores.sql import SqlShelf

START = 1_800_000_000
KEY, OTHER = bytes(16), bytes([1] * 16)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def rows(shelf):
    with shelf._engine.begin() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(shelf._table)).scalar()


def test_what_expired_is_swept_once_a_minute(shelf, clock):
    shelf.swap(KEY, None, b"x", Terms(START + 30))
    clock.now += 59
    shelf.swap(OTHER, None, b"x", Terms())
    assert rows(shelf) == 2
    clock.now += 1
    shelf.swap(bytes([2] * 16), None, b"x", Terms())

    assert rows(shelf) == 2


def test_shelves_that_make_the_table_at_once_all_have_it(shelf, clock):
    told = {"url": shelf.place[1], "table": "at_once"}
    others = [SqlShelf(**told, clock=clock) for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        done = list(threads.map(lambda other: other.swap(KEY, None, b"x", Terms()), others))
    others[0]._table.drop(shelf._engine)
    for other in others:
        other._threads.shutdown()
        other._engine.dispose()

    assert sum(done) == 1


def test_file_that_another_holds_is_waited_for_until_the_time_limit(tmp_path):
    file = tmp_path / "held.db"
    shelf = SqlShelf(url=f"sqlite:///{file}", timeout=0.1)
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(shelf.errors):
            shelf.read(KEY)

    assert shelf.read(KEY) is None


def test_file_that_cannot_be_written_is_not_waited_for(tmp_path):
    file = tmp_path / "fixed.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE some (thing)")
    shelf = SqlShelf(url=f"sqlite:///file:{file}?mode=ro&uri=true", timeout=60)

    with pytest.raises(shelf.errors, match="readonly"):
        shelf.read(KEY)


@pytest.mark.parametrize("kind", ["postgresql"])
def test_database_that_stands_still_costs_no_more_than_the_time_limit(shelf):
    shelf._timeout = 0.3
    _, (process,) = shelf._do(sa.select(sa.func.pg_backend_pid()))
    os.kill(process, signal.SIGSTOP)
    start = time.perf_counter()
    try:
        with pytest.raises(shelf.errors):
            shelf.read(KEY)
        seconds = time.perf_counter() - start
    finally:
        os.kill(process, signal.SIGCONT)

    assert seconds < 2


@pytest.mark.parametrize("url", ["mysql://example.org/x", "oracle://example.org"])
def test_database_of_another_kind_is_refused(url):
    with pytest.raises(ValueError, match="neither sqlite: nor postgresql:"):
        SqlShelf(url=url)
