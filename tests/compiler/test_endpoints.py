from __future__ import annotations

import pytest

ROUTES = """
stacks: {web: [request_id, security_headers]}
routes:
  - {path: /a, stack: web, respond: {text: a}}
  - {path: /b, stack: web, respond: {text: b}}
  - {path: /c, stack: web, without: [request_id], respond: {text: c}}
  - {path: /d, respond: {text: d}}
  - {path: /e, methods: [POST], stack: [web, "ends:own"], handler: "ends:echo", body: {max_size: 4B}}
  - {path: /g, methods: [POST], stack: [{body_limit: {}}], handler: "ends:echo", body: {max_size: 4B}}
  - {path: /f, methods: [POST], handler: "ends:echo"}
"""
SOURCE = {
    "ends.py": """
def echo(request): return request.data
def own(request, call_next): return call_next(request)
"""
}


@pytest.fixture
def rows(compiled):
    return {str(row.patterns[0]): row.endpoint for row in compiled(ROUTES, SOURCE).table.rows}


def test_routes_with_the_same_stack_share_its_layers(rows):
    assert rows["/a"].layers is rows["/b"].layers
    assert rows["/c"].layers == rows["/a"].layers[1:]


def test_route_without_layers_answers_directly(rows):
    assert rows["/d"].direct is not None
    assert rows["/a"].direct is None


def test_limit_of_a_body_stands_before_all_layers_that_may_read_it(rows):
    kinds = [getattr(layer, "__name__", type(layer).__name__) for layer in rows["/e"].layers]

    assert kinds == ["RequestId", "SecurityHeaders", "BodyLimit", "own"]


def test_limit_of_a_route_stands_in_place_of_that_of_its_stack(client):
    chunks = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    answer = client(ROUTES, SOURCE).post("/g", data=b"12345", environ_overrides=chunks)

    assert answer.status_code == 413


@pytest.mark.parametrize(("size", "status"), [(4, 200), (5, 413)])
def test_limit_of_a_route_holds(client, size, status):
    assert client(ROUTES, SOURCE).post("/e", data=b"x" * size).status_code == status


@pytest.mark.parametrize(("size", "status"), [(4, 200), (5, 413)])
def test_limit_of_all_routes_holds_where_none_is_written(client, size, status):
    text = "settings: {body: {max_size: 4B}}\n" + ROUTES

    assert client(text, SOURCE).post("/f", data=b"x" * size).status_code == status


def test_wrong_method_runs_the_layers_of_its_route(client):
    answer = client(ROUTES, SOURCE).post("/a")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "X-Request-Id" in answer.headers


def test_options_of_a_route_are_told(client):
    answer = client(ROUTES, SOURCE).options("/e")

    assert (answer.status_code, answer.headers["Allow"]) == (204, "OPTIONS, POST")


@pytest.mark.parametrize("override", ["", "settings: {method_override: {header: X-HTTP-Method-Override}}\n"])
def test_body_over_a_route_s_limit_is_refused_inside_the_layers_that_read_none(client, override):
    text = (
        f"{override}stacks: {{web: [request_id, security_headers]}}\n"
        "routes:\n"
        "  - {path: /, methods: [POST], stack: web, handler: 'mine:do', body: {parser: text, max_size: 3B}}\n"
    )
    answer = client(text, {"mine.py": "def do(request): return request.body\n"}).post("/", data="four")

    assert answer.status_code == 413
    assert {"X-Request-Id", "X-Content-Type-Options"} <= {*answer.headers.keys()}
    assert answer.headers.get("Vary") == ("X-HTTP-Method-Override" if override else None)
