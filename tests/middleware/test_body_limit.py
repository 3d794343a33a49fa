"""Bodies over the limit are refused, by what they declare and by what they are."""

from __future__ import annotations

import gzip
import io

import pytest

from gateway.middleware.body_limit import BodyLimit


def length(request):
    return str(len(request.data))


@pytest.mark.parametrize(("size", "status"), [(0, 200), (10, 200), (11, 413)])
def test_body_over_the_limit_is_refused(answer, size, status):
    assert answer([BodyLimit(max_size=10)], length, "POST", body=b"x" * size).status == status


def test_body_is_refused_before_the_handler_runs(answer):
    ran = []
    answer([BodyLimit(max_size=10)], ran.append, "POST", body=b"x" * 11)

    assert ran == []


def test_body_without_a_length_is_refused_while_it_is_read(answer):
    """A chunked body declares nothing (RFC 9112 section 7.1)."""
    environ = {"CONTENT_LENGTH": "", "wsgi.input": io.BytesIO(b"x" * 11), "wsgi.input_terminated": True}

    assert answer([BodyLimit(max_size=10)], length, "POST", **environ).status == 413


@pytest.mark.parametrize("declared", ["9" * 5000, "11"])
def test_absurd_length_is_refused(answer, declared):
    assert answer([BodyLimit(max_size=10)], length, "POST", CONTENT_LENGTH=declared).status == 413


@pytest.mark.parametrize("declared", ["-1", "abc", "1e9", "²"])
def test_length_that_is_no_number_is_left_to_the_reader_of_bodies(answer, declared):
    assert answer([BodyLimit(max_size=10)], lambda _: "ok", "POST", CONTENT_LENGTH=declared).status == 200


def test_limit_of_the_request_is_the_layer_s(answer):
    response = answer([BodyLimit(max_size=10)], lambda request: str(request.max_size))

    assert response.body == b"10"


@pytest.mark.parametrize(
    ("body", "coding", "status"),
    [
        (gzip.compress(b"x" * 10), "gzip", 200),
        (gzip.compress(b"x" * 11), "gzip", 413),
        (b"x" * 2000, "gzip", 413),
        (b"x" * 11, "identity", 413),
    ],
)
def test_packed_body_counts_by_what_it_holds(answer, body, coding, status):
    response = answer([BodyLimit(max_size=10)], length, "POST", body=body, HTTP_CONTENT_ENCODING=coding)

    assert response.status == status
