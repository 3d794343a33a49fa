from __future__ import annotations

import pytest

SESSION = "session: {cookie: {name: sid}}\n"


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("stack: [session]", []),
        ("stack: [session, csrf]", []),
        ("stack: [session, csrf], methods: [DELETE]", [{"session": []}]),
        ("stack: [session, require_login]", [{"session": []}]),
        ("stack: [{basic_auth: {check: 'gone:c'}}]", [{"basic": []}]),
        ("stack: [{basic_auth: {check: 'gone:c'}}, require_login]", [{"basic": []}]),
        ("stack: [session, {basic_auth: {check: 'gone:c'}}, require_login]", [{"basic": [], "session": []}]),
        ("stack: [session, require_login], without: [require_login]", []),
    ],
)
def test_route_demands_what_its_layers_demand(operation, route, expected):
    assert operation(f"{SESSION}routes: [{{path: /, respond: {{}}, {route}}}]")["security"] == expected


@pytest.mark.parametrize(
    ("cookie", "url", "expected"),
    [
        ("{}", "http://a.example", "session"),
        ("{}", "https://a.example", "__Host-session"),
        ("{domain: a.example}", "https://a.example", "__Secure-session"),
        ("{name: sid, path: /x}", "https://a.example", "__Secure-sid"),
        ("{secure: true}", "${URL}", "__Host-session"),
        ("{}", "${URL}", "session"),
        ("{secure: false}", "https://a.example", "session"),
    ],
)
def test_session_is_the_cookie_that_clients_have(describe, cookie, url, expected):
    text = f"env: {{URL: {{}}}}\nsettings: {{public_url: '{url}'}}\nsession: {{cookie: {cookie}}}\n"
    document = describe(f"{text}routes: [{{path: /, respond: {{}}, stack: [session, require_login]}}]")
    scheme = document["components"]["securitySchemes"]["session"]

    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "cookie", expected)


def test_another_session_is_another_scheme(describe):
    other = "{path: /b, respond: {}, stack: [{session: {cookie: {name: b}}}, require_login]}"
    text = f"{SESSION}routes: [{{path: /a, respond: {{}}, stack: [session, require_login]}}, {other}]"
    document = describe(text)

    schemes = document["components"]["securitySchemes"]
    assert {name: scheme["name"] for name, scheme in schemes.items()} == {"session": "sid", "session_2": "b"}
    assert document["paths"]["/b"]["get"]["security"] == [{"session_2": []}]


def test_session_that_is_configured_nowhere_is_the_usual_one(describe):
    document = describe("routes: [{path: /, respond: {}, stack: [session, require_login]}]")

    assert document["components"]["securitySchemes"]["session"]["name"] == "session"


def test_nothing_is_demanded_where_no_layer_does(describe):
    assert "components" not in describe("routes: [{path: /, respond: {}}]")
