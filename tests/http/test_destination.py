"""Places a login may end at."""

from __future__ import annotations

import pytest

from gateway.http.destination import accepted

LOOPS = ("/login", "/login/callback", "/logout")


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "/orders",
        "/orders?page=2&x=//y",
        "/a/b#c",
        "/a//b",
        "/%2Fb/c",
        "/a%20b",
        "/logins",
        "/a/../b",
        "/x?/..//y",
    ],
)
def test_a_place_of_this_service_is_kept_as_given(text):
    expected = None if text == "/%2Fb/c" else text

    assert accepted(text, LOOPS) == expected


@pytest.mark.case(64)
@pytest.mark.parametrize(
    "text",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\\/evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "\x00//evil.example",
        " //evil.example",
        "https:///evil.example",
        "https://evil.example",
        "http:evil.example",
        "//app@evil.example",
        "evil.example",
        "host:8443",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//evil。test",
        "//0x7f.1",
        "/a\\b",
    ],
)
def test_what_leaves_the_origin_is_refused(text):
    assert accepted(text, LOOPS) is None


@pytest.mark.case(65)
@pytest.mark.parametrize(
    "text",
    [
        "/.//evil",
        "/..//evil",
        "/a/..//evil",
        "/%2f/evil",
        "/%2fevil",
        "/%5cevil",
        "/%2e//evil",
        "/a/%2e%2e//evil",
        "/%2E%2E/%2fevil",
    ],
)
def test_what_a_later_redirect_could_turn_outwards_is_refused(text):
    assert accepted(text, LOOPS) is None


@pytest.mark.case(66)
@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "/a\r\nSet-Cookie: x=y",
        "/a b",
        "/é",
        "/\udcff",
        "/" + "a" * 2048,
        "/login",
        "/login/",
        "/LOGIN",
        "/login?return_to=/login",
        "/x/../login",
        "/log%69n",
        "/logout",
        "/login/callback#x",
    ],
)
def test_controls_lengths_and_loops_are_refused(text):
    assert accepted(text, LOOPS) is None


@pytest.mark.case(66)
def test_two_kib_are_accepted():
    assert accepted("/" + "a" * 2047, LOOPS)
