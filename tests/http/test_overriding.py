from __future__ import annotations

import gzip
from io import BytesIO
from textwrap import dedent

import pytest
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.test import EnvironBuilder

from gateway.http.app import App
from gateway.http.overriding import overriding

APP = App(url_for=str, respond=str, following=str, max_body=100)
FORM = "application/x-www-form-urlencoded"
TYPE = {"CONTENT_TYPE": FORM}


def sent(kind, data=b"", method="POST", **environ):
    """A request with a body, of which the server says how long it is."""
    body = {"CONTENT_LENGTH": str(len(data)), "wsgi.input": BytesIO(data)}
    return kind({"REQUEST_METHOD": method} | body | environ, APP)


def in_chunks(kind, data, **environ):
    """A request with a body whose end the server finds."""
    told = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "wsgi.input": BytesIO(data)}
    return kind({"REQUEST_METHOD": "POST"} | TYPE | told | environ, APP)


@pytest.mark.parametrize(
    ("data", "method"),
    [
        (b"_method=DELETE", "DELETE"),
        (b"a=1&_method=put&_method=PATCH", "PUT"),
        (b"_method=%50UT", "PUT"),
        (b"_method=M-SEARCH", "M-SEARCH"),
        (b"_method=MAKE", "POST"),
        (b"_method=", "POST"),
        (b"a=1", "POST"),
        (b"", "POST"),
    ],
)
def test_field_of_a_form_names_the_method(data, method):
    request = sent(overriding(field="_method"), data, **TYPE)

    assert (request.method, request.original_method) == (method, "POST")
    assert request.environ["REQUEST_METHOD"] == method


def test_field_of_a_multipart_form_names_the_method():
    builder = EnvironBuilder(
        method="POST", data={"_method": "PUT", "a": "1", "f": (BytesIO(b"text"), "x.txt")}
    )
    request = overriding(field="_method")(builder.get_environ(), App(url_for=str, respond=str, following=str))

    assert (request.method, request.files["f"].read(), [*request.form]) == ("PUT", b"text", ["a"])


def test_field_is_taken_out_of_the_form_and_the_body_stays():
    request = sent(overriding(field="_method"), b"a=1&_method=PUT&a=2", **TYPE)

    assert request.form.to_dict(flat=False) == {"a": ["1", "2"]}
    assert request.data == b"a=1&_method=PUT&a=2"


def test_other_fields_are_parameters():
    request = sent(overriding(field="_method"), b"a=1&_method=PUT", **TYPE)
    request.params = {}

    assert (request.param("a"), request.param("_method")) == ("1", None)


def test_field_without_a_meaning_is_taken_out_as_well():
    assert "_method" not in sent(overriding(field="_method"), b"_method=MAKE", **TYPE).form


def test_form_of_another_method_keeps_its_field():
    request = sent(overriding(field="_method"), b"_method=PUT", "PATCH", **TYPE)

    assert (request.method, request.form["_method"]) == ("PATCH", "PUT")


@pytest.mark.parametrize(("type_"), ["text/plain", "application/json", ""])
def test_other_bodies_have_no_fields(type_):
    assert sent(overriding(field="_method"), b"_method=PUT", CONTENT_TYPE=type_).method == "POST"


def test_packed_form_is_unpacked_to_be_looked_at():
    packed = gzip.compress(b"_method=PUT&a=1")
    request = sent(overriding(field="_method"), packed, HTTP_CONTENT_ENCODING="gzip", **TYPE)

    assert (request.method, request.form["a"]) == ("PUT", "1")


@pytest.mark.parametrize(
    ("data", "environ", "error"),
    [
        (b"_method=PUT" + b"&" * 100, {}, RequestEntityTooLarge),
        (b"_method=PUT", {"CONTENT_LENGTH": "12"}, BadRequest),
        (b"_method=PUT", {"CONTENT_LENGTH": "x"}, BadRequest),
        (b"_method=PUT", {"HTTP_CONTENT_ENCODING": "gzip"}, BadRequest),
    ],
)
def test_body_that_cannot_be_read_names_no_method(data, environ, error):
    request = sent(overriding(field="_method"), data, **TYPE | environ)

    assert request.method == "POST"
    with pytest.raises(error):
        _ = request.form


def test_body_over_the_usual_limit_is_left_to_routes_that_take_it():
    data = b"_method=PUT&a=" + b"1" * 100
    request = sent(overriding(field="_method"), data, **TYPE)
    request.max_size = 1000

    assert (request.method, request.data) == ("POST", data)


def test_route_may_have_a_smaller_limit():
    request = sent(overriding(field="_method"), b"_method=PUT", **TYPE)
    request.max_size = 10

    with pytest.raises(RequestEntityTooLarge):
        _ = request.data


def test_body_in_chunks_is_read_and_put_back():
    request = in_chunks(overriding(field="_method"), b"_method=PUT&a=1")

    assert (request.method, request.form["a"]) == ("PUT", "1")


def test_body_in_chunks_over_the_limit_is_put_back_whole():
    data = b"_method=PUT&a=" + b"1" * 100_000
    request = in_chunks(overriding(field="_method"), data)
    request.max_size = 1_000_000

    assert (request.method, request.data == data) == ("POST", True)


def test_body_in_chunks_that_no_server_takes_names_no_method():
    request = in_chunks(overriding(field="_method"), b"_method=PUT", **{"wsgi.input_terminated": False})

    assert request.method == "POST"


@pytest.mark.parametrize(
    ("said", "method"), [("PUT", "PUT"), (" delete , PUT", "DELETE"), ("MAKE", "POST"), ("", "POST")]
)
def test_header_names_the_method(said, method):
    request = sent(overriding(header="X-HTTP-Method-Override"), HTTP_X_HTTP_METHOD_OVERRIDE=said)

    assert (request.method, request.original_method) == (method, "POST")


@pytest.mark.parametrize(
    ("query", "method"), [("m=PUT", "PUT"), ("a=1&m=delete&m=PUT", "DELETE"), ("m", "POST"), ("", "POST")]
)
def test_query_names_the_method(query, method):
    assert sent(overriding(query="m"), QUERY_STRING=query).method == method


def test_form_comes_before_header_and_query():
    kind = overriding("_method", "X-Method", "m")
    told = {"HTTP_X_METHOD": "PATCH", "QUERY_STRING": "m=DELETE"}

    assert sent(kind, b"_method=PUT", **TYPE | told).method == "PUT"
    assert sent(kind, b"a=1", **TYPE | told).method == "PATCH"
    assert sent(kind, b"a=1", **TYPE, QUERY_STRING="m=DELETE").method == "DELETE"
    assert sent(kind, b"_method=MAKE", **TYPE | told).method == "POST"


@pytest.mark.parametrize(
    ("method", "named"), [("HEAD", "GET"), ("HEAD", "POST"), ("POST", "HEAD"), ("GET", "HEAD")]
)
def test_whether_an_answer_has_a_body_is_settled_by_the_method_that_was_sent(method, named):
    request = sent(overriding(query="m", methods=()), method=method, QUERY_STRING=f"m={named}")

    assert request.method == method


@pytest.mark.parametrize(
    ("methods", "method", "result"),
    [
        (("POST",), "GET", "GET"),
        (("GET", "POST"), "GET", "PUT"),
        ((), "GET", "PUT"),
        (("GET",), "POST", "POST"),
    ],
)
def test_only_some_methods_are_overridden(methods, method, result):
    request = sent(overriding(query="m", methods=methods), method=method, QUERY_STRING="m=PUT")

    assert (request.method, request.original_method) == (result, method)


def test_environ_of_the_server_stays_as_it_was():
    environ = {"REQUEST_METHOD": "POST", "QUERY_STRING": "m=PUT"}
    overriding(query="m")(environ, APP)

    assert environ["REQUEST_METHOD"] == "POST"


SERVICE = """
    settings: {method_override: {field: _method, header: X-Method}}
    routes:
      - {path: /a, methods: [PUT, POST, GET], handler: "served:told"}
      - path: /strict
        methods: [PUT]
        handler: served:fields
        body: {parser: form, schema: {properties: {a: {}}, additionalProperties: false}}
      - {path: /nested, methods: [PUT], handler: "served:fields", body: {parser: form, nested: true}}
      - {path: /files, methods: [PUT], handler: "served:fields", body: {parser: multipart}}
    """
HANDLERS = """
    def told(request):
        return {"method": request.method, "original": request.original_method, "form": [*request.form]}

    def fields(request):
        return [*request.body]
    """


def test_route_of_the_named_method_answers(serve):
    answer = serve(SERVICE, HANDLERS).post("/a", data={"_method": "put", "a": "1"})

    assert answer.json == {"method": "PUT", "original": "POST", "form": ["a"]}


@pytest.mark.parametrize("path", ["/strict", "/nested", "/files"])
def test_parsed_bodies_are_without_the_field(serve, path):
    file = {"f": (BytesIO(b"text"), "x.txt")} if path == "/files" else {}
    answer = serve(SERVICE, HANDLERS).post(path, data={"_method": "PUT", "a": "1"} | file)

    assert (answer.status_code, answer.json) == (200, ["a"])


def test_field_counts_for_another_body_parser_no_more_than_for_any(serve):
    answer = serve(SERVICE, HANDLERS).post("/a", json={"_method": "PUT"})

    assert answer.json["method"] == "POST"


def test_caches_are_told_of_the_header(serve):
    client = serve(SERVICE, HANDLERS)

    assert client.post("/a", headers={"X-Method": "PUT"}).headers["Vary"] == "X-Method"
    assert client.post("/nowhere").headers["Vary"] == "X-Method"
    assert "Vary" not in client.get("/a").headers


INNER = """
    version: 1
    routes:
      - {path: /x, methods: [PUT, POST], handler: "served:told"}
      - path: /y
        methods: [PUT, POST]
        handler: served:fields
        body: [{parser: form}, {parser: multipart}]
    """


@pytest.mark.parametrize("where", ["outer", "inner"])
@pytest.mark.parametrize("path", ["/m/x", "/m/y"])
@pytest.mark.parametrize("file", [{}, {"f": (b"text", "x.txt")}])
def test_mounted_service_takes_the_method_or_names_its_own(serve, tmp_path, where, path, file):
    settings = "settings: {method_override: {field: _method}}\n"
    (tmp_path / "inner.yaml").write_text((settings if where == "inner" else "") + dedent(INNER))
    outer = (settings if where == "outer" else "") + "routes: [{path: /m, mount: {config: inner.yaml}}]\n"
    sent = {name: (BytesIO(data), title) for name, (data, title) in file.items()}
    answer = serve(outer, HANDLERS).post(path, data={"_method": "PUT", "a": "1"} | sent)

    told = {"method": "PUT", "original": "POST", "form": ["a"]}
    assert answer.json == (told if path == "/m/x" else ["a"])


def test_mounted_service_leaves_a_form_that_is_too_large(serve, tmp_path):
    settings = "settings: {method_override: {field: _method}, body: {max_size: 8B}}\n"
    (tmp_path / "inner.yaml").write_text(settings + dedent(INNER).replace("told", "method"))
    handlers = dedent(HANDLERS) + "def method(request): return request.method\n"
    client = serve("routes: [{path: /m, mount: {config: inner.yaml}}]", handlers)

    assert client.post("/m/x", data={"_method": "PUT", "a": "1"}).text == "POST"


@pytest.mark.parametrize("reads", [False, True])
def test_mounted_service_complains_of_a_malformed_form_itself(serve, tmp_path, reads):
    settings = "settings: {method_override: {field: _method}}\n"
    (tmp_path / "inner.yaml").write_text(settings + dedent(INNER))
    stack = ', stack: ["served:reads"]' if reads else ""
    handlers = (
        dedent(HANDLERS) + "def reads(request, call_next):\n    return request.data and call_next(request)\n"
    )
    client = serve(f"routes: [{{path: /m, mount: {{config: inner.yaml}}{stack}}}]", handlers)

    assert client.post("/m/y", data=b"--b", content_type="multipart/form-data; boundary=b").status_code == 400
