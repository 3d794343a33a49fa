from __future__ import annotations

import gzip
from io import BytesIO
from types import SimpleNamespace

import pytest
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from gateway.http.inputs import Reader
from gateway.http.parsers import FormParser, JsonParser

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def sent(request_for):
    """A request with a body, to a route that reads it so."""

    def make(data, content_type="", read=None, **extra):
        environ = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(data))}
        request = request_for(method="POST", **environ | {"wsgi.input": BytesIO(data)} | extra)
        request.route = SimpleNamespace(endpoint=SimpleNamespace(body=read))
        return request

    return make


READ = Reader(
    parsers=(JsonParser(name="json", kinds=("json",)), FormParser(name="form", kinds=("urlencoded",)))
)


def test_body_is_parsed_when_it_is_touched(sent):
    request = sent(b'{"a": 1}', "application/json", READ)

    assert "body" not in vars(request)
    assert request.body == {"a": 1}
    assert request.body_parser == "json"
    assert request.body is request.body


def test_parser_is_told_without_touching_the_body_first(sent):
    assert sent(b"a=1", FORM, READ).body_parser == "form"


@pytest.mark.parametrize("read", [None, READ])
def test_body_that_no_parser_takes_is_none(sent, read):
    request = sent(b"text", "text/plain", read)

    assert (request.body_parser, request.body) == (None, None)


def test_request_without_a_route_has_no_parsed_body(request_for):
    request = request_for()

    assert (request.body, request.body_parser, request.form) == (None, None, {})


def test_form_is_read_within_the_bounds_of_the_route(sent):
    assert sent(b"a=1", FORM, READ).form == {"a": ["1"]}
    assert sent(b"a=1", FORM).form == {"a": ["1"]}
    with pytest.raises(UnsupportedMediaType):
        sent(b"a=1", f"{FORM}; charset=klingon", READ).form  # noqa: B018


def test_packed_body_is_unpacked_on_demand(sent):
    for_all = {"HTTP_CONTENT_ENCODING": "gzip"}

    assert sent(gzip.compress(b"hello"), **for_all).data == b"hello"
    assert sent(gzip.compress(b"hello"), **for_all).stream.read() == b"hello"
    assert sent(gzip.compress(b"[1]"), "application/json", **for_all).json == [1]
    assert sent(gzip.compress(b"a=1"), FORM, **for_all).form["a"] == "1"


def test_packed_form_with_files_is_a_stream_too(sent):
    data = b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n1\r\n--b--'
    request = sent(gzip.compress(data), "multipart/form-data; boundary=b", HTTP_CONTENT_ENCODING="gzip")

    assert request.files["f"].read() == b"1"


def test_bomb_is_refused_on_demand(sent):
    request = sent(gzip.compress(bytes(10_000_000)), HTTP_CONTENT_ENCODING="gzip")

    assert request.max_size == 1_048_576
    with pytest.raises(RequestEntityTooLarge):
        request.data  # noqa: B018


@pytest.mark.parametrize(
    ("content_type", "data"),
    [
        ("application/json", b'"text"'),
        ("application/problem+json", b'"text"'),
        ("application/json; charset=utf-16", '"text"'.encode("utf-16")),
    ],
)
def test_json_on_demand_is_any_value(sent, content_type, data):
    assert sent(data, content_type).json == "text"
    assert sent(data, content_type).get_json() == "text"


@pytest.mark.parametrize(
    ("content_type", "error"),
    [("text/plain", UnsupportedMediaType), ("application/json; charset=latin1", UnsupportedMediaType)],
)
def test_json_on_demand_says_what_it_is(sent, content_type, error):
    with pytest.raises(error):
        sent(b"1", content_type).json  # noqa: B018
    assert sent(b"1", content_type).get_json(silent=True) is None
    assert sent(b"1", content_type).get_json(force=True) == 1


def test_body_without_bytes_is_no_json(sent):
    with pytest.raises(BadRequest, match="empty"):
        sent(b"", "application/json").get_json()


def test_body_of_a_mounted_service_is_that_of_the_mounting_one(sent, request_for):
    request, inner = sent(b"hello"), request_for()
    inner.outer, inner.max_size = request, 5

    assert inner.data == b"hello"
    assert (request.max_size, request.data) == (5, b"hello")
