from __future__ import annotations

import pytest
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable, Unauthorized

from gateway.http import HTTPError, abort, send_status


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b"OK"), (404, b"Not Found"), (418, b"I'm a Teapot"), (599, b"599"), (999, b"999")],
)
def test_status_is_said_in_words(status, body):
    response = send_status(status)

    assert (response.status, response.body, response.type) == (status, body, "text/plain; charset=utf-8")


@pytest.mark.parametrize("status", [99, 1000, "404", True])
def test_status_there_is_not_is_refused(status):
    with pytest.raises(ValueError, match="is not an HTTP status"):
        send_status(status)


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
