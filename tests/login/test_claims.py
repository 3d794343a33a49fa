"""What is taken of a profile, and what is left."""

from __future__ import annotations

import pytest

from gateway.login.claims import TOKEN, Claims
from gateway.login.claims import V1 as FORM_1
from gateway.login.claims import V2 as FORM_2

V1 = {
    "id": 1,
    "id_str": "9007199254740993",
    "name": "Ada",
    "screen_name": "ada",
    "profile_image_url_https": "https://p.example/a.png",
}


def test_claims_that_nobody_asked_for_are_not_made_up():
    assert Claims({"sub": "sub"}).of({"sub": "seven", "name": "Seven"}) == {"sub": "seven"}


@pytest.mark.case(44)
def test_four_fields_are_kept():
    assert FORM_1.of({**V1, "status": "x" * 20_000, "email": "a@b"}) == {
        "id_str": "9007199254740993",
        "name": "Ada",
        "screen_name": "ada",
        "profile_image_url_https": "https://p.example/a.png",
    }


def test_version_2_is_read_from_its_own_fields():
    user = {"id": "7", "name": "Ada", "username": "ada", "profile_image_url": "https://p.example/a.png"}

    assert FORM_2.of({"data": user, "errors": [{"title": "partial"}]}) == {
        "id_str": "7",
        "name": "Ada",
        "screen_name": "ada",
        "profile_image_url_https": "https://p.example/a.png",
    }


def test_the_token_answer_names_a_person():
    assert TOKEN.of({"user_id": "7", "screen_name": "ada"}) == {
        "id_str": "7",
        "name": "ada",
        "screen_name": "ada",
        "profile_image_url_https": None,
    }


@pytest.mark.case(43)
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("a\x00b\nc\u2066d", "abcd"),
        ("", "ada"),
        ("  \u200e ", "ada"),
        (None, "ada"),
        (7, "ada"),
        ("é" * 300, "é" * 200),
    ],
)
def test_a_name_is_text_that_reads_as_it_is_written(name, kept):
    """Markup is escaped where it is shown."""
    assert FORM_1.of({**V1, "name": name})["name"] == kept


@pytest.mark.case(43)
@pytest.mark.parametrize(
    ("picture", "kept"),
    [
        ("https://p.example/a.png?x=1&y=2", True),
        ("/-/sandbox/avatars/ada.svg", True),
        ("http://127.0.0.1:8000/-/sandbox/avatars/ada.svg", True),
        ("//localhost/-/sandbox/avatars/ada.svg", False),
        ("javascript:/-/sandbox/avatars/ada.svg", False),
        ("data:/-/sandbox/avatars/,ada", False),
        ("http://p.example/a.png", False),
        ("//p.example/a.png", False),
        ("/avatar.png", False),
        ("javascript:alert(1)", False),
        ("data:image/png;base64,AA", False),
        ("https://", False),
        ("https://[broken/a.png", False),
        ('https://p.example/"onerror="x', False),
        ("https://p.example/a b", False),
        ("https://p.example/" + "a" * 500, False),
        (None, False),
        (7, False),
    ],
)
def test_a_picture_is_https_or_of_the_sandbox(picture, kept):
    found = FORM_1.of({**V1, "profile_image_url_https": picture})["profile_image_url_https"]

    assert found == (picture if kept else None)


@pytest.mark.case(43)
@pytest.mark.parametrize(
    "change",
    [
        {"id_str": None},
        {"id_str": 7},
        {"id_str": ""},
        {"id_str": "7; drop"},
        {"id_str": "9" * 65},
        {"screen_name": None},
        {"screen_name": ""},
        {"screen_name": "a b"},
        {"screen_name": "a" * 65},
    ],
)
def test_a_profile_without_id_or_handle_is_none(change):
    """The number `id` is never used."""
    assert FORM_1.of({**V1, **change}) is None


@pytest.mark.parametrize("answer", [None, [], "text", 7, {}, {"data": None}, {"data": []}, {"data": {}}])
def test_an_answer_of_another_shape_is_none(answer):
    """Section 1.2, trap 11."""
    assert (FORM_1.of(answer), FORM_2.of(answer)) == (None, None)
