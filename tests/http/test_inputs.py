from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from gateway.http.bounds import Bounds
from gateway.http.inputs import ParsedBody, QueryArguments, Reader
from gateway.http.parsers import FormParser, JsonParser, OwnParser, TextParser
from gateway.http.schema import Query

PAGE = Query({"page": {"type": "integer", "minimum": 1, "default": 1}, "q": {"type": "string"}})


JSON = JsonParser(name="json", kinds=("application/json", "+json"))
FORM = FormParser(name="form", kinds=("urlencoded",))
TEXT = TextParser(name="text", kinds=("text/*",))
FORM_TYPE = "application/x-www-form-urlencoded"


@pytest.fixture
def sent(request_for):
    """A request with a body."""

    def make(data, content_type="", **extra):
        environ = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(data))}
        return request_for(method="POST", **environ | {"wsgi.input": BytesIO(data)} | extra)

    return make


@pytest.mark.parametrize(
    ("data", "content_type", "value", "name"),
    [
        (b"[1]", "application/json", [1], "json"),
        (b"[1]", "application/json; charset=utf-8", [1], "json"),
        (b"[1]", "application/problem+json; charset=utf-8", [1], "json"),
        (b"a=1", FORM_TYPE, {"a": ["1"]}, "form"),
        (b"1", "text/plain", "1", "text"),
        (b"1", "image/png", None, None),
        (b"1", "", None, None),
        (b"", FORM_TYPE, {}, "form"),
        (b"", "text/plain", "", "text"),
    ],
)
def test_first_parser_for_the_type_reads_the_body(sent, data, content_type, value, name):
    request = sent(data, content_type)
    read = Reader(parsers=(JSON, FORM, TEXT), known={"application/json": (JSON, JSON.direct())})

    assert read(request) == value
    assert (request.body, request.body_parser, request.body_reader) == (value, name, read)


def test_body_that_is_not_announced_is_none(sent):
    read = Reader(parsers=(FORM,))

    assert read(sent(b"", FORM_TYPE, CONTENT_LENGTH="")) is None


def test_required_body_of_another_type_is_refused_naming_the_accepted(sent):
    read = Reader(parsers=(JSON, TEXT), required=True)
    with pytest.raises(UnsupportedMediaType, match=r"application/json or \*/\*\+json or text/\*") as refused:
        read(sent(b"a=1", FORM_TYPE))

    assert refused.value.type == "media.type.unsupported"
    assert ("Accept", "application/json, text/*") in refused.value.get_headers()


@pytest.mark.parametrize("content_type", ["application/json", FORM_TYPE, "image/png", ""])
def test_required_body_may_not_be_left_out(sent, content_type):
    with pytest.raises(BadRequest, match="this request needs a body") as refused:
        Reader(parsers=(JSON, FORM), required=True)(sent(b"", content_type))

    assert refused.value.type == "entity.missing"


def test_forms_are_read_by_the_parser_for_their_type(sent):
    few = FormParser(name="form", kinds=("urlencoded",), bounds=Bounds(max_fields=1))
    read = Reader(parsers=(JSON, few))

    assert read.form(sent(b"a=1", FORM_TYPE))[0] == {"a": ["1"]}
    assert Reader(parsers=(JSON,)).form(sent(b"a&b", FORM_TYPE))[0] == {"a": [""], "b": [""]}
    with pytest.raises(RequestEntityTooLarge):
        read.form(sent(b"a&b", FORM_TYPE))


def test_body_is_parsed_before_the_handler(sent):
    call = ParsedBody(handler=lambda request, number: (request.body, number), read=Reader(parsers=(JSON,)))

    assert call(sent(b"[1]", "application/json"), number=7) == ([1], 7)


def test_body_that_a_layer_has_touched_is_not_parsed_again(sent):
    read = Reader(parsers=(JSON,))
    request = sent(b"[1]", "application/json")
    value = read(request)

    assert ParsedBody(handler=lambda request: request.body, read=read)(request) is value


def test_next_route_reads_the_body_by_its_own_rules(sent):
    request = sent(b"[1]", "application/json")
    Reader(parsers=(JSON,))(request)
    own = OwnParser(name="served:own", kinds=("json",), call=len)

    assert ParsedBody(handler=lambda request: request.body, read=Reader(parsers=(own,)))(request) == 3
    assert request.body_parser == "served:own"


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
