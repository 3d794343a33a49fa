"""Things that happen once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from gateway.login.sandbox.ledger import Ledger


def test_a_thing_happens_once(tmp_path):
    ledger = Ledger(tmp_path / "new" / "used.sqlite")

    assert [ledger.first(thing, 60) for thing in ("a", "a", "b", "a")] == [True, False, True, False]


def test_a_thing_is_forgotten_after_its_time(tmp_path, monkeypatch):
    ledger, now = Ledger(tmp_path / "used.sqlite"), time.time()
    ledger.first("a", 60)
    monkeypatch.setattr("gateway.login.sandbox.ledger.time.time", lambda: now + 61)

    assert ledger.first("a", 60)


def test_all_workers_share_it(tmp_path):
    """Sixteen at once, each with a connection of its own, as in processes of their own."""
    file = tmp_path / "used.sqlite"
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: Ledger(file).first("token", 60), range(16)))

    assert found.count(True) == 1
