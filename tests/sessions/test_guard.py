"""A store that is down: how often it is asked, and what the log says."""

from __future__ import annotations

import logging

import pytest

from gateway.sessions.guard import Guard
from gateway.sessions.shelf import StoreDownError


class Line:
    """A store that is there or not, and counts how often it is asked."""

    is_up, asked = False, 0

    def __call__(self, answer):
        self.asked += 1
        if not self.is_up:
            raise OSError("redis://:hunter2@example.org")
        return answer


@pytest.fixture
def line():
    return Line()


@pytest.fixture
def guard(clock):
    return Guard("redis", "read", (OSError,), clock)


def down(guard, line):
    with pytest.raises(StoreDownError):
        guard(line, 1)


def test_store_that_is_down_is_asked_once_a_second(guard, line, clock):
    for _ in range(50):
        down(guard, line)
        clock.now += 0.1

    assert line.asked == 5


def test_store_that_is_back_is_noticed_by_itself(guard, line, clock):
    down(guard, line)
    line.is_up = True
    down(guard, line)
    clock.now += 1

    assert [guard(line, number) for number in (1, 2)] == [1, 2]


def test_outage_is_logged_once_when_it_begins_and_when_it_ends(guard, line, clock, caplog):
    for _ in range(2):
        line.is_up = False
        for _ in range(5):
            down(guard, line)
            clock.now += 1
        line.is_up = True
        guard(line, 1)
        guard(line, 1)

    assert [record.message for record in caplog.records] == [
        "the session store redis cannot be read: OSError",
        "the session store redis can be read again",
    ] * 2
    assert caplog.records[0].levelno == logging.ERROR


def test_two_requests_that_find_it_back_say_so_once(guard, line, clock, caplog):
    down(guard, line)
    line.is_up = True
    clock.now += 1
    guard(line, 1)
    guard._recovered()

    assert [record.message for record in caplog.records][1:] == ["the session store redis can be read again"]


@pytest.mark.case(78)
def test_error_tells_nothing_of_the_address(guard, line):
    with pytest.raises(StoreDownError) as caught:
        guard(line, 1)

    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_one_request_at_a_time_finds_out(guard, line, clock):
    down(guard, line)
    clock.now += 1

    def slow():
        clock.now += 5
        with pytest.raises(StoreDownError):
            guard(line, 1)
        return "back"

    assert (guard(slow), line.asked) == ("back", 1)


def test_another_finds_out_if_the_one_never_returns(guard, line, clock):
    down(guard, line)
    clock.now += 1
    with pytest.raises(ZeroDivisionError):
        guard(lambda: 1 / 0)
    line.is_up = True
    down(guard, line)
    clock.now += 10

    assert guard(line, "back") == "back"


def test_other_errors_are_what_they_are(guard):
    with pytest.raises(ZeroDivisionError):
        guard(lambda: 1 / 0)


def test_client_is_told_when_to_come_again():
    error = StoreDownError()

    assert (error.code, dict(error.get_headers())["Retry-After"]) == (503, "5")
