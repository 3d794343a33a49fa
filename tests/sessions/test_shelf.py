"""What every store on a server does, each by a real one."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.sessions.shelf import Terms
from tests.sessions.conftest import SHELVES

START = 1_800_000_000
KEY, OTHER = bytes(range(16)), bytes(range(16, 32))
DATA, NEWER = b"\0\xff data", b"newer \0"


class TestShelf:
    """The tests that a store of whatever kind must pass."""

    def test_holds_nothing_at_first(self, shelf):
        assert (shelf.read(KEY), shelf.keys_of("ada")) == (None, [])

    def test_gives_back_what_was_put_there(self, shelf):
        assert shelf.swap(KEY, None, DATA, Terms())
        assert (shelf.read(KEY), shelf.read(OTHER)) == (DATA, None)

    @pytest.mark.parametrize(("old", "new"), [(None, NEWER), (NEWER, b"newest"), (NEWER, None)])
    def test_is_not_replaced_unless_it_is_what_was_expected(self, shelf, old, new):
        shelf.swap(KEY, None, DATA, Terms())

        assert not shelf.swap(KEY, old, new, Terms())
        assert shelf.read(KEY) == DATA

    @pytest.mark.parametrize("new", [NEWER, None])
    def test_is_replaced_if_it_is_what_was_expected(self, shelf, new):
        shelf.swap(KEY, None, DATA, Terms())

        assert shelf.swap(KEY, DATA, new, Terms())
        assert shelf.read(KEY) == new

    def test_nothing_is_not_replaced_by_something_that_was_there(self, shelf):
        assert not shelf.swap(KEY, DATA, NEWER, Terms())
        assert shelf.read(KEY) is None

    def test_is_forgotten_when_it_is_dropped(self, shelf):
        shelf.swap(KEY, None, DATA, Terms())

        assert [shelf.drop(KEY), shelf.drop(KEY), shelf.drop(OTHER)] == [True, False, False]
        assert shelf.read(KEY) is None

    def test_keys_of_an_owner_are_listed(self, shelf):
        shelf.swap(KEY, None, DATA, Terms(START + 60, "ada"))
        shelf.swap(OTHER, None, DATA, Terms(None, "bob"))
        shelf.swap(OTHER, DATA, NEWER, Terms(None, "ada"))
        assert (sorted(shelf.keys_of("ada")), shelf.keys_of("eve")) == ([KEY, OTHER], [])
        shelf.drop(KEY)

        assert shelf.keys_of("ada") == [OTHER]

    def test_one_of_many_threads_replaces(self, shelf):
        shelf.swap(KEY, None, DATA, Terms())
        with ThreadPoolExecutor(8) as threads:
            done = list(threads.map(lambda n: shelf.swap(KEY, DATA, b"%d" % n, Terms()), range(16)))

        assert sum(done) == 1
        assert shelf.read(KEY) == b"%d" % done.index(True)

    def test_one_of_many_threads_is_the_first(self, shelf):
        with ThreadPoolExecutor(8) as threads:
            done = list(threads.map(lambda n: shelf.swap(KEY, None, b"%d" % n, Terms()), range(16)))

        assert sum(done) == 1

    @pytest.mark.case(78)
    def test_repr_shows_no_address(self, shelf):
        assert "127.0.0.1" not in repr(shelf)


@pytest.mark.parametrize("kind", ["memory", "sqlite", "postgresql"])
def test_what_expired_is_not_there(shelf, clock):
    shelf.swap(KEY, None, DATA, Terms(START + 60, "ada"))
    clock.now += 60

    assert (shelf.read(KEY), shelf.swap(KEY, DATA, NEWER, Terms()) and False) == (None, False)


def test_what_expired_long_ago_can_be_put_there(shelf):
    assert shelf.swap(KEY, None, DATA, Terms(START - 60))


FORKS = """
import os, sys
from importlib import import_module
from gateway.sessions.shelf import Terms
module, kind, told = {module!r}, {kind!r}, {told!r}
shelf = getattr(import_module(module), kind)(**told)
shelf.swap(bytes(16), None, b"before", Terms())

def work(number):
    for turn in range(30):
        key = bytes([number, turn] * 8)
        shelf.swap(key, None, key, Terms())
        if shelf.read(key) != key:
            sys.exit(1)

children = []
for number in (1, 2, 3):
    children.append(os.fork())
    if not children[-1]:
        work(number)
        os._exit(0)
work(4)
sys.exit(any(os.waitpid(child, 0)[1] for child in children) or shelf.read(bytes(16)) != b"before")
"""


@pytest.mark.parametrize("kind", ["redis", "sqlite", "postgresql"])
def test_is_as_good_after_a_fork(kind, options_of):
    """As workers of a server are that loaded, and asked, the application before it forked."""
    made = SHELVES[kind]
    program = FORKS.format(module=made.__module__, kind=made.__name__, told=options_of(kind))
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], timeout=60, check=False)

    assert done.returncode == 0
