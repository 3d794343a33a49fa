from __future__ import annotations

import pytest

from gateway.http.app import App
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.spans import Span

JSON = {"CONTENT_TYPE": "application/json; charset=utf-8", "CONTENT_LENGTH": "2"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "1"),
        ("x-a", "1"),
        ("Content-Type", "a/b"),
        ("content-length", "0"),
        ("Referer", "http://a/"),
        ("referrer", "http://a/"),
        ("X-Empty", ""),
        ("X-B", None),
        ("Type", None),
    ],
)
def test_headers_are_had_by_name(request_for, name, value):
    request = request_for(
        HTTP_X_A="1", CONTENT_TYPE="a/b", CONTENT_LENGTH="0", HTTP_REFERER="http://a/", HTTP_X_EMPTY=""
    )

    assert request.get(name) == value


def test_header_that_is_not_there_has_a_default(request_for):
    assert request_for().get("X-A", "none") == "none"
    assert request_for(HTTP_REFERRER="http://b/", HTTP_REFERER="http://a/").get("Referer") == "http://b/"


@pytest.mark.parametrize(
    ("ask", "offers", "chosen"),
    [
        ("accepts", ("json", "html"), "html"),
        ("accepts", ("png",), False),
        ("accepts", (), ["text/html", "application/json"]),
        ("accepts_encodings", ("br", "gzip"), "gzip"),
        ("accepts_encodings", ("br",), False),
        ("accepts_encodings", (), ["gzip", "identity"]),
        ("accepts_charsets", ("UTF-8", "latin-1"), "UTF-8"),
        ("accepts_charsets", ("latin-1",), False),
        ("accepts_charsets", (), ["utf-8"]),
        ("accepts_languages", ("fr", "en"), "en"),
        ("accepts_languages", ("fr",), False),
        ("accepts_languages", (), ["en-GB", "de"]),
    ],
)
def test_client_says_what_it_takes(request_for, ask, offers, chosen):
    request = request_for(
        HTTP_ACCEPT="text/html, application/json;q=0.5",
        HTTP_ACCEPT_ENCODING="gzip",
        HTTP_ACCEPT_CHARSET="utf-8",
        HTTP_ACCEPT_LANGUAGE="de;q=0.3, en-GB",
    )

    assert getattr(request, ask)(*offers) == chosen


@pytest.mark.parametrize(
    ("environ", "kinds", "found"),
    [
        (JSON, ("html", "json"), "json"),
        (JSON, ("application/*",), "application/json"),
        (JSON, ("html",), False),
        (JSON, (), "application/json"),
        (JSON | {"CONTENT_TYPE": "nonsense"}, (), False),
        (JSON | {"CONTENT_LENGTH": ""}, ("json",), None),
        (JSON | {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, ("json",), "json"),
        ({"CONTENT_LENGTH": "2"}, ("json",), False),
        ({}, ("json",), None),
    ],
)
def test_body_is_of_a_type_or_there_is_none(request_for, environ, kinds, found):
    assert request_for(**environ).is_type(*kinds) == found


@pytest.mark.parametrize(
    ("said", "is_xhr"), [("XMLHttpRequest", True), ("xmlhttprequest", True), ("", False)]
)
def test_scripts_say_that_they_are(request_for, said, is_xhr):
    assert request_for(HTTP_X_REQUESTED_WITH=said).is_xhr is is_xhr


def test_range_is_had_in_spans(request_for):
    request = request_for(HTTP_RANGE="bytes=0-2,3-4")

    assert request.range(10) == [Span(0, 2), Span(3, 4)]
    assert request.range(10, combine=True) == [Span(0, 4)]
    assert (request.range(0), request_for(HTTP_RANGE="x").range(1), request_for().range(1)) == (-1, -2, None)


@pytest.mark.parametrize(
    ("method", "status", "fresh"),
    [
        ("GET", 200, True),
        ("HEAD", 204, True),
        ("QUERY", 304, True),
        ("POST", 200, False),
        ("GET", 301, False),
        ("GET", 404, False),
    ],
)
def test_answer_may_be_known_already(request_for, method, status, fresh):
    request = request_for(method=method, HTTP_IF_NONE_MATCH='"a"', HTTP_CACHE_CONTROL="no-cache")

    assert request.is_fresh(Response(status=status, headers={"ETag": '"a"'})) is fresh
    assert not request.is_fresh(Response(status=status, headers={"ETag": '"b"'}))


@pytest.mark.parametrize(
    ("kinds", "found"),
    [
        (("small",), "small"),
        (("large",), False),
        (("json", "small"), "small"),
        (("large", "json"), "json"),
        (("large", "html"), False),
    ],
)
def test_kinds_may_be_named_by_the_service(kinds, found):
    predicates = {"small": lambda request: request.content_length < 3, "large": lambda _: False}
    app = App(url_for=str, respond=str, following=str, predicates=predicates)

    assert Request({"REQUEST_METHOD": "GET"} | JSON, app).is_type(*kinds) == found


def test_service_names_kinds_in_its_settings(serve):
    client = serve(
        """
        settings: {predicates: {image: "served:is_image"}}
        routes: [{path: /, methods: [POST], handler: "served:told"}]
        """,
        """
        def is_image(request): return request.get("X-Image") == "yes"
        def told(request): return [request.is_type("image", "json")]
        """,
    )

    assert client.post("/", headers={"X-Image": "yes"}).json == ["image"]
    assert client.post("/", json=1).json == ["json"]
    assert client.post("/").json == [None]
