"""Between a store and its shelf: what happens while it is down, and when it is too busy."""

from __future__ import annotations

import time

import pytest

from gateway.http.response import Response
from gateway.sessions.shelf import StoreDownError, Terms


@pytest.fixture
def kind():
    return "memory"


class Broken:
    """A shelf on which everything fails while it is down, and nothing can be replaced while it is busy."""

    errors = (OSError,)
    place = ("broken",)

    def __init__(self, shelf):
        self.shelf, self.is_down, self.is_busy = shelf, False, False

    def __getattr__(self, name):
        if self.is_down:
            raise OSError
        if name == "swap" and self.is_busy:
            return lambda *_: False
        return getattr(self.shelf, name)

    def read(self, key):
        return self.__getattr__("read")(key)

    def drop(self, key):
        return self.__getattr__("drop")(key)

    def swap(self, *given):
        return self.__getattr__("swap")(*given)


@pytest.fixture
def broken(shelf):
    return Broken(shelf)


@pytest.fixture
def outage(serving, broken, monkeypatch):
    """A browser whose store goes down and comes back, without the pause of a second."""
    monkeypatch.setattr("gateway.sessions.guard.PAUSE", 0)

    def outage(**options):
        return serving(on=broken, **options)

    return outage


def save(visitor, session):
    response = Response()
    visitor.store.save(visitor.request, session, response)
    return response


@pytest.mark.case(13)
def test_visitor_is_a_stranger_while_the_store_is_down_and_known_afterwards(outage, broken):
    visitor = outage()
    visitor.visit(user="ada")
    broken.is_down = True
    visitor.visit(note="lost")
    assert (dict(visitor.open()), visitor.sent) == ({}, [])
    broken.is_down = False

    assert dict(visitor.open()) == {"user": "ada"}


@pytest.mark.case(13)
def test_visitor_is_told_if_that_is_asked_for(outage, broken):
    visitor = outage(is_forgiving=False)
    visitor.visit(user="ada")
    broken.is_down = True
    with pytest.raises(StoreDownError):
        visitor.open()
    visitor.cookie = ""
    with pytest.raises(StoreDownError):
        visitor.visit(note="x")


@pytest.mark.case(13)
def test_stranger_whose_session_could_not_be_read_overwrites_nothing(outage, broken):
    """The store is back before the answer is ready."""
    visitor = outage()
    visitor.visit(user="ada")
    broken.is_down = True
    session = visitor.open()
    broken.is_down = False
    session["note"] = "x"
    with pytest.raises(StoreDownError):
        session.save()
    visitor.save(session)

    assert (dict(visitor.open()), visitor.sent) == ({"user": "ada"}, [])


def test_first_visit_goes_on_without_a_session(outage, broken):
    visitor = outage()
    broken.is_down = True
    visitor.visit(note="lost")

    assert visitor.sent == []


@pytest.mark.case(13)
@pytest.mark.parametrize("is_forgiving", [True, False])
@pytest.mark.parametrize("end", ["regenerate", "destroy", "change"])
def test_what_must_not_seem_done_is_an_error(outage, broken, is_forgiving, end):
    """No half login, no logout that is none."""
    visitor = outage(is_forgiving=is_forgiving)
    visitor.visit(user="ada")
    session = visitor.open()
    session.update(n=1) if end == "change" else getattr(session, end)()
    broken.is_down = True

    with pytest.raises(StoreDownError):
        save(visitor, session)


@pytest.mark.parametrize("end", ["regenerate", "destroy"])
def test_end_of_a_session_that_could_not_be_read_is_its_end(outage, broken, end):
    visitor = outage()
    visitor.visit(user="ada")
    cookie = visitor.cookie
    broken.is_down = True
    session = visitor.open()
    getattr(session, end)()
    with pytest.raises(StoreDownError):
        save(visitor, session)
    broken.is_down = False
    save(visitor, session)
    visitor.cookie = cookie

    assert dict(visitor.open()) == {}


@pytest.mark.parametrize("is_forgiving", [True, False])
def test_stamp_that_is_not_written_harms_nobody(outage, broken, clock, is_forgiving):
    visitor = outage(is_forgiving=is_forgiving)
    visitor.visit(user="ada")
    clock.now += 3600
    session = visitor.open()
    broken.is_down = True

    assert "Set-Cookie" not in save(visitor, session).headers


def test_session_that_others_always_change_first_is_an_error_in_time(outage, broken):
    visitor = outage()
    visitor.visit(n=1)
    session = visitor.open()
    session["n"] = 2
    broken.is_busy = True
    start = time.perf_counter()
    with pytest.raises(StoreDownError):
        save(visitor, session)

    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("length", "payload", "left"), [(7, b"", {}), (8, b"", {"n": 2}), (8, b"[1]", {"n": 2})]
)
def test_what_is_no_session_is_none(visitor, shelf, length, payload, left):
    visitor.visit(n=1)
    session = visitor.open()
    data = shelf.read(session.key)
    shelf.swap(session.key, data, data[:length] + payload, Terms())
    assert dict(visitor.open()) == {}
    session["n"] = 2
    visitor.save(session)

    assert dict(visitor.open()) == left


def test_many_cookies_of_one_name_are_not_all_looked_up(serving, shelf, monkeypatch):
    visitor = serving()
    cookies = []
    for _ in range(30):
        visitor.cookie = ""
        visitor.visit(n=1)
        shelf.drop(visitor.open().key)
        cookies.append(visitor.cookie)
    visitor.cookie = "; ".join(cookies)
    read, asked = shelf.read, []
    monkeypatch.setattr(shelf, "read", lambda key: (asked.append(key), read(key))[1])

    assert (dict(visitor.open()), len(asked)) == ({}, 4)


@pytest.mark.case(23)
def test_first_of_two_cookies_that_lives_is_used(serving):
    first, second = serving(), serving()
    first.visit(user="ada")
    second.visit(user="bob")
    dead = first.cookie
    session = first.open()
    session.destroy()
    first.save(session)
    second.cookie = f"{dead}; session=forged; {second.cookie}"

    assert second.open()["user"] == "bob"
