from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from gateway.http.app import App
from gateway.http.request import Request

JSON = {"CONTENT_TYPE": "application/json"}
FORM = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}
MULTIPART = {"CONTENT_TYPE": "multipart/form-data; boundary=b"}
PART = b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'


@pytest.fixture
def bare():
    """A request of nothing but what is given, as a server could leave things out."""

    def make(**environ):
        app = App(url_for=str, respond=str, following=str)
        return Request({"REQUEST_METHOD": "GET"} | environ, app)

    return make


def wsgi(text):
    """Text as PEP 3333 has it: its bytes as latin-1."""
    return text.encode().decode("latin-1")


def with_body(data, **environ):
    return {"wsgi.input": BytesIO(data), "CONTENT_LENGTH": str(len(data))} | environ


@pytest.mark.parametrize(
    ("environ", "path", "raw_path"),
    [
        ({"PATH_INFO": "/a", "RAW_URI": "/a"}, "/a", "/a"),
        ({"PATH_INFO": "/a", "RAW_URI": "/a?b=%2F"}, "/a", "/a"),
        ({"PATH_INFO": "/a"}, "/a", "/a"),
        ({"PATH_INFO": ""}, "/", "/"),
        ({}, "/", "/"),
        ({"PATH_INFO": "/a/b", "RAW_URI": "/a%2Fb"}, "/a/b", "/a%2Fb"),
        ({"PATH_INFO": "/a/b", "RAW_URI": "/a%2Fb?c=%20"}, "/a/b", "/a%2Fb"),
        ({"PATH_INFO": "/a b", "RAW_URI": "/a%20b"}, "/a b", "/a%20b"),
        ({"PATH_INFO": wsgi("/ä"), "RAW_URI": "/%C3%A4"}, "/ä", "/%C3%A4"),
        ({"PATH_INFO": wsgi("/ä")}, "/ä", "/ä"),
        ({"PATH_INFO": wsgi("/ä"), "RAW_URI": wsgi("/ä")}, "/ä", "/ä"),
    ],
)
def test_path_is_decoded_and_kept_as_sent(bare, environ, path, raw_path):
    request = bare(**environ)

    assert (request.path, request.raw_path) == (path, raw_path)


@pytest.mark.parametrize("raw", ["/other%2Fpath", "/a%2fc", "*", "http://h/a%2Fb", "//a%2Fb", "a%2Fb", ""])
def test_raw_uri_of_another_path_does_not_count(bare, raw):
    request = bare(PATH_INFO="/a/b", RAW_URI=raw)

    assert (request.path, request.raw_path) == ("/a/b", "/a/b")


@pytest.mark.parametrize(
    ("raw", "raw_path"), [("/m/n/a%2Fb", "/a%2Fb"), ("/m/n/a/b", "/a/b"), ("/m%2Fn/a%2Fb", "/a/b")]
)
def test_mount_is_no_part_of_the_path_as_sent(bare, raw, raw_path):
    request = bare(SCRIPT_NAME="/m/n", PATH_INFO="/a/b", RAW_URI=raw)

    assert (request.path, request.script_root, request.raw_path) == ("/a/b", "/m/n", raw_path)


@pytest.mark.parametrize(("path", "raw_path"), [("/100%", "/100%25"), ("/%2F", "/%252F")])
def test_percent_of_a_decoded_path_is_no_escape(bare, path, raw_path):
    request = bare(PATH_INFO=path, RAW_URI=raw_path)

    assert (request.path, request.raw_path) == (path, raw_path)


def test_percent_without_raw_uri_is_no_escape(bare):
    assert bare(PATH_INFO="/%2F").raw_path == "/%252F"


def test_path_that_is_not_utf8_is_malformed_as_sent(bare):
    request = bare(PATH_INFO="/\xff")

    assert (request.path, request.raw_path) == ("/\ufffd", "/%FF")


def test_headers_are_read_in_any_case(request_for):
    request = request_for(HTTP_X_A="b", CONTENT_TYPE="a/b")

    assert (request.headers["x-a"], request.headers.get("Content-Type")) == ("b", "a/b")


def test_first_cookie_of_a_name_counts(request_for):
    assert request_for(HTTP_COOKIE="a=1; b=%20; a=2").cookies == {"a": "1", "b": " "}


def test_body_is_read_once_and_kept(request_for):
    request = request_for(**with_body(b"hello"))

    assert (request.data, request.data) == (b"hello", b"hello")


def test_body_limit_is_the_services_until_a_layer_says_otherwise(request_for):
    first, second = request_for(**with_body(b"hello")), request_for(**with_body(b"hello"))
    second.max_size = 4

    assert (first.max_size, first.data) == (1_048_576, b"hello")
    with pytest.raises(RequestEntityTooLarge):
        _ = second.data


def test_json_is_the_bodys_value(request_for):
    assert request_for(**with_body(b'{"a": [1]}', **JSON)).json == {"a": [1]}


def test_json_takes_types_that_are_json(request_for):
    assert request_for(**with_body(b"1", CONTENT_TYPE="application/problem+json; charset=utf-8")).json == 1


@pytest.mark.parametrize("type_", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_json_of_another_type_is_refused(request_for, type_):
    with pytest.raises(UnsupportedMediaType):
        _ = request_for(**with_body(b"{}", CONTENT_TYPE=type_)).json


@pytest.mark.parametrize("data", [b"", b"{", b"NaN", b'{"a": 1e999}', b"[" * 5000, b"\xff"])
def test_json_that_is_malformed_is_refused(request_for, data):
    with pytest.raises(BadRequest):
        _ = request_for(**with_body(data, **JSON)).json


def test_body_is_had_in_werkzeugs_ways_too(request_for):
    request = request_for(**with_body(b"[1]", **JSON))

    assert (request.json, request.get_json(), request.get_data(as_text=True)) == ([1], [1], "[1]")
    assert request.stream.read() == b""


@pytest.mark.parametrize("read", [Request.get_data, Request.get_json, lambda request: request.stream.read()])
def test_werkzeugs_ways_keep_the_limit(request_for, read):
    request = request_for(**with_body(b"[1]", **JSON))
    request.max_size = 2

    with pytest.raises(RequestEntityTooLarge):
        read(request)


@pytest.mark.parametrize(
    ("data", "type_", "options", "value"),
    [
        (b"[1]", "text/plain", {"force": True}, [1]),
        (b"[1]", "text/plain", {"silent": True}, None),
        (b"NaN", "application/json", {"silent": True}, None),
        (b"[1]", "application/json", {"silent": True}, [1]),
    ],
)
def test_json_may_be_forced_and_silent(request_for, data, type_, options, value):
    assert request_for(**with_body(data, CONTENT_TYPE=type_)).get_json(**options) == value


def test_attributes_of_werkzeug_are_there(request_for):
    request = request_for("/ä?b=1", HTTP_HOST="example.org", HTTP_USER_AGENT="me")

    assert (request.url, request.full_path) == ("http://example.org/ä?b=1", "/ä?b=1")
    assert (request.args["b"], request.user_agent.string, request.authorization) == ("1", "me", None)
    assert repr(request) == "<Request 'http://example.org/ä?b=1' [GET]>"


def test_form_holds_fields(request_for):
    request = request_for(**with_body(b"a=1&a=2&b=%C3%A4", **FORM))

    assert (request.form.getlist("a"), request.form["b"], len(request.files)) == (["1", "2"], "ä", 0)


def test_multipart_form_holds_fields_and_files(request_for):
    data = PART % (b"a", b"", b"1") + PART % (b"f", b'; filename="x.txt"', b"text") + b"--b--\r\n"
    request = request_for(**with_body(data, **MULTIPART))

    assert (request.form["a"], request.files["f"].filename, request.files["f"].read()) == (
        "1",
        "x.txt",
        b"text",
    )


def test_form_of_another_type_is_empty(request_for):
    request = request_for(**with_body(b"a=1", CONTENT_TYPE="text/plain"))

    assert (len(request.form), len(request.files)) == (0, 0)


def test_form_that_is_too_large_is_refused(request_for):
    request = request_for(**with_body(b"a=1", **FORM))
    request.max_size = 2

    with pytest.raises(RequestEntityTooLarge):
        _ = request.form


def test_state_is_the_requests_own(request_for):
    first, second = request_for(), request_for()
    first.state.title = "x"

    assert (first.state.title, vars(second.state)) == ("x", {})


def test_session_needs_a_session_layer(request_for):
    with pytest.raises(RuntimeError, match="put `session` into its stack"):
        _ = request_for().session


def test_nobody_is_logged_in_without_a_session_layer(request_for):
    assert request_for().user is None


def test_url_is_below_the_mount():
    app = App(url_for=lambda name, **params: f"/{name}/{params['id']}", respond=str, following=str)
    request = Request({"REQUEST_METHOD": "GET", "SCRIPT_NAME": "/m/"}, app)

    assert request.url_for("user", id=7) == "/m/user/7"


class Keys:
    """A signer that knows a value by the dot behind it."""

    def read(self, name, text):
        return text.removesuffix(f".{name}") if text.endswith(f".{name}") else None


def test_signed_cookies_are_those_that_nobody_changed():
    app = App(url_for=str, respond=str, following=str, signer=Keys())
    request = Request({"REQUEST_METHOD": "GET", "HTTP_COOKIE": "a=1.a; b=2.a; c=.c; d=3"}, app)

    assert request.signed_cookies == {"a": "1", "c": ""}
    assert request.cookies["b"] == "2.a"


def test_no_cookie_is_signed_without_a_key(request_for):
    assert request_for(HTTP_COOKIE="a=1.a").signed_cookies == {}


@pytest.mark.parametrize(
    ("environ", "value"),
    [
        ({}, None),
        ({"QUERY_STRING": "a=2&a=3"}, "2"),
        (with_body(b"a=4&a=5", **FORM), "4"),
        (with_body(b'{"a": [6]}', **JSON), [6]),
        (with_body(b"[7]", **JSON), None),
        (with_body(b"a=8", CONTENT_TYPE="text/plain"), None),
        (with_body(b"a=4", **FORM) | {"QUERY_STRING": "a="}, ""),
    ],
)
def test_parameter_is_looked_for_everywhere(bare, environ, value):
    request = bare(**environ)
    request.params = {"b": 1}

    assert (request.param("a"), request.param("b"), request.param("c", 0)) == (value, 1, 0)


def test_parameter_of_the_path_comes_first(bare):
    request = bare(QUERY_STRING="a=1")
    request.params = {"a": None}

    assert request.param("a") is None


def test_parameter_of_a_body_that_the_route_parsed_is_found(bare):
    request = bare()
    request.params, request.body = {}, {"a": 1}

    assert request.param("a") == 1


def test_parameter_of_a_broken_body_is_no_parameter(bare):
    request = bare(**with_body(b"{", **JSON))
    request.params = {}

    with pytest.raises(BadRequest):
        request.param("a")


def test_state_is_shared_with_mounted_services(bare):
    outer, inner = bare(), bare()
    inner.outer, outer.state.title = outer, "x"

    assert inner.state.title == "x"
