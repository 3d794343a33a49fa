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
from gateway.sessions.session import Session, contents, drawn

NOW = 1_800_000_000.0
READ = Record(b'{"cart":[1],"user":{"id":"7"}}', 1_799_990_000, 1_799_999_000, bytes(range(16)))


class Shelf:
    """A store that keeps one record, and counts how often."""

    max_age = 86_400
    attributes = Attributes()
    draw = staticmethod(drawn)

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


@pytest.mark.case(1, 3, 4)
def test_regenerated_session_keeps_only_what_it_is_told(session):
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


@pytest.mark.case(78)
def test_repr_shows_keys_but_no_values(new):
    new["token"] = "hunter2"

    assert repr(new) == "<Session ['token']>"


# What tells sessions apart


def test_id_is_that_of_the_record(session):
    assert (session.id, session.key) == ("AAECAwQFBgcICQoLDA0ODw", READ.id)


def test_id_of_a_new_session_is_drawn_once(new):
    assert new.id == new.id
    assert len(new.id) == 22
    assert new.id != begun().id


@pytest.mark.parametrize("end", [lambda s: s.regenerate(keep=("cart",)), lambda s: s.destroy()])
def test_session_that_begins_anew_has_another_id(session, end):
    before = session.id
    end(session)

    assert session.id != before


# What layers keep


def test_what_is_private_is_no_part_of_the_mapping(new):
    new.private["flash"] = {"info": ["x"]}

    assert (dict(new), len(new), new.is_populated) == ({}, 0, True)
    assert new.payload() == b'[{},{"flash":{"info":["x"]}}]'


def test_private_value_json_cannot_hold_is_named(new):
    new.private["flash"] = {"info": [object()]}

    with pytest.raises(SessionError, match=r"under \['flash'\]"):
        new.payload()


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b'{"a":1}', ({"a": 1}, {})),
        (b'[{"a":1},{"b":2}]', ({"a": 1}, {"b": 2})),
        (b"[]", None),
        (b"[{}]", None),
        (b"[{},1]", None),
        (b"[{},{},{}]", None),
        (b"1", None),
        (b"nothing", None),
    ],
)
def test_payload_is_values_or_values_and_what_is_private(payload, expected):
    assert contents(payload) == expected


def test_age_and_attributes_alone_are_nothing_to_remember(new):
    new.max_age = 60
    new.cookie.same_site = "strict"

    assert not new.is_populated


# Age


def test_age_is_the_configured_one_until_it_is_set(session):
    assert (session.max_age, session.cookie.max_age) == (86_400, 86_400)
    session.max_age = 60

    assert (session.max_age, session.cookie.max_age) == (60, 60)
    assert session.private == {"max_age": [60, int(NOW)]}


@pytest.mark.parametrize("age", [-1, float("inf"), float("nan"), "60", [60]])
def test_age_that_is_no_number_of_seconds_is_refused(session, age):
    with pytest.raises(ValueError, match="number of seconds or None"):
        session.max_age = age

    assert session.max_age == 86_400


def test_age_may_be_none(session):
    session.max_age = None

    assert session.max_age is None


def test_touch_begins_to_count_its_own_age_anew(session):
    session.private["max_age"] = [60, 5]
    session.touch()

    assert session.private["max_age"] == [60, int(NOW)]


# Keeping and going back


def test_save_keeps_the_session_although_nothing_changed(session):
    session.save()

    assert session.is_touched
    assert session.keeper.kept == [READ.payload]


def test_save_raises_where_it_is_called(session):
    session["wrong"] = object()

    with pytest.raises(SessionError, match="wrong"):
        session.save()


def test_reload_forgets_every_change(session):
    session["cart"].append(2)
    session["new"] = 1
    session.max_age = 5
    session.touch()
    session.reload()

    assert dict(session) == {"cart": [1], "user": {"id": "7"}}
    assert (session.private, session.is_touched, session.is_changed) == ({}, False, False)


def test_reload_brings_back_what_was_destroyed(session):
    before = session.id
    session.destroy()
    session.reload()

    assert (session.id, session["cart"], session.is_new, session.is_destroyed) == (before, [1], False, False)


def test_reload_of_what_is_not_kept_is_refused_and_changes_nothing(new):
    new["a"] = 1

    with pytest.raises(SessionError, match="there is nothing to reload"):
        new.reload()

    assert dict(new) == {"a": 1}


@pytest.mark.parametrize(
    ("end", "is_regenerated", "is_destroyed"),
    [(lambda s: s.regenerate(), True, False), (lambda s: s.destroy(), False, True)],
)
def test_session_knows_how_it_ended(session, end, is_regenerated, is_destroyed):
    end(session)

    assert (session.is_regenerated, session.is_destroyed) == (is_regenerated, is_destroyed)
