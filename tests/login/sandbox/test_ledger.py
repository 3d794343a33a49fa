"""Things that happen once."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

from gateway.login.sandbox.ledger import Ledger


def uses(file, things):
    """How often one worker was the first, at its own pace."""
    return sum(Ledger(file).first(f"token {number}", 60) for number in range(things))


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


def test_workers_that_start_together_do_not_lock_each_other_out(tmp_path):
    """Four processes, none of which finds a table."""
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(uses, [tmp_path / "used.sqlite"] * 4, [50] * 4))

    assert sum(found) == 50


def test_what_happened_is_known_until_its_time(tmp_path, monkeypatch):
    ledger, now = Ledger(tmp_path / "used.sqlite"), time.time()
    before = ledger.happened("a")
    ledger.first("a", 60)
    after = ledger.happened("a")
    monkeypatch.setattr("gateway.login.sandbox.ledger.time.time", lambda: now + 62)

    assert [before, after, ledger.happened("a")] == [False, True, False]
