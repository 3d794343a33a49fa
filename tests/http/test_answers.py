from __future__ import annotations

import pytest
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable, Unauthorized

from gateway.http import HTTPError, abort, redirect


@pytest.mark.parametrize(
    ("to", "location"),
    [
        ("/", "/"),
        ("/a b?x=ä#y", "/a%20b?x=%C3%A4#y"),
        ("/a%2Fb", "/a%2Fb"),
        ("https://example.org/x?y=1", "https://example.org/x?y=1"),
        ("http://example.org", "http://example.org"),
    ],
)
def test_redirect_goes_to_paths_and_web_addresses(request_for, to, location):
    response = redirect(request_for(), to)

    assert (response.status, response.location, response.body) == (302, location, b"")


def test_path_is_below_the_mount_and_an_address_is_not(request_for):
    request = request_for(SCRIPT_NAME="/below")

    assert redirect(request, "/x").location == "/below/x"
    assert redirect(request, "https://example.org/x").location == "https://example.org/x"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_has_the_status_asked_for(request_for, status):
    assert redirect(request_for(), "/", status).status == status


@pytest.mark.parametrize("status", [200, 300, 304, 404])
def test_status_that_does_not_redirect_is_refused(request_for, status):
    with pytest.raises(ValueError, match=rf"^{status} does not redirect; .*301, 302, 303, 307, 308"):
        redirect(request_for(), "/", status)


@pytest.mark.parametrize(
    "to",
    [
        "", "x", "../x", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
        "data:text/html,x", "http:evil.example", "https://", " /x",
    ],
)  # fmt: skip
def test_redirect_refuses_other_targets(request_for, to):
    with pytest.raises(ValueError, match="neither a path of this service nor an http"):
        redirect(request_for(), to)


def test_redirect_lets_no_line_break_through(request_for):
    assert redirect(request_for(), "/x\r\nSet-Cookie: a=b").location == "/x%0D%0ASet-Cookie:%20a=b"


def test_abort_raises_the_error_with_its_message():
    with pytest.raises(NotFound) as error:
        abort(404, "no such book")

    assert (error.value.code, error.value.description) == (404, "no such book")


def test_abort_without_message_says_the_usual():
    with pytest.raises(Unauthorized) as error:
        abort(401)

    assert error.value.description == Unauthorized.description


def test_abort_adds_headers():
    with pytest.raises(ServiceUnavailable) as error:
        abort(503, headers={"Retry-After": "120", "X-Why": "rest"})
    headers = error.value.get_headers()

    assert headers[-2:] == [("Retry-After", "120"), ("X-Why", "rest")]
    assert error.value.name == "Service Unavailable"


@pytest.mark.parametrize("headers", [{"X-A": "b\r\nX-C: d"}, {"X-A\r\nX-B": "c"}, {"X A": "b"}, {"X-A": "€"}])
def test_abort_refuses_bad_headers_at_once(headers):
    with pytest.raises(ValueError, match=r"(?i)header"):
        abort(503, headers=headers)


@pytest.mark.parametrize("status", [200, 302, 600, 999])
def test_abort_needs_an_error_status(status):
    with pytest.raises(LookupError, match=f"^{status} is no HTTP error; it must be from 400 to 599$"):
        abort(status)


def test_errors_of_abort_are_caught_as_http_errors():
    with pytest.raises(HTTPException):
        abort(418)


def test_abort_takes_a_type_for_programs():
    with pytest.raises(HTTPError) as error:
        abort(413, type="entity.too.large")

    assert (error.value.type, error.value.code) == ("entity.too.large", 413)


@pytest.mark.parametrize("status", [402, 420, 499, 599])
def test_abort_knows_statuses_that_werkzeug_has_no_class_for(status):
    with pytest.raises(HTTPError) as error:
        abort(status, "said")

    assert (error.value.code, error.value.description) == (status, "said")
