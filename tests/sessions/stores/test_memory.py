"""The memory store: it does not grow without end."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.sessions.server import ServerStore
from gateway.sessions.shelf import Terms
from gateway.sessions.store import CookieOptions
from gateway.sessions.stores.memory import MemoryShelf
from tests.sessions.conftest import Browser


def keys(count, first=0):
    return [number.to_bytes(16, "big") for number in range(first, first + count)]


def put(shelf, keys, owner="", expires=None):
    for key in keys:
        shelf.swap(key, None, b"x", Terms(expires, owner, is_somebodys=bool(owner)))


def kept(shelf, keys):
    return [key for key in keys if shelf.read(key) is not None]


@pytest.mark.case(15)
def test_oldest_session_makes_room_for_the_newest():
    shelf = MemoryShelf(max_sessions=3)
    put(shelf, keys(5))

    assert kept(shelf, keys(5)) == keys(5)[2:]


@pytest.mark.case(15)
def test_sessions_of_people_are_the_last_to_go():
    shelf = MemoryShelf(max_sessions=3)
    put(shelf, keys(2), "ada")
    put(shelf, keys(100, 10))
    assert kept(shelf, [*keys(2), *keys(100, 10)]) == [*keys(2), *keys(1, 109)]
    put(shelf, keys(4, 200), "bob")

    assert kept(shelf, [*keys(2), *keys(4, 200)]) == keys(3, 201)


@pytest.mark.case(15)
def test_who_is_logged_in_stays_known_though_nobody_is_listed():
    """Without `revocation` no owner is noted."""
    store = ServerStore(CookieOptions(keys=("k" * 32,)), MemoryShelf(max_sessions=3))
    ada = Browser(store)
    ada.visit(user="ada")
    for _ in range(5):
        Browser(store).visit(cart=[1])

    assert ada.open()["user"] == "ada"


def test_sessions_of_people_that_expired_make_room_first(clock):
    shelf = MemoryShelf(max_sessions=3, clock=clock)
    put(shelf, keys(3), "ada", clock.now + 60)
    clock.now += 60
    put(shelf, keys(3, 10))

    assert kept(shelf, keys(3, 10)) == keys(3, 10)


def test_session_that_is_written_again_is_no_longer_the_oldest():
    shelf = MemoryShelf(max_sessions=2)
    put(shelf, keys(2))
    shelf.swap(keys(1)[0], b"x", b"y", Terms())
    put(shelf, keys(1, 9))

    assert kept(shelf, [*keys(2), *keys(1, 9)]) == [keys(1)[0], keys(1, 9)[0]]


@pytest.mark.case(15)
def test_million_sessions_take_bounded_room():
    """In a process of its own, whose memory nothing else moves."""
    done = subprocess.run([sys.executable, "-c", MILLION], capture_output=True, text=True, check=True)
    kept, grown = map(int, done.stdout.split())

    assert kept == 1000
    assert grown < 8 << 20


MILLION = """
from gateway.sessions.stores.memory import MemoryShelf
from tests.sessions.stores.test_memory import keys, memory, put

shelf = MemoryShelf(max_sessions=1000)
put(shelf, keys(2000))
before = memory()
put(shelf, keys(1_000_000, 2000))
print(sum(map(len, shelf._items)), memory() - before)
"""


def memory():
    """How many bytes of this process are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
