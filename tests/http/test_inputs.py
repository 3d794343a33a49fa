from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from gateway.http.inputs import PARSERS, ParsedBody, QueryArguments
from gateway.http.schema import BodySchema, Query

TYPES = {"json": "application/json", "form": "application/x-www-form-urlencoded", "text": "text/plain"}
PAGE = Query({"page": {"type": "integer", "minimum": 1, "default": 1}, "q": {"type": "string"}})
NAMED = BodySchema({"type": "object", "required": ["name"]})


@pytest.fixture
def send(request_for):
    """The body that a handler finds, of a request with these bytes."""

    def sent(parser, data, type_=None, **options):
        environ = {"CONTENT_LENGTH": str(len(data)), "CONTENT_TYPE": type_ or TYPES.get(parser, "")}
        request = request_for(method="POST", **environ | {"wsgi.input": BytesIO(data)})
        call = ParsedBody(handler=lambda request: request.body, parse=PARSERS[parser], **options)
        return call(request)

    return sent


@pytest.mark.parametrize(
    ("parser", "data", "body"),
    [("json", b'{"a": 1}', {"a": 1}), ("text", "ä".encode(), "ä"), ("bytes", b"\xff", b"\xff")],
)
def test_body_is_parsed_before_the_handler(send, parser, data, body):
    assert send(parser, data) == body


def test_form_is_parsed_before_the_handler(send):
    assert send("form", b"a=1&a=2").getlist("a") == ["1", "2"]


def test_text_is_decoded_by_its_charset(send):
    assert send("text", b"\xe4", "text/plain; charset=iso-8859-1") == "ä"


@pytest.mark.parametrize(
    ("parser", "type_"),
    [("json", "text/plain"), ("form", "application/json"), ("text", "image/png"), ("json", "nonsense")],
)
def test_body_of_another_type_is_refused(send, parser, type_):
    with pytest.raises(UnsupportedMediaType):
        send(parser, b"{}", type_)


@pytest.mark.parametrize(("parser", "data"), [("json", b"{"), ("text", b"\xff")])
def test_malformed_body_is_refused(send, parser, data):
    with pytest.raises(BadRequest):
        send(parser, data)


@pytest.mark.parametrize("parser", PARSERS)
def test_body_may_be_left_out(send, parser):
    assert send(parser, b"", schema=NAMED) is None


@pytest.mark.parametrize("parser", PARSERS)
def test_required_body_may_not_be_left_out(send, parser):
    with pytest.raises(BadRequest, match="this request needs a body"):
        send(parser, b"", required=True)


def test_body_must_fit_its_schema(send):
    with pytest.raises(BadRequest, match="the body does not fit"):
        send("json", b"{}", schema=NAMED)


def test_body_that_fits_its_schema_reaches_the_handler(send):
    assert send("json", b'{"name": "x"}', schema=NAMED, required=True) == {"name": "x"}


def test_body_over_the_limit_is_refused(request_for):
    request = request_for(method="POST", CONTENT_LENGTH="5", **{"wsgi.input": BytesIO(b"12345")})
    request.max_size = 4

    with pytest.raises(RequestEntityTooLarge):
        ParsedBody(handler=lambda request: request.body, parse=PARSERS["bytes"])(request)


def test_handler_behind_a_body_gets_its_parameters(request_for):
    call = ParsedBody(handler=lambda request, number: number, parse=PARSERS["json"])

    assert call(request_for(), number=7) == 7


@pytest.mark.parametrize(
    ("query", "names", "given"),
    [
        ("page=2&q=x", {"page", "q"}, {"page": 2, "q": "x"}),
        ("q=x", {"page", "q"}, {"page": 1, "q": "x"}),
        ("q=x", {"q"}, {"q": "x"}),
        ("q=x", set(), {}),
    ],
)
def test_handler_gets_the_query_parameters_it_takes(request_for, query, names, given):
    call = QueryArguments(handler=lambda request, **rest: rest, query=PAGE, names=frozenset(names))

    assert call(request_for(QUERY_STRING=query), id=7) == {"id": 7, **given}


@pytest.mark.parametrize("query", ["", "page=2", "page=0&q=x", "page=two&q=x"])
def test_query_that_does_not_fit_is_refused(request_for, query):
    call = QueryArguments(handler=lambda request: None, query=PAGE, names=frozenset())

    with pytest.raises(BadRequest):
        call(request_for(QUERY_STRING=query))
