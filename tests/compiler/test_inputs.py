from __future__ import annotations

import pytest

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
        ("parser: json", {"data": b"{}", "content_type": "text/plain"}, 415),
        ("parser: form", {"json": {}}, 415),
        ("parser: text", {"json": {}}, 415),
        ("parser: bytes", {"json": {}}, 200),
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


def test_schema_may_be_a_file(client):
    text = 'routes:\n  - {path: /, methods: [POST], handler: "taken:body", body: {schema: name.json}}\n'
    browser = client(text, SOURCE | {"name.json": '{"type": "object", "required": ["name"]}'})

    assert browser.post("/", json={"name": "x"}).status_code == 200
    assert browser.post("/", json={}).status_code == 400
