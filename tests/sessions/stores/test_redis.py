"""The Redis store: its keys, how long they last, and what a server that does not answer costs."""

from __future__ import annotations

import time

import pytest

from gateway.sessions.shelf import Terms
from gateway.sessions.stores.redis import RedisShelf

START = 1_800_000_000
KEY = bytes(16)


@pytest.fixture
def kind():
    return "redis"


def test_server_forgets_what_expired(shelf):
    shelf.swap(KEY, None, b"x", Terms(START + 0.05, "ada"))
    time.sleep(0.1)

    assert (shelf.read(KEY), shelf.keys_of("ada")) == (None, [])


def test_set_of_a_person_lasts_as_long_as_the_longest_session(shelf):
    name = shelf._set_of("ada")
    lives = []
    for number, seconds in enumerate([60, 600, 30, None]):
        expires = None if seconds is None else START + seconds
        shelf.swap(bytes([number] * 16), None, b"x", Terms(expires, "ada"))
        lives.append(round(shelf._client.pttl(name) / 1000))

    assert lives == [60, 600, 600, 0]


def test_ended_sessions_leave_the_set_of_their_person(shelf):
    shelf.swap(KEY, None, b"x", Terms(None, "ada"))
    shelf.drop(KEY)
    shelf.keys_of("ada")

    assert shelf._client.zcard(shelf._set_of("ada")) == 0


def test_set_of_a_person_does_not_grow_without_end(shelf, clock):
    """Whoever begins sessions all day, and is never asked for them."""
    for number in range(100):
        shelf.swap(bytes([number] * 16), None, b"x", Terms(clock.now + 60, "ada"))
        clock.now += 10

    assert shelf._client.zcard(shelf._set_of("ada")) == 6


def test_server_that_stands_still_costs_no_more_than_the_time_limit(redis_server, options_of):
    shelf = RedisShelf(**options_of("redis"), timeout=0.2)
    with redis_server.frozen():
        start = time.perf_counter()
        with pytest.raises(shelf.errors):
            shelf.read(KEY)
        seconds = time.perf_counter() - start
    shelf._client.close()

    assert seconds < 1


@pytest.mark.parametrize("setting", ["maxmemory", "min-replicas-to-write"])
def test_visitor_is_known_to_a_server_that_takes_no_writes(shelf, serving, caplog, setting):
    ada, eve = serving(), serving()
    ada.visit(user="ada")
    shelf._client.config_set(setting, 1)
    seen = []
    for _ in range(5):
        eve.visit(note="lost")
        seen.append(ada.open().get("user"))
    shelf._client.config_set(setting, 0)

    assert (seen, eve.sent) == (["ada"] * 5, [])
    assert [record.message.rpartition(":")[0] for record in caplog.records] == [
        "the session store redis cannot be written"
    ]


@pytest.mark.case(78)
@pytest.mark.parametrize(
    "url",
    ["http://hunter2@example.org", "redis://:hunter/2@example.org", "redis://:hunter#2@example.org",
     "redis://[hunter2", "redis://example.org?hunter2=1", "redis://example.org?socket_timeout=hunter2"],
)  # fmt: skip
def test_address_that_is_none_is_refused_without_its_password(url):
    with pytest.raises(ValueError, match=r"session\.redis\.url is no address") as caught:
        RedisShelf(url=url)

    assert ("hunter" in str(caught.value), caught.value.__suppress_context__) == (False, True)
