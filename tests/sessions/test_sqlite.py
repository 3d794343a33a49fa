"""Connections to SQLite: what a file costs that another holds, or that cannot be written."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from gateway.sessions import sqlite
from gateway.sessions.stores.sql import SqlShelf

KEY = bytes(16)


def test_file_that_another_holds_is_waited_for_until_the_time_limit(tmp_path):
    file = tmp_path / "held.db"
    shelf = SqlShelf(url=f"sqlite:///{file}", timeout=0.1)
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(shelf.errors):
            shelf.read(KEY)

    assert shelf.read(KEY) is None


def test_many_threads_wait_for_a_held_file_no_longer_than_one(tmp_path):
    file = tmp_path / "held.db"
    shelf = SqlShelf(url=f"sqlite:///{file}", timeout=0.2)

    def read(_):
        with pytest.raises(shelf.errors):
            shelf.read(KEY)

    start = time.perf_counter()
    with closing(sqlite3.connect(file)) as other, ThreadPoolExecutor(32) as threads:
        other.execute("BEGIN EXCLUSIVE")
        list(threads.map(read, range(32)))

    assert time.perf_counter() - start < 2


def test_file_that_cannot_be_written_is_not_waited_for(tmp_path):
    file = tmp_path / "fixed.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE some (thing)")
    shelf = SqlShelf(url=f"sqlite:///file:{file}?mode=ro&uri=true", timeout=60)

    with pytest.raises(shelf.errors, match="readonly"):
        shelf.read(KEY)


def test_file_whose_lock_is_not_waited_for_is_tried_again(tmp_path):
    """As SQLite does not wait for who is telling the file what we tell it."""
    file = tmp_path / "told.db"
    with closing(sqlite3.connect(file)) as other, closing(sqlite3.connect(file, timeout=0)) as ours:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(TimeoutError, match="another holds"):
            sqlite._write_ahead(ours, 0.05)
        other.rollback()
        sqlite._write_ahead(ours, 0.05)

        assert ours.execute("PRAGMA journal_mode").fetchone() == ("wal",)
