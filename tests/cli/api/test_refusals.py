from __future__ import annotations

import pytest

POST = "methods: [POST], handler: 'gone:x'"


@pytest.fixture
def statuses(operation):
    """Makes the statuses by which a route refuses."""

    def statuses(route, around=""):
        found = operation(f"{around}\nroutes: [{{path: '/a/:b', {route}}}]")["responses"]
        return [status for status, told in found.items() if "$ref" in told and status != "default"]

    return statuses


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("respond: {}", []),
        ("handler: 'gone:x'", []),
        (POST, ["413"]),
        (f"{POST}, body: {{parser: json}}", ["400", "413", "415"]),
        (f"{POST}, body: {{parser: json, verify: 'gone:v'}}", ["400", "403", "413", "415"]),
        ("handler: 'gone:x', query: {q: {}}", ["400"]),
        ("handler: 'gone:x', params: {b: int}", ["404"]),
        ("handler: 'gone:x', params: {b: {load: 'gone:l'}}", ["404"]),
        ("handler: 'gone:x', params: {b: {pattern: x}}", ["404"]),
        ("static: public", ["404", "416"]),
        ("static: {root: public, ranges: false}", ["404"]),
        ("file: a.txt", ["404", "416"]),
        ("respond: {text: a, html: b}", ["406"]),
        ("respond: {}, stack: [session, require_login]", ["401"]),
        ("respond: {}, stack: [session, {require_login: {claim: admin}}]", ["401", "403"]),
        ("respond: {}, stack: [{basic_auth: {check: 'gone:c'}}]", ["400", "401"]),
        ("respond: {}, stack: [session, csrf]", []),
        (f"{POST}, stack: [session, csrf]", ["403", "413"]),
    ],
)
def test_refusals_that_apply_are_told(statuses, route, expected):
    assert statuses(route, "session: {}" if "session" in route else "") == expected


def test_store_that_is_down_is_told_where_it_refuses(statuses):
    assert statuses("respond: {}, stack: [session]", "session: {on_failure: unavailable}") == ["503"]


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        ("", ["text/html", "application/json", "application/problem+json", "text/plain"]),
        ("{on: 404, view: a.html}", ["text/html"]),
        ("{on: 4xx, format: problem}", ["application/problem+json"]),
        ("{on: 4xx, format: json}", ["application/json"]),
        ("{on: 404, handler: 'gone:e'}", []),
        ("{on: 'gone:Error', view: a.html}, {on: 500, view: b.html}, {on: 5xx, view: b.html}",
         ["text/html", "application/json", "application/problem+json", "text/plain"]),
    ],
)  # fmt: skip
def test_page_of_an_error_is_as_the_rules_have_it(describe, rule, kinds):
    document = describe(f"routes: [{{path: /a, static: public, errors: [{rule}]}}]")

    assert [*document["components"]["responses"]["NotFound"].get("content", {})] == kinds


def test_inner_rules_go_before_outer_ones(describe, tmp_path):
    (tmp_path / "in.yaml").write_text("version: 1\nroutes: [{path: /x, static: public}]\n")
    text = "errors: [{on: 4xx, format: text}]\nroutes: [{path: /in, mount: {config: in.yaml}}]"

    assert [*describe(text)["components"]["responses"]["NotFound"]["content"]] == ["text/plain"]


def test_refusals_that_differ_have_names_of_their_own(describe):
    routes = "{path: /a, static: public}, {path: /b, static: public, errors: [{on: 404, format: text}]}"
    found = describe(f"routes: [{routes}]")["components"]["responses"]

    assert {"NotFound", "NotFound_2"} <= {*found}


def test_challenge_is_a_header(describe):
    found = describe("session: {}\nroutes: [{path: /, respond: {}, stack: [session, require_login]}]")

    assert [*found["components"]["responses"]["Unauthorized"]["headers"]] == ["WWW-Authenticate"]


def test_handler_may_fail_otherwise(operation):
    found = operation("routes: [{path: /, view: a.html, data: 'gone:x'}]")["responses"]

    assert found["default"] == {"$ref": "#/components/responses/Error"}
