"""Whose a session is."""

from __future__ import annotations

import pytest

from gateway.sessions.people import owner_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada", "ada"),
        (7, "7"),
        ({"id": 7, "name": "a"}, {"id": "7", "name": "b"}),
        ({"id_str": "7"}, "7"),
        ({"sub": "7"}, {"id": 7}),
        ({"iss": "https://a", "sub": "7", "x": 1}, {"iss": "https://a", "sub": "7", "id": 9}),
    ],
)
def test_same_person_has_the_same_owner(one, other):
    assert owner_of(one) == owner_of(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada", "bob"),
        ({"iss": "https://a", "sub": "7"}, {"iss": "https://b", "sub": "7"}),
        ({"iss": "https://a", "sub": "7"}, {"sub": "7"}),
        ({"iss": "https://a", "id_str": "7"}, {"id_str": "7"}),
        ({"iss": "https://a", "id": 7}, {"iss": "https://b", "id": 7}),
    ],
)
def test_others_have_another(one, other):
    assert owner_of(one) != owner_of(other)


@pytest.mark.parametrize(
    "user",
    [
        None,
        {},
        {"name": "Ada"},
        {"id": None},
        {"id": [1]},
        [1],
        1.5,
        {"iss": "https://a", "sub": None, "id": 7},
        {"iss": None, "sub": "7"},
    ],
)
def test_who_cannot_be_told_from_others_owns_nothing(user):
    assert owner_of(user) == ""


def test_owner_does_not_tell_the_name():
    assert ("ada" in owner_of("ada"), len(owner_of("ada"))) == (False, 32)
