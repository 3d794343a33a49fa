from __future__ import annotations

from pathlib import Path

import pytest

from gateway.cli.facts import NOTHING, Fact, fact, facts, hidden
from gateway.config.document import Map
from gateway.config.model import Session, SessionCookie
from gateway.config.variables import Secret
from gateway.errors import Position

SECRET = Secret.of("hunter2hunter2", ("KEY",))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (86400.0, "86400"),
        ("lax", "lax"),
        (("a", None), "[a, none]"),
        ({"a": False}, "{a: false}"),
        (Path("somewhere/views"), "views"),
    ],
)
def test_value_is_shown_as_it_is_written(value, text):
    assert fact(value) == Fact(text, text)


@pytest.mark.parametrize("value", [None, (), [], {}])
def test_what_is_not_there_is_none(value):
    assert fact(value) == NOTHING
    assert fact(value).shown == "none"


@pytest.mark.parametrize("value", [SECRET, [SECRET], {"X-Key": SECRET}])
def test_secret_is_compared_by_its_variable_and_not_shown(value):
    assert fact(value).shown is None
    assert "KEY" in fact(value).value
    assert "hunter2" not in str(fact(value))


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("plain", ("login", "x", "client_secret")),
        ({"users": {"me": "plain"}}, ("basic_auth",)),
        ("https://me:plain@a.example/", ("login", "x", "success")),
        ({"redis": {"url": "redis://:plain@db"}}, ("session", "stores")),
    ],
)
def test_what_is_secret_by_nature_is_not_shown(value, path):
    assert fact(value, path).shown is None


def test_hidden_value_is_compared_and_not_shown():
    assert hidden("a") != hidden("b")
    assert (hidden("a").shown, hidden(None)) == (None, NOTHING)


def test_dataclass_gives_a_fact_for_each_path():
    session = Session(keys=("plain",), cookie=SessionCookie(name="sid"), at=Map(Position("f", 1, 1)))
    found = dict(facts(session, ("session",), frozenset({"store"})))

    assert found["session.cookie.name"] == Fact("sid", "sid")
    assert found["session.keys"].shown is None
    assert {"session.at", "session.store"}.isdisjoint(found)
