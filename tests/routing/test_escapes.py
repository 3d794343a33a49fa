from __future__ import annotations

import pytest

from gateway.routing.escapes import (
    MalformedEscape,
    decoded,
    encoded_text,
    encoded_value,
    harmless,
    with_slashes,
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("/a%20b", "/a b"),
        ("/a+b", "/a+b"),
        ("/%E6%9D%B1/東", "/東/東"),
        ("/%2f%2F", "/\udc2f\udc2f"),
        ("/%252F", "/%2F"),
        ("/%00", "/\0"),
    ],
)
def test_escapes_are_decoded_once(raw, text):
    assert decoded(raw) == text


@pytest.mark.parametrize(
    "raw", ["/%", "/%z", "/%4", "/%%2F", "/%C3", "/%C3%2F", "/%ED%B0%AF", "/%F5%80%80%80"]
)
def test_broken_escapes_are_refused(raw):
    with pytest.raises(MalformedEscape):
        decoded(raw)


def test_slash_stand_ins_become_slashes_again():
    assert with_slashes(decoded("a%2Fb")) == "a/b"


def test_literal_text_is_encoded_with_its_slashes():
    assert encoded_text("/é b:c\udc2f") == "/%C3%A9%20b:c%2F"


def test_values_are_encoded_whole():
    assert encoded_value("a/b?é") == "a%2Fb%3F%C3%A9"


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("//evil.example", "/evil.example"),
        ("///", "/"),
        ("/\\evil.example", "/%5Cevil.example"),
        ("/\t/evil.example", "/%09/evil.example"),
        ("/a\r\nb", "/a%0D%0Ab"),
        ("/%2F%zé", "/%2F%z%C3%A9"),
    ],
)
def test_paths_for_location_lead_nowhere_else(raw, safe):
    assert harmless(raw) == safe
