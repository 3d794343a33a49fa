from __future__ import annotations

import gc
import gzip
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

SOURCE = {
    "taken.py": """
def nothing(request): return "nothing"
def body(request): return {"body": request.body if not isinstance(request.body, bytes) else "bytes"}
def one(request, id): return {"id": id, "body": request.body}
def page(request, page): return {"page": page}
def both(request, id, page): return {"id": id, "page": page}
def everything(request, **params): return params
"""
}
PAGE = "query: {page: {type: integer, minimum: 1, default: 1}}"
SCHEMA = "schema: {type: object, required: [name], properties: {name: {type: string}}}"


@pytest.fixture
def asked(client):
    def asked(handler, path, more, target, **sent):
        method = "POST" if sent else "GET"
        text = f'routes:\n  - {{path: "{path}", methods: [{method}], handler: "taken:{handler}", {more}}}\n'
        return client(text, SOURCE).open(target, method=method, **sent)

    return asked


@pytest.mark.parametrize(
    ("handler", "path", "target", "expected"),
    [
        ("page", "/", "/?page=3", {"page": 3}),
        ("page", "/", "/", {"page": 1}),
        ("both", "/:id", "/a?page=3", {"id": "a", "page": 3}),
        ("everything", "/:id", "/a?page=3", {"id": "a", "page": 3}),
        ("everything", "/", "/", {"page": 1}),
        ("page", "/:id", "/a?page=3", {"page": 3}),
    ],
)
def test_declared_query_reaches_the_handler(asked, handler, path, target, expected):
    assert asked(handler, path, PAGE, target).json == expected


def test_query_is_checked_even_if_the_handler_takes_none_of_it(asked):
    assert asked("nothing", "/", PAGE, "/?page=2").text == "nothing"
    assert asked("nothing", "/", PAGE, "/?page=0").status_code == 400


@pytest.mark.parametrize(
    ("handler", "path", "target", "expected"),
    [
        ("body", "/", "/", {"body": {"name": "x"}}),
        ("one", "/:id", "/7", {"id": "7", "body": {"name": "x"}}),
        ("everything", "/:id", "/7", {"id": "7"}),
    ],
)
def test_declared_body_is_parsed_before_the_handler(asked, handler, path, target, expected):
    for body in ("parser: json", SCHEMA, "required: true"):
        answer = asked(handler, path, f"body: {{{body}}}", target, json={"name": "x"})

        assert (answer.status_code, answer.json) == (200, expected)


def test_query_and_body_are_both_read(asked):
    answer = asked("both", "/:id", f"{PAGE}, body: {{required: true}}", "/7?page=2", json={})

    assert answer.json == {"id": "7", "page": 2}


@pytest.mark.parametrize(
    ("body", "sent", "status"),
    [
        ("required: true", {"data": b""}, 400),
        (SCHEMA, {"json": {"name": 5}}, 400),
        (SCHEMA, {"json": {}}, 400),
        ("parser: json", {"data": b"{", "content_type": "application/json"}, 400),
        ("required: true", {"data": b"{}", "content_type": "text/plain"}, 415),
        ("parser: form, required: true", {"json": {}}, 415),
        ("parser: text, required: true", {"json": {}}, 415),
        ("parser: bytes, required: true", {"json": {}}, 415),
        ("parser: multipart, required: true", {"json": {}}, 415),
        ("parser: json", {"data": b"{}", "content_type": "text/plain"}, 200),
        ("parser: json", {"data": b"5", "content_type": "application/json"}, 400),
        ("max_size: 10B", {"data": b"12345678901", "content_type": "text/plain"}, 413),
        ("max_size: 10B", {"data": b"1234567890", "content_type": "text/plain"}, 204),
    ],
)
def test_body_that_does_not_fit_is_refused(client, body, sent, status):
    handler = "taken:read" if status == 204 else "taken:body"
    source = {"taken.py": SOURCE["taken.py"] + "def read(request): request.data\n"}
    text = f'routes:\n  - {{path: /, methods: [POST], handler: "{handler}", body: {{{body}}}}}\n'

    assert client(text, source).post("/", **sent).status_code == status


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("query: {page: {type: strng}}", "3:68 GW081 not a JSON Schema: 'strng' is not"),
        ("query: {page: {type: object}}", "3:68 GW081 a query parameter is of type array or "),
        ("body: {schema: {type: strng}}", "3:76 GW081 not a JSON Schema: 'strng' is not"),
        ("body: {schema: wrong.json}", "3:76 GW081 not a JSON Schema: 'strng' is not"),
        ("body: {schema: missing.json}", '3:76 GW080 there is no schema file "missing.json"'),
    ],
)
def test_schema_that_is_none_is_refused(refused, more, said):
    text = f'routes:\n  - {{path: /, methods: [POST], handler: "taken:everything", {more}}}\n'
    (problem,) = refused(text, SOURCE | {"wrong.json": '{"type": "strng"}'})

    assert problem.startswith(said)


OWN = {
    "own.py": """
import json
def told(request):
    body = request.body
    if hasattr(body, "lists"):
        body = dict(body.lists())
    return {"body": repr(body), "parser": request.body_parser, "limit": request.max_size}
def upper(data): return data.decode().upper()
def none(): pass
def hook(value): return sorted(value)
def verify(request, data): return data != b"bad"
def touch(request, call_next):
    request.state.form = request.form
    return call_next(request)
"""
}


@pytest.fixture
def told(client):
    """What the handler of a route with this body finds."""

    def told(body, more="", **sent):
        text = f"{more}routes:\n  - {{path: /, methods: [POST], handler: 'own:told', body: {body}}}\n"
        return client(text, OWN).post("/", **sent)

    return told


JSON = {"content_type": "application/json"}
FORM = {"content_type": "application/x-www-form-urlencoded"}
MULTIPART = "multipart/form-data; boundary=b"


@pytest.mark.parametrize(
    ("body", "sent", "value"),
    [
        ("{parser: json}", {"data": b"[1]", **JSON}, [1]),
        ("{parser: json, strict: false}", {"data": b"5", **JSON}, 5),
        ("{parser: json, hook: 'own:hook'}", {"data": b'{"b":1,"a":2}', **JSON}, ["a", "b"]),
        ("{parser: form}", {"data": b"a=1&a=2", **FORM}, {"a": ["1", "2"]}),
        ("{parser: form, nested: true}", {"data": b"a[b]=1", **FORM}, {"a": {"b": "1"}}),
        ("{parser: form, charset: iso-8859-1}", {"data": b"a=%E9", **FORM}, {"a": ["é"]}),
        ("{parser: multipart}", {"data": {"a": "1"}, "content_type": "multipart/form-data"}, {"a": ["1"]}),
        ("{parser: text}", {"data": b"x", "content_type": "text/plain"}, "x"),
        ("{parser: text, types: json}", {"data": b"x", **JSON}, "x"),
        (
            "{parser: multipart, types: multipart}",
            {"data": {"a": "1"}, "content_type": MULTIPART},
            {"a": ["1"]},
        ),
        ("{parser: text, charset: latin1}", {"data": b"\xe9", "content_type": "text/plain"}, "é"),
        ("{parser: bytes}", {"data": b"x", "content_type": "application/octet-stream"}, b"x"),
        ("{parser: 'own:upper', types: [text/x-own]}", {"data": b"x", "content_type": "text/x-own"}, "X"),
    ],
)
def test_parser_is_made_as_it_is_written(told, body, sent, value):
    answer = told(body, **sent)

    assert answer.json["body"] == repr(value)
    assert answer.json["parser"] in body


@pytest.mark.parametrize(
    ("schema", "body", "status"),
    [
        ("{type: object}", b"5", 400),
        ("{type: [array, object]}", b"5", 400),
        ("{type: integer}", b"5", 200),
        ("{type: [object, integer]}", b"5", 200),
        ("{minimum: 3}", b"5", 200),
        ("true", b"5", 200),
        ("{minimum: 3}", b"2", 400),
    ],
)
def test_schema_may_allow_more_than_objects_and_lists(told, schema, body, status):
    assert told(f"{{schema: {schema}}}", data=body, **JSON).status_code == status


def test_strict_outweighs_a_schema_that_allows_more(told):
    assert told("{schema: {minimum: 3}, strict: true}", data=b"5", **JSON).status_code == 400


@pytest.mark.parametrize(
    ("schema", "data", "status"),
    [
        ("{required: [a]}", b"a=1", 200),
        ("{required: [a]}", b"b=1", 400),
        ("{properties: {a: {type: array}}}", b"a=1", 200),
        ("{properties: {a: {type: [array, 'null']}, b: true}}", b"a=1", 200),
        ("{properties: {a: {type: string}}}", b"a=1&a=2", 400),
        ("true", b"a=1", 200),
    ],
)
def test_schema_may_be_for_a_form(told, schema, data, status):
    assert told(f"{{parser: form, schema: {schema}}}", data=data, **FORM).status_code == status


SEVERAL = "[{parser: json, max_size: 20B}, {parser: form}, {parser: text, max_size: 2KiB}]"


@pytest.mark.parametrize(
    ("sent", "parser", "limit"),
    [
        ({"data": b"[]", **JSON}, "json", 20),
        ({"data": b"a=1", **FORM}, "form", 1024),
        ({"data": b"a", "content_type": "text/plain"}, "text", 2048),
        ({"data": b"a", "content_type": "image/png"}, None, 2048),
    ],
)
def test_each_of_several_parsers_has_its_own_limit(told, sent, parser, limit):
    answer = told(SEVERAL, "settings: {body: {max_size: 1KiB}}\n", **sent)

    assert (answer.json["parser"], answer.json["limit"]) == (parser, limit)


@pytest.mark.parametrize(
    ("size", "content_type", "status"),
    [
        (20, "application/json", 400),
        (21, "application/json", 413),
        (1025, "application/x-www-form-urlencoded", 413),
        (2048, "text/plain", 200),
        (2049, "text/plain", 413),
        (2049, "image/png", 413),
    ],
)
def test_largest_limit_holds_from_the_start(told, size, content_type, status):
    answer = told(
        SEVERAL, "settings: {body: {max_size: 1KiB}}\n", data=b"x" * size, content_type=content_type
    )

    assert answer.status_code == status


def test_parsers_without_limits_have_that_of_the_service(told):
    body = "[{parser: json}, {parser: form}]"

    assert told(body, data=b"a=1", **FORM).json["limit"] == 1_048_576


def test_form_that_a_layer_has_read_keeps_the_bounds_of_the_route(client):
    text = """
routes:
  - {path: /, methods: [POST], handler: "own:told", stack: ["own:touch"], body: {parser: form, max_fields: 1}}
"""
    browser = client(text, OWN)

    assert browser.post("/", data={"a": "1"}).status_code == 200
    assert browser.post("/", data={"a": "1", "b": "2"}).status_code == 413


@pytest.mark.parametrize(
    "body", ["{parser: json, verify: 'own:verify'}", "{parser: multipart, verify: 'own:verify'}"]
)
def test_body_is_verified(told, body):
    answer = told(body, data=b"bad", content_type="application/json")
    form = told(body, data=b"bad", content_type="multipart/form-data; boundary=b")

    assert 403 in {answer.status_code, form.status_code}


@pytest.mark.parametrize(
    ("bounds", "status"),
    [("max_files: 1", 200), ("max_file_size: 3B", 200), ("max_file_size: 2B", 413), ("max_fields: 1", 413)],
)
def test_multipart_is_bounded_as_it_is_written(told, bounds, status):
    data = (
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n123\r\n'
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
        b'--b\r\nContent-Disposition: form-data; name="b"\r\n\r\n1\r\n--b--\r\n'
    )
    answer = told(
        f"{{parser: multipart, {bounds}}}", data=data, content_type="multipart/form-data; boundary=b"
    )

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{parser: json, hook: 'own:missing'}", 'GW061 own has no "missing"'),
        ("{parser: json, hook: 'own:none'}", "GW063 own:none is called with (value)"),
        ("{parser: json, verify: 'own:hook'}", "GW063 own:hook is called with (request, data)"),
        ("{parser: 'own:none', types: [text]}", "GW063 own:none is called with (data)"),
        ("{parser: 'own:missing', types: [text]}", 'GW061 own has no "missing"'),
        ("{parser: json, types: [json, jsn]}", 'GW015 "jsn" is neither a content type nor an extension'),
        ("{parser: form, charset: koi8-r}", "GW015 a form is in utf-8 or iso-8859-1, not in koi8-r"),
    ],
)
def test_body_that_cannot_be_read_so_is_refused_at_the_start(refused, body, said):
    text = f"routes:\n  - {{path: /, methods: [POST], handler: 'own:told', body: {body}}}\n"
    (problem,) = refused(text, OWN)

    assert said in problem


def test_schema_may_be_a_file(client):
    text = 'routes:\n  - {path: /, methods: [POST], handler: "taken:body", body: {schema: name.json}}\n'
    browser = client(text, SOURCE | {"name.json": '{"type": "object", "required": ["name"]}'})

    assert browser.post("/", json={"name": "x"}).status_code == 200
    assert browser.post("/", json={}).status_code == 400


GUARDED = """
session: {keys: ["0123456789abcdef0123456789abcdef"]}
stacks: {web: [session, csrf]}
routes:
  - {path: /, stack: web, handler: "own:token"}
  - {path: /, methods: [POST], stack: web, handler: "own:sent", body: BODY}
"""
TOKEN = """
import gc
import gzip
def token(request): return request.make_csrf_token()
def sent(request):
    files = {name: file.read().decode() for name, file in request.files.items()}
    fields = {**request.body.to_dict(), "csrf_token": ""}
    return {"fields": fields, "files": files, "parser": request.body_parser}
"""


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("body", "boundary"),
    [
        ("{parser: form}", None),
        ("{parser: multipart}", "b"),
        ('{parser: multipart, verify: "own:len_of"}', "b"),
        ("[{parser: form}, {parser: multipart, max_size: 2MiB}]", "b"),
    ],
)
def test_form_with_a_token_is_read_once_for_csrf_and_route(client, body, boundary, packed):
    source = {"own.py": TOKEN + "def len_of(request, data): return len(data) > 9\n"}
    browser = client(GUARDED.replace("BODY", body), source)
    token = browser.get("/").text
    data, type_ = f"a=1&csrf_token={token}".encode(), "application/x-www-form-urlencoded"
    if boundary:
        fields = {"a": "1", "csrf_token": token, "f": FileStorage(BytesIO(b"x"), "f.txt")}
        data, type_ = encode_multipart(fields, boundary)[1], MULTIPART
    headers = {"Content-Encoding": "gzip"} if packed else {}
    answer = browser.post(
        "/", data=gzip.compress(data) if packed else data, content_type=type_, headers=headers
    )

    assert answer.status_code == 200, answer.text
    assert answer.json["fields"] == {"a": "1", "csrf_token": ""}
    assert answer.json["files"] == ({"f": "x"} if boundary else {})


def test_large_upload_takes_constant_memory_behind_the_whole_service(client):
    source = {"own.py": "def told(request): return str(request.files['f'].stream.seek(0, 2))"}
    body = "{parser: multipart, max_size: 300MiB}"
    browser = client(f'routes: [{{path: /, methods: [POST], handler: "own:told", body: {body}}}]', source)
    sent = Upload(200 << 20)
    environ = {"CONTENT_LENGTH": str(sent.size), "CONTENT_TYPE": MULTIPART, "wsgi.input": sent}
    tracemalloc.start()
    answer = browser.post("/", environ_overrides=environ)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (answer.text, answer.status_code) == (str(200 << 20), 200)
    assert peak < 5_000_000


class Upload:
    """A form with one large file that is made as it is read."""

    def __init__(self, size):
        self.head = BytesIO(b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n')
        self.tail = BytesIO(b"\r\n--b--\r\n")
        self.left = size
        self.size = len(self.head.getvalue()) + size + len(self.tail.getvalue())

    def read(self, size=-1):
        data = self.head.read(size) or bytes(min(size, self.left))
        if self.head.tell() and data.startswith(b"\0"):
            self.left -= len(data)
        return data or self.tail.read(size)


MOUNTED = {
    "own.py": """
from gateway.http import NEXT
def told(request):
    files = [file.read().decode() for file in request.files.values()]
    return {"a": request.body["a"], "files": files, "limit": request.max_size}
def passed_on(request):
    return NEXT if request.form else "nothing"
def touch(request, call_next):
    request.form
    return call_next(request)
""",
    "inner.yaml": """
version: 1
routes:
  - {path: /a, methods: [POST], handler: "own:told", body: {parser: multipart, max_size: 1KiB}}
  - {path: /few, methods: [POST], handler: "own:told", body: {parser: multipart, max_files: 1}}
  - {path: /next, methods: [POST], handler: "own:passed_on", body: {parser: multipart}}
""",
}
MOUNTS = """
routes:
  - {path: /m, mount: {config: inner.yaml}}
  - {path: /touched, stack: ["own:touch"], mount: {config: inner.yaml}}
  - {path: /m/next, methods: [POST], handler: "own:told", body: {parser: multipart}}
"""


@pytest.mark.parametrize(
    ("path", "limit"), [("/m/a", 1024), ("/touched/a", 1024), ("/m/few", 1 << 20), ("/m/next", 1 << 20)]
)
def test_form_is_one_for_a_service_and_what_is_mounted_in_it(client, path, limit):
    answer = client(MOUNTS, MOUNTED).post(path, data={"a": "1", "f": (BytesIO(b"x"), "f.txt")})

    assert answer.json == {"a": "1", "files": ["x"], "limit": limit}


@pytest.mark.parametrize("path", ["/m/few", "/touched/few"])
def test_bounds_of_a_mounted_route_hold_for_a_form_that_was_read_before(client, path):
    files = {name: (BytesIO(b"x"), "f.txt") for name in ("f", "g")}

    assert client(MOUNTS, MOUNTED).post(path, data={"a": "1", **files}).status_code == 413


def test_500_uploads_leave_no_descriptor_behind(client):
    browser = client(
        'routes: [{path: /, methods: [POST], handler: "own:told", body: {parser: multipart}}]',
        {"own.py": "def told(request): return str(request.files['f'].stream.seek(0, 2))"},
    )
    folder = Path("/proc/self/fd")
    gc.collect()
    gc.disable()
    before = len(list(folder.iterdir()))
    for _ in range(500):
        sent = Upload(600_000)
        environ = {"CONTENT_LENGTH": str(sent.size), "CONTENT_TYPE": MULTIPART, "wsgi.input": sent}
        assert browser.post("/", environ_overrides=environ).text == "600000"
    gc.enable()

    assert len(list(folder.iterdir())) == before
