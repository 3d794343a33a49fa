from __future__ import annotations

import pytest

TEXT = {"schema": {"type": "string"}}


@pytest.fixture
def responses(operation):
    """Makes what a route answers when all is well."""

    def responses(route, **options):
        found = operation(f"routes: [{{path: /a, {route}}}]", **options)["responses"]
        return {status: told for status, told in found.items() if "$ref" not in told}

    return responses


@pytest.mark.parametrize(
    ("route", "status", "content"),
    [
        ("view: a.html", "200", {"text/html": TEXT}),
        ("view: a.html, status: 410", "410", {"text/html": TEXT}),
        ("handler: 'gone:x'", "2XX", None),
        ("handler: 'gone:x', status: 201, type: json", "201", {"application/json": {}}),
        ("handler: 'gone:x', status: 204, type: json", "204", None),
        ("handler: 'gone:x', type: text/csv", "2XX", {"text/csv": {}}),
        ("respond: {status: 204}", "204", None),
        ("respond: {text: pong}", "200", {"text/plain": {**TEXT, "example": "pong"}}),
        ("respond: {json: {a: [1]}}", "200", {"application/json": {"example": {"a": [1]}}}),
        ("respond: {json: null, html: <p>}", "200",
         {"text/html": {**TEXT, "example": "<p>"}, "application/json": {"example": None}}),
    ],
)  # fmt: skip
def test_answer_has_its_status_and_content(responses, route, status, content):
    found = responses(route)

    assert [*found] == [status]
    assert found[status].get("content") == content


def test_redirect_tells_where_to(responses):
    (found,) = responses("redirect: {to: /b, status: 301}").values()

    assert found["description"] == "Moved Permanently"
    assert [*found["headers"]] == ["Location"]


def test_file_has_its_type_and_parts(responses):
    found = responses("file: a.svg")

    assert [*found] == ["200", "206", "304"]
    assert found["200"]["content"] == {"image/svg+xml": {}}


def test_file_without_ranges_has_no_parts(responses):
    found = responses(
        "file: {path: a.unknown, ranges: false, type: text/x; charset=utf-8}".replace(
            "text/x;", "'text/x;"
        ).replace("8}", "8'}")
    )

    assert [*found] == ["200", "304"]
    assert found["200"]["content"] == {"text/x": {}}


def test_headers_of_the_route_are_told_by_name(responses):
    route = "headers: {X-A: a, Content-Type: text/plain, Cache-Control: no-store}, redirect: /b"
    (found,) = responses(route).values()

    assert [*found["headers"]] == ["X-A", "Cache-Control", "Location"]


def test_secret_is_no_example(operation):
    respond = "{text: 'k ${KEY}', json: {a: '${KEY}', b: 1}}"
    text = f"env: {{KEY: {{secret: true}}}}\nroutes: [{{path: /, respond: {respond}}}]"
    content = operation(text, environ={"KEY": "hunter2hunter2"})["responses"]["200"]["content"]

    assert content == {"text/plain": TEXT, "application/json": {"example": {"b": 1}}}


def test_json_that_is_a_secret_is_no_example(operation):
    text = "env: {KEY: {secret: true}}\nroutes: [{path: /, respond: {json: '${KEY}'}}]"

    assert operation(text)["responses"]["200"]["content"] == {"application/json": {}}
