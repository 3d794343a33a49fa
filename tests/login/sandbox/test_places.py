"""Where a browser may be sent."""

from __future__ import annotations

import pytest

from gateway.http.app import App
from gateway.http.request import Request
from gateway.login.sandbox.places import is_local, issuer, joined


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1",
        "http://127.0.0.1:3000/callback",
        "https://localhost/a?b=c&d=%2F",
        "http://[::1]:8000/",
        "HTTP://LOCALHOST/",
        "http://localhost?a=b",
    ],
)
def test_this_machine_is_local(url):
    assert is_local(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/callback",
        "//127.0.0.1/",
        "javascript:alert(1)",
        "https://evil.example/",
        "http://127.0.0.1.evil.example/",
        "http://127.0.0.1@evil.example/",
        "http://evil.example@127.0.0.1/",
        "http://evil.example\\@127.0.0.1/",
        "http://127.0.0.1\\.evil.example/",
        "http://127.0.0.1:80;script-src/",
        "http://127.0.0.1:x/",
        "http://127.0.0.2/",
        "http://0x7f.1/",
        "http://loc\u0430lhost/",
        "http://localho\u017ft/",
        "http://[broken/",
        "http://127.0.0.1/#fragment",
        "http://127.0.0.1/\\a",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\r\nX: y",
        "http://127.0.0.1/\n",
        "http://127.0.0.1/é",
        "http://127.0.0.1/" + "a" * 500,
    ],
)
def test_every_other_place_is_not(url):
    assert not is_local(url)


def test_fields_are_added_to_a_query():
    assert joined("http://localhost/", a="1 2", b=None) == "http://localhost/?a=1+2"
    assert joined("http://localhost/?x=1", a="&") == "http://localhost/?x=1&a=%26"
    assert joined("http://localhost/", a=None) == "http://localhost/"


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/-/sandbox"),
        ("http://127.0.0.1:8000/shop", "http://127.0.0.1:8000/shop/-/sandbox"),
        (None, "http://localhost:9000/-/sandbox"),
    ],
)
def test_the_issuer_is_below_the_public_address(public_url, expected):
    """Without one in the settings it is where the request came to."""
    app = App(public_url=public_url, url_for=str, respond=str, following=str)
    environ = {"REQUEST_METHOD": "GET", "HTTP_HOST": "localhost:9000", "wsgi.url_scheme": "http"}

    assert issuer(Request(environ, app)) == expected
