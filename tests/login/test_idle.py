"""Connections that wait, and which of them are used again."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from weakref import ref

import pytest

from gateway.login.idle import LONGEST, MOST, Idle, _begin_anew
from tests.login.site import Clock

HERE = ("http", "127.0.0.1", 80)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def pair():
    """Makes both ends of a connection: ours, and the server's."""
    opened = []

    def make():
        ends = socket.socketpair()
        opened.extend(ends)
        return ends

    yield make
    for end in opened:
        end.close()


def is_open(connection):
    return connection.fileno() != -1


def test_a_connection_that_was_given_is_taken_once(pair):
    idle, (ours, _) = Idle(), pair()
    idle.give(HERE, ours)

    assert (idle.take(HERE), idle.take(HERE)) == (ours, None)


@pytest.mark.parametrize(
    "other", [("https", "127.0.0.1", 80), ("http", "localhost", 80), ("http", "127.0.0.1", 81)]
)
def test_another_origin_takes_nothing(pair, other):
    idle, (ours, _) = Idle(), pair()
    idle.give(HERE, ours)

    assert (idle.take(other), idle.take(HERE)) == (None, ours)


def test_the_one_used_last_is_taken_first(pair):
    idle, pairs = Idle(), [pair() for _ in range(3)]
    for ours, _ in pairs:
        idle.give(HERE, ours)

    assert [idle.take(HERE) for _ in pairs] == [ours for ours, _ in reversed(pairs)]


def test_the_seventh_closes_the_first(pair):
    idle, pairs = Idle(), [pair() for _ in range(MOST + 1)]
    for number, (ours, _) in enumerate(pairs):
        idle.give(("http", "127.0.0.1", number), ours)

    assert [is_open(ours) for ours, _ in pairs] == [False] + [True] * 6


@pytest.mark.parametrize(("seconds", "is_kept"), [(LONGEST, True), (LONGEST + 0.1, False)])
def test_what_waited_too_long_is_closed(pair, seconds, is_kept):
    clock = Clock()
    idle, (ours, _) = Idle(clock), pair()
    idle.give(HERE, ours)
    clock.now += seconds

    assert (idle.take(HERE) is ours, is_open(ours)) == (is_kept, is_kept)


@pytest.mark.parametrize("does", [lambda end: end.close(), lambda end: end.sendall(b"HTTP/1.1 200 OK\r\n")])
def test_what_the_server_closed_or_wrote_to_unasked_is_closed(pair, does):
    idle, (ours, theirs) = Idle(), pair()
    idle.give(HERE, ours)
    does(theirs)

    assert (idle.take(HERE), is_open(ours)) == (None, False)


def test_all_are_closed_when_nobody_refers_to_them_any_more(pair):
    idle, (ours, _) = Idle(), pair()
    idle.give(HERE, ours)
    del idle

    assert not is_open(ours)


def script(text):
    """What a process of its own prints, warnings too; one that forks must not have our threads."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", text],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    return ran.stdout + ran.stderr


FORKS = """
import os, socket
from gateway.login.idle import Idle

HERE = ("http", "127.0.0.1", 80)
idle, gone = Idle(), Idle()
del gone
ours, theirs = socket.socketpair()
idle.give(HERE, ours)
idle._lock.acquire()  # as another thread may have done at that very moment
child = os.fork()
if not child:
    print("child", idle.take(HERE), ours.fileno(), flush=True)
    os._exit(0)
os.waitpid(child, 0)
idle._lock.release()
taken = idle.take(HERE)
taken.sendall(b"x")
print("parent", taken is ours, theirs.recv(1))
taken.close(), theirs.close()
"""


def test_a_forked_process_begins_with_none_and_leaves_those_of_its_parent_open():
    assert script(FORKS) == "child None -1\nparent True b'x'\n"


def test_a_child_forgets_those_that_are_left(pair):
    """What the process above does, where it can be measured."""
    idle, (old, _), (new, _) = Idle(), pair(), pair()
    idle.give(HERE, old)
    _begin_anew(ref(idle))
    idle.give(HERE, new)

    assert (is_open(old), idle.take(HERE)) == (False, new)


def test_a_child_finds_nothing_of_those_that_are_gone():
    gone = ref(Idle())
    _begin_anew(gone)

    assert gone() is None


ENDS = """
import socket
from gateway.login.idle import Idle

idle = Idle()
ours, theirs = socket.socketpair()
theirs.close()
idle.give(("http", "127.0.0.1", 80), ours)
"""


def test_what_waits_when_the_process_ends_is_closed():
    """A socket that is not closed warns, and warnings are errors here."""
    assert script(ENDS) == ""
