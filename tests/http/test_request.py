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


@pytest.mark.parametrize(
    ("environ", "host", "hostname"),
    [
        ({"HTTP_HOST": "Example.org"}, "Example.org", "example.org"),
        ({"HTTP_HOST": "example.org:8000"}, "example.org:8000", "example.org"),
        ({"HTTP_HOST": "[::1]:8000"}, "[::1]:8000", "[::1]"),
        ({"HTTP_HOST": "[::1]"}, "[::1]", "[::1]"),
        ({"HTTP_HOST": "127.0.0.1:80"}, "127.0.0.1", "127.0.0.1"),
        ({"HTTP_HOST": "a/b"}, "", ""),
        ({"HTTP_HOST": ""}, "", ""),
        ({"SERVER_NAME": "here", "SERVER_PORT": "8000"}, "here:8000", "here"),
        ({"SERVER_NAME": "/run/socket", "SERVER_PORT": ""}, "", ""),
        ({}, "", ""),
    ],
)
def test_host_is_known_or_empty(bare, environ, host, hostname):
    request = bare(**environ)

    assert (request.host, request.hostname) == (host, hostname)


def test_forwarded_headers_count_for_nothing(bare):
    request = bare(
        HTTP_HOST="example.org",
        REMOTE_ADDR="192.0.2.1",
        HTTP_X_FORWARDED_FOR="127.0.0.1",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_HOST="evil.example",
    )

    assert (request.remote_addr, request.access_route) == ("192.0.2.1", ["192.0.2.1"])
    assert (request.scheme, request.is_secure, request.hostname) == ("http", False, "example.org")


def test_peer_may_be_unknown(bare):
    assert (bare().remote_addr, bare().access_route) == (None, [])


def test_scheme_is_the_servers(bare):
    request = bare(**{"wsgi.url_scheme": "https"}, HTTP_HOST="example.org:443")

    assert (request.scheme, request.is_secure, request.host_url) == ("https", True, "https://example.org/")


def test_headers_are_read_in_any_case(request_for):
    request = request_for(HTTP_X_A="b", CONTENT_TYPE="a/b")

    assert (request.headers["x-a"], request.headers.get("Content-Type")) == ("b", "a/b")


def test_first_cookie_of_a_name_counts(request_for):
    assert request_for(HTTP_COOKIE="a=1; b=%20; a=2").cookies == {"a": "1", "b": " "}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", []),
        ("a=1&b=2&a=3", [("a", "1"), ("b", "2"), ("a", "3")]),
        ("a=&b", [("a", ""), ("b", "")]),
        ("a=%C3%A4+x", [("a", "ä x")]),
        (wsgi("a=ä"), [("a", "ä")]),
        ("a[b]=1", [("a[b]", "1")]),
    ],
)
def test_query_holds_every_parameter_in_order(bare, text, pairs):
    assert sorted(bare(QUERY_STRING=text).query.items(multi=True)) == sorted(pairs)


def test_query_without_a_query_string_is_empty(bare):
    assert (len(bare().query), bare().query_string) == (0, b"")


@pytest.mark.parametrize("text", ["a&" * 1001, "\xff=1", "a=%FF"])
def test_query_that_is_too_long_or_not_utf8_is_refused(bare, text):
    with pytest.raises(BadRequest, match="query"):
        _ = bare(QUERY_STRING=text).query


def test_thousand_parameters_are_taken(bare):
    assert len(bare(QUERY_STRING="&".join(f"a{n}=1" for n in range(1000))).query) == 1000


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


def test_session_is_opened_once_and_knows_the_user(request_for):
    opened = []
    request = request_for()
    request.open_session = lambda request: opened.append(request) or {"user": "me"}

    assert (request.user, request.session, opened) == ("me", {"user": "me"}, [request])


def test_nobody_is_logged_in_without_a_session_layer(request_for):
    assert request_for().user is None


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        (None, "html"),
        ("application/json", "json"),
        ("text/*;q=.5, application/json", "json"),
        ("image/png", None),
    ],
)
def test_preferred_offer_is_told(request_for, accept, best):
    request = request_for(**({"HTTP_ACCEPT": accept} if accept else {}))

    assert request.accepts("html", "json") == best


def test_url_is_below_the_mount():
    app = App(url_for=lambda name, **params: f"/{name}/{params['id']}", respond=str, following=str)
    request = Request({"REQUEST_METHOD": "GET", "SCRIPT_NAME": "/m/"}, app)

    assert request.url_for("user", id=7) == "/m/user/7"


def test_mount_is_decoded(bare):
    assert bare(SCRIPT_NAME=wsgi("/ä")).script_root == "/ä"


@pytest.mark.parametrize(
    ("port", "server"), [("80", ("here", 80)), ("", ("here", None)), ("x", ("here", None))]
)
def test_server_is_the_one_that_listens(bare, port, server):
    assert bare(SERVER_NAME="here", SERVER_PORT=port).server == server
