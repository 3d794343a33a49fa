"""The mapping: what counts as a change, and what JSON cannot hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from gateway.errors import SessionError
from gateway.http.cookies import Attributes
from gateway.sessions.codec import Record
from gateway.sessions.session import Session, contents

NOW = 1_800_000_000.0
READ = Record(b'{"cart":[1],"user":{"id":"7"}}', 1_799_990_000, 1_799_999_000, bytes(range(16)))


class Shelf:
    """A store that keeps one record, and counts how often."""

    max_age = 86_400
    attributes = Attributes()

    def __init__(self):
        self.kept = []

    def keep(self, session):
        self.kept.append(session.payload())

    def record(self, session):
        return session.came


def begun(record=None, **given):
    content = contents(record.payload) if record else ({}, {})
    return Session(content, record, keeper=Shelf(), now=NOW, **given)


@pytest.fixture
def session():
    return begun(READ, is_presented=True)


@pytest.fixture
def new():
    return begun()


def test_session_is_a_mapping(session):
    session["theme"] = "dark"
    del session["cart"]

    assert dict(session) == {"user": {"id": "7"}, "theme": "dark"}
    assert "cart" not in session
    assert len(session) == 2


def test_read_session_has_its_times(session):
    assert (session.is_new, session.is_changed) == (False, False)
    assert (session.created, session.stamped) == (1_799_990_000, 1_799_999_000)


def test_new_session_counts_as_changed_and_is_not_populated_until_written(new):
    """As isNew, isChanged and isPopulated of cookie-session."""
    assert (new.is_new, new.is_changed, new.is_populated, new.created) == (True, True, False, NOW)
    new["a"] = 1

    assert new.is_populated


def test_nested_change_is_a_change(session):
    session["cart"].append(2)

    assert session.is_changed


def test_change_taken_back_is_none(session):
    session["cart"].append(2)
    session["cart"].pop()

    assert not session.is_changed


def test_regenerated_session_keeps_only_what_it_is_told(session):
    """login.md 1, 3 and 4."""
    session.regenerate(keep=("cart", "absent"))

    assert dict(session) == {"cart": [1]}
    assert (session.created, session.is_new, session.is_changed) == (NOW, True, True)


def test_regenerated_session_is_written_even_with_equal_values(session):
    session.regenerate(keep=("cart", "user"))

    assert session.is_changed


@pytest.mark.parametrize("end", [lambda s: s.regenerate(keep=("csrf", "cart")), lambda s: s.destroy()])
def test_nothing_private_outlives_a_session(session, end):
    session.private |= {"csrf": "secret", "flash": {"info": ["x"]}}
    session.max_age = 60
    end(session)

    assert session.private == {}


def test_destroyed_session_is_empty(session):
    session.destroy()

    assert (dict(session), session.is_changed) == ({}, True)


def test_touch_changes_nothing_but_the_stamp(session):
    session.touch()

    assert (session.is_touched, session.is_changed) == (True, False)


def test_session_signed_by_an_old_key_is_due():
    assert begun(READ._replace(is_current=False)).is_touched


@dataclass
class Thing:
    """What orjson would write as an object by itself."""

    x: int = 1


@pytest.mark.parametrize(
    "value",
    [
        object(), {1}, b"x", datetime(2026, 1, 1, tzinfo=UTC), Thing(), UUID(int=1), Decimal(1), (1, 2),
        float("nan"), float("inf"), [float("-inf")], {1: 2}, 2**64, "\ud800", {"deep": [{"er": {3}}]},
    ],
)  # fmt: skip
def test_value_json_cannot_hold_is_named(session, value):
    session["wrong"] = value

    with pytest.raises(SessionError, match=r"under \['wrong'\] are not what JSON can hold"):
        session.payload()


def test_value_json_cannot_hold_is_refused_in_a_session_that_begins_anew(session):
    session.regenerate()
    session["user"] = {"roles": {"admin"}}

    with pytest.raises(SessionError, match=r"under \['user'\] are not what JSON can hold"):
        session.payload()


def test_refusal_does_not_show_the_value(session):
    session["wrong"] = {"hunter2"}

    with pytest.raises(SessionError) as caught:
        session.payload()

    assert "hunter2" not in str(caught.value)


def test_key_that_is_no_text_is_refused(session):
    session[7] = "seven"

    with pytest.raises(SessionError, match=r"under \[7\]"):
        session.payload()


@pytest.mark.parametrize("value", [None, True, 0, -1.5, "é\u2028", [], {}, {"a": [None, {"b": 2**63}]}])
def test_value_json_holds_is_written(new, value):
    new["right"] = value

    assert new.payload().startswith(b'{"right":')


def test_key_sizes_are_those_of_the_json(new):
    new.update(small=1, large="x" * 100)

    assert new.key_sizes() == [("large", len('"large":"') + 101), ("small", len('"small":1'))]


def test_repr_shows_keys_but_no_values(new):
    """login.md 78."""
    new["token"] = "hunter2"

    assert repr(new) == "<Session ['token']>"
