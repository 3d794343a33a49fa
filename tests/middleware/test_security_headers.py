"""Headers for browsers: added where the handler said nothing."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import NotFound

from gateway.http.response import Response
from gateway.middleware.security_headers import SecurityHeaders

ALL = {
    "Content-Security-Policy",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "X-Content-Type-Options",
}


def page(_):
    return "ok"


def test_page_has_every_header_once(answer):
    headers = answer([SecurityHeaders()], page).headers

    assert {name for name in ALL if len(headers.getlist(name)) == 1} == ALL
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_error_page_has_them_as_well(answer):
    def fail(_):
        raise NotFound

    response = answer([SecurityHeaders()], fail)

    assert (response.status, response.headers["X-Frame-Options"]) == (404, "DENY")


def test_header_of_the_handler_wins_whatever_its_case(answer):
    def own(_):
        return Response(
            "ok", headers={"content-security-policy": "default-src *", "X-FRAME-OPTIONS": "SAMEORIGIN"}
        )

    headers = answer([SecurityHeaders()], own).headers

    assert headers.getlist("Content-Security-Policy") == ["default-src *"]
    assert headers.getlist("X-Frame-Options") == ["SAMEORIGIN"]
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("scheme", "public_url", "sent"),
    [
        ("http", None, None),
        ("http", "http://example.org", None),
        ("https", None, "max-age=31536000"),
        ("http", "https://example.org", "max-age=31536000"),
    ],
)
def test_transport_security_is_said_over_https_only(answer, scheme, public_url, sent):
    """RFC 6797 section 7.2; a service whose public URL is https is reached by https."""
    response = answer([SecurityHeaders()], page, public_url=public_url, **{"wsgi.url_scheme": scheme})

    assert response.headers.get("Strict-Transport-Security") == sent


def test_header_that_is_none_is_left_out(answer):
    layer = SecurityHeaders(content_security_policy=None, strict_transport_security=None)
    headers = answer([layer], page, **{"wsgi.url_scheme": "https"}).headers

    assert "Content-Security-Policy" not in headers
    assert "Strict-Transport-Security" not in headers


def test_one_answer_does_not_change_the_next(answer):
    layer = SecurityHeaders()
    answer([layer], page).headers.clear()

    assert answer([layer], page).headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("value", ["a\r\nb", "a\nb", "é", "\0"])
def test_value_that_is_not_one_line_is_refused(value):
    with pytest.raises(ValueError, match="Referrer-Policy is not one line of ASCII"):
        SecurityHeaders(referrer_policy=value)


def test_own_csp_equals_in_repr_and_comparison():
    assert SecurityHeaders() == SecurityHeaders()
    assert SecurityHeaders(frame_options=None) != SecurityHeaders()


def test_transport_security_is_said_where_a_trusted_proxy_has_https(serve):
    client = serve(
        """
        settings: {trust_proxy: 1}
        routes: [{path: /, stack: [security_headers], respond: {text: a}}]
        """
    )

    assert "Strict-Transport-Security" in client.get("/", headers={"X-Forwarded-Proto": "https"}).headers
    assert "Strict-Transport-Security" not in client.get("/").headers
