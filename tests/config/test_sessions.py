"""The session of the top level, and others that are made of it."""

from __future__ import annotations

import pytest

from gateway.config.document import Map
from gateway.config.model import Session, SessionCookie
from gateway.config.sessions import another
from gateway.errors import Position

BASE = Session(
    keys=("k" * 32,), keep_on_login=("cart",), rolling=True, at=Map(Position("gateway.yaml", 1, 1)),
    cookie=SessionCookie(max_age=60, idle=None, same_site="strict", secure=True, domain="example.org"),
)  # fmt: skip


def test_what_is_not_given_is_as_at_the_top_level():
    assert another({}, BASE) == BASE


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"rolling": False}, {"rolling": False}),
        ({"save_empty": True}, {"save_empty": True}),
        ({"keys": ["a", "b"]}, {"keys": ("a", "b")}),
        ({"keep_on_login": []}, {"keep_on_login": ()}),
    ],
)
def test_what_is_given_is_its_own(options, expected):
    made = another(options, BASE)

    assert {key: getattr(made, key) for key in expected} == expected
    assert made.cookie == BASE.cookie


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"name": "other"}, {"name": "other", "max_age": 60, "same_site": "strict"}),
        ({"max_age": "1h", "idle": "5m"}, {"max_age": 3600, "idle": 300}),
        ({"max_age": None, "idle": "none"}, {"max_age": None, "idle": None}),
        ({"secure": "auto"}, {"secure": None}),
        ({"secure": False, "domain": None}, {"secure": False, "domain": None}),
    ],
)
def test_cookie_is_that_of_the_top_level_but_for_what_is_given(options, expected):
    made = another({"cookie": options}, BASE).cookie

    assert {key: getattr(made, key) for key in expected} == expected
