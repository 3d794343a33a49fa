"""The built-in page of an error, in each format."""

from __future__ import annotations

import orjson
import pytest

from gateway.http.error_page import FORMATS, Said, encodable, written

PLAIN = Said(404, "Not Found", "There is no <page>.")
LOGIN = Said(401, "Unauthorized", "Log in.", "login.required", '/login?return_to=%2F&x="')


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("html", "text/html; charset=utf-8"),
        ("json", "application/json"),
        ("application/problem+json", "application/problem+json"),
        ("text", "text/plain; charset=utf-8"),
    ],
)
def test_page_has_the_headers_of_its_format(kind, type_):
    body, pairs = written(kind, PLAIN)

    assert dict(pairs)["Content-Type"].startswith(type_)
    assert dict(pairs)["Content-Length"] == str(len(body))
    assert ("Content-Security-Policy" in dict(pairs)) == (kind == "html")


def test_people_get_a_link_to_the_login():
    body = written("html", LOGIN)[0]

    assert b'<a class="button" href="/login?return_to=%2F&amp;x=&#34;">Log in</a>' in body
    assert b"<a" not in written("html", PLAIN)[0]


@pytest.mark.parametrize("kind", ["json", "application/problem+json"])
def test_programs_get_its_address(kind):
    assert orjson.loads(written(kind, LOGIN)[0])["login"] == LOGIN.login
    assert "login" not in orjson.loads(written(kind, PLAIN)[0])


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("long", [PLAIN._replace(message="x" * 501), LOGIN._replace(login="/" + "x" * 500)])
def test_long_page_is_made_anew(kind, long):
    """What a client sends may be in it, and would stay in memory."""
    assert written(kind, long)[0] is not written(kind, long)[0]
    assert written(kind, PLAIN)[0] is written(kind, PLAIN)[0]


def test_half_of_a_surrogate_pair_is_spelled_out():
    assert encodable("a\udc80") == "a\\udc80"
