from __future__ import annotations

from collections import OrderedDict
from enum import StrEnum

import pytest
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as WerkzeugResponse

from gateway.http import NEXT, Response
from gateway.http.results import PLAIN, Results

HTML = "text/html; charset=utf-8"
JSON = "application/json"


class Color(StrEnum):
    RED = "red"


class Page:
    """A view, as results know it: by its method."""

    def __init__(self, status=200):
        self.status = status

    def render(self, request):
        return Response(f"page of {request.path}", self.status)


class Chunks:
    """An iterator that tells whether it was closed."""

    def __init__(self, *chunks):
        self.chunks = iter(chunks)
        self.is_closed = False

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.chunks)

    def close(self):
        self.is_closed = True


@pytest.fixture
def respond(request_for):
    return lambda result, results=PLAIN: results.to_response(result, request_for("/here"))


@pytest.mark.parametrize(
    ("result", "body", "type_"),
    [
        ("ä", "ä".encode(), HTML),
        ("", b"", HTML),
        ({"a": "ä"}, '{"a":"ä"}'.encode(), JSON),
        ([1, None, {}], b"[1,null,{}]", JSON),
        (b"\x00", b"\x00", "application/octet-stream"),
        (Markup("<b>"), b"<b>", HTML),
        (Color.RED, b"red", HTML),
        (OrderedDict(a=1), b'{"a":1}', JSON),
        (Page(), b"page of /here", HTML),
    ],
)
def test_result_becomes_a_response_of_its_kind(respond, result, body, type_):
    response = respond(result)

    assert (response.status, response.body, response.headers["Content-Type"]) == (200, body, type_)


def test_plain_result_has_its_length(respond):
    assert respond("ä").headers["Content-Length"] == "2"


def test_length_that_a_handler_gives_is_not_believed(respond):
    sent = []
    respond(("ä", 200, {"content-length": "99"})).send("GET", lambda *given: sent.extend(given))

    assert [value for name, value in sent[1] if name.lower() == "content-length"] == ["2"]


def test_nothing_is_no_content(respond):
    response = respond(None)

    assert (response.status, response.body, [*response.headers]) == (204, b"", [])


class Special(Response):
    __slots__ = ()


@pytest.mark.parametrize("kind", [Response, Special])
def test_response_is_what_it_says(respond, kind):
    response = respond(kind("x", 418, {"X-A": "1"}))

    assert (response.status, response.body, response.headers["X-A"]) == (418, b"x", "1")


class Kept:
    """A view that gives the same response again and again."""

    response = Response("x")

    def render(self, request):
        return self.response


@pytest.mark.parametrize("result", [Response("x"), Special("x"), Kept(), (Response("x"), 404)])
def test_response_that_a_module_keeps_is_copied_for_each_request(respond, result):
    respond(result).headers.add("Set-Cookie", "session=of one visitor")

    assert respond(result).headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize("result", ["x", {"a": 1}, [1], b"x", None, Page()])
def test_tuple_sets_the_status(respond, result):
    response = respond((result, 201))

    assert (response.status, response.body) == (201, respond(result).body)


@pytest.mark.parametrize(
    "headers", [{"X-A": "b", "Content-Type": "text/plain"}, [("X-A", "b"), ("Content-Type", "text/plain")]]
)
def test_tuple_adds_and_replaces_headers(respond, headers):
    response = respond(("x", 201, headers))

    assert (response.headers["X-A"], response.headers.getlist("Content-Type")) == (
        "b",
        ["text/plain; charset=utf-8"],
    )


def test_tuple_may_repeat_a_header(respond):
    response = respond(("x", 200, [("Link", "</a>"), ("Link", "</b>")]))

    assert response.headers.getlist("Link") == ["</a>", "</b>"]


@pytest.mark.parametrize(
    "result",
    [(), ("x",), ("x", "200"), ("x", None), ("x", {"X-A": "b"}), ("x", 200, {}, 1), ("x", 200, {}, None)],
)
def test_other_tuples_are_refused(respond, result):
    with pytest.raises(
        TypeError, match=rf"a tuple of {len(result)}; it may be \(body, status\[, headers\]\)"
    ):
        respond(result)


@pytest.mark.parametrize("status", [0, 99, 1000, True])
def test_tuple_with_a_bad_status_is_refused(respond, status):
    with pytest.raises(ValueError, match="is not an HTTP status"):
        respond(("x", status))


@pytest.mark.parametrize("headers", [{"X-A\r\nX-B": "c"}, {"X-A": "b\r\nX-C: d"}, {"X-A": "€"}])
def test_tuple_with_a_bad_header_is_refused(respond, headers):
    with pytest.raises(ValueError, match=r"(?i)header"):
        respond(("x", 200, headers))


@pytest.mark.parametrize("result", [{1, 2}, 5, 1.5, object(), bytearray(b"x"), (NEXT, 200), NEXT])
def test_other_results_are_refused_with_those_there_are(respond, result):
    with pytest.raises(
        TypeError, match=r"a handler returned \w+; it may return str, dict, list, bytes, None"
    ):
        respond(result)


@pytest.mark.parametrize("result", [{"a": object()}, {(1, 2): 3}])
def test_json_that_cannot_be_written_is_refused(respond, result):
    with pytest.raises(TypeError):
        respond(result)


def test_next_is_called_so():
    assert repr(NEXT) == "NEXT"


def test_iterator_is_streamed_as_it_comes(respond):
    def chunks():
        yield "ä"
        yield b"\x00"

    response = respond(chunks())

    assert (response.status, response.headers["Content-Type"]) == (200, HTML)
    assert [*response.body] == ["ä".encode(), b"\x00"]


def test_iterator_is_closed_with_the_body(respond):
    chunks = Chunks("a")
    respond(chunks).body.close()

    assert chunks.is_closed


def test_status_and_type_of_a_route_hold_for_a_stream(respond):
    response = respond(iter(["a"]), Results(status=202, type="text"))

    assert (response.status, response.headers["Content-Type"]) == (202, "text/plain; charset=utf-8")


def test_werkzeugs_response_is_taken_over(respond):
    response = respond(WerkzeugResponse("x", 201, {"X-A": "b"}, content_type="a/b"))

    assert (response.status, [*response.body]) == (201, [b"x"])
    assert (response.headers["X-A"], response.headers["Content-Type"]) == ("b", "a/b")


def test_wsgi_application_gets_the_environ(respond):
    def application(environ, start_response):
        start_response("202 Accepted", [("Content-Type", "text/plain")])
        return [environ["PATH_INFO"].encode()]

    response = respond(application)

    assert (response.status, [*response.body]) == (202, [b"/here"])


def test_returned_error_is_raised(respond):
    with pytest.raises(NotFound):
        respond(NotFound())


@pytest.mark.parametrize(("result", "status"), [("x", 201), (None, 201), (Page(), 201), (Page(404), 404)])
def test_status_of_a_route_holds_for_plain_results_and_views(respond, result, status):
    assert respond(result, Results(status=201)).status == status


@pytest.mark.parametrize("result", [("x", 202), Response("x", 202)])
def test_status_of_a_route_yields_to_one_that_is_given(respond, result):
    assert respond(result, Results(status=201)).status == 202


@pytest.mark.parametrize("result", ["x", {}, [], b"x"])
def test_type_of_a_route_holds_for_every_plain_result(respond, result):
    assert respond(result, Results(type="text")).headers["Content-Type"] == "text/plain; charset=utf-8"


def test_type_of_a_route_leaves_a_response_alone(respond):
    assert respond(Response.json({}), Results(type="text")).headers["Content-Type"] == JSON


def test_bad_type_of_a_route_is_refused_at_once():
    with pytest.raises(ValueError, match="is not a content type"):
        Results(type="txet")


@pytest.mark.parametrize(
    "result", ["x", {}, None, ("x", 404), Page(), Response("x"), WerkzeugResponse("x"), iter(["x"])]
)
def test_headers_of_a_route_are_added_to_any_result(respond, result):
    assert respond(result, Results(headers={"X-A": "b"})).headers["X-A"] == "b"


def test_headers_of_a_route_yield_to_those_of_the_handler(respond):
    response = respond(("x", 200, {"X-A": "handler"}), Results(headers={"X-A": "route"}))

    assert response.headers.getlist("X-A") == ["handler"]


@pytest.mark.parametrize(
    ("results", "is_plain"),
    [
        (Results(), True),
        (Results(type="text"), True),
        (Results(status=201), False),
        (Results(headers={"X-A": "b"}), False),
    ],
)
def test_results_without_status_and_headers_are_plain(results, is_plain):
    assert bool(results.plain) is is_plain


@pytest.mark.parametrize(
    ("result", "headers"),
    [(None, {}), ((None, 200), {"Content-Length": "0"}), ((None, 205), {"Content-Length": "0"})],
)
def test_nothing_has_the_length_that_its_status_asks_for(respond, result, headers):
    sent = []
    respond(result).send("GET", lambda *given: sent.extend(given))

    assert dict(sent[1]) == headers


@pytest.mark.parametrize("result", [True, False])
def test_boolean_of_a_handler_is_json_and_of_a_layer_a_mistake(respond, result):
    response = respond(result, Results())

    assert (response.body, response.type) == (str(result).lower().encode(), JSON)
    with pytest.raises(TypeError, match="returned bool"):
        respond(result)


def test_content_type_among_the_headers_of_a_route_is_the_only_one(respond):
    results = Results(headers={"content-type": "text/plain", "X-A": "b"})

    assert [*respond("x", results).headers] == [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", "1"),
        ("X-A", "b"),
    ]


def test_json_is_written_as_the_route_says(respond):
    results = Results(encode_json=lambda value: f"<{value}>".encode())

    assert respond({"a": 1}, results).body == b"<{'a': 1}>"
    assert respond("x", results).body == b"x"


@pytest.mark.parametrize("headers", [[("Content-Type", "text/plain"), ("X-A", "b")]])
def test_headers_of_an_application_go_out_as_they_are(respond, headers):
    def application(environ, start_response):
        start_response("200 OK", headers)
        return [b"x"]

    assert [*respond(application).headers] == headers
