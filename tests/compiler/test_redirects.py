from __future__ import annotations

import pytest


def routed(route):
    return f"routes:\n  - {{{route}}}\n"


@pytest.fixture
def asked(client):
    def asked(route, path="/"):
        return client(routed(route)).get(path, buffered=True)

    return asked


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ('path: /a/:id, redirect: "/b/:idd"', '3:30 GW072 redirect.to uses ":idd", which the path does not'),
        ('path: /a, redirect: "/b/:id"', '3:26 GW072 redirect.to uses ":id", which the path does not give'),
        (
            'path: "/a{/:id}", redirect: "/b/:id"',
            '3:34 GW072 redirect.to needs ":id", which some of the paths',
        ),
        ('path: [/a, "/a/:id"], redirect: "/b/:id"', '3:38 GW072 redirect.to needs ":id", which some of the'),
        ('path: /a, redirect: "/b/:"', "3:26 GW052 "),
        (
            'path: /a, redirect: "https://b.org/:id"',
            '3:26 GW072 redirect.to uses ":id", which the path does not',
        ),
    ],
)
def test_redirect_without_its_parameters_is_refused(refused, route, said):
    (problem,) = refused(routed(route))

    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("route", "path", "status", "location"),
    [
        ("path: /a, redirect: /b", "/a", 302, "/b"),
        ("path: /a, redirect: {to: /b, status: 301}", "/a", 301, "/b"),
        ("path: /a, redirect: 'https://example.org/x?at=1:2'", "/a", 302, "https://example.org/x?at=1:2"),
        ("path: /a/:id, redirect: 'https://b.org:8/:id?x=:id'", "/a/5", 302, "https://b.org:8/5?x=:id"),
        ('path: /a/:id, redirect: "/b/:id"', "/a/5", 302, "/b/5"),
        ('path: /a/:id, redirect: "/b/:id"', "/a/x%20y", 302, "/b/x%20y"),
        ('path: /a/*rest, redirect: {to: "/b/*rest", status: 308}', "/a/x/y", 308, "/b/x/y"),
        ('path: "/a{/:id}", redirect: "/b{/:id}"', "/a", 302, "/b"),
        ('path: "/a{/:id}", redirect: "/b{/:id}"', "/a/5", 302, "/b/5"),
    ],
)
def test_redirect_takes_parameters_along(asked, route, path, status, location):
    answer = asked(route, path)

    assert (answer.status_code, answer.headers["Location"]) == (status, location)


@pytest.mark.parametrize("path", ["/a/..", "/a/%2e", "/b//evil.example", "/b/x/../y"])
def test_parameter_that_cannot_stand_in_the_target_is_not_found(client, path):
    asked = client("""
routes:
  - {path: "/a/:id", redirect: "/:id"}
  - {path: "/b/*rest", redirect: "/*rest"}
""")

    assert asked.get(path).status_code == 404


@pytest.mark.parametrize(
    ("respond", "status", "kind", "text"),
    [
        ("{text: pong}", 200, "text/plain; charset=utf-8", "pong"),
        ("{status: 202, html: <p>}", 202, "text/html; charset=utf-8", "<p>"),
        ("{json: {a: [1, null]}}", 200, "application/json", '{"a":[1,null]}'),
        ("{json: null}", 200, "application/json", "null"),
        ("{status: 404}", 404, "text/plain; charset=utf-8", ""),
    ],
)
def test_fixed_answer_is_what_is_written(asked, respond, status, kind, text):
    answer = asked(f"path: /, respond: {respond}")

    assert (answer.status_code, answer.headers["Content-Type"], answer.text) == (status, kind, text)


LAYER = """
def layer(request, call_next):
    response = call_next(request)
    response.headers.add("X-A", "b")
    return response
"""
BOTH = "path: /, respond: {status: 201, json: {a: 1}, html: <p>}"


@pytest.mark.parametrize(
    ("accept", "status", "body"),
    [
        (None, 201, '{"a":1}'),
        ("text/html", 201, "<p>"),
        ("text/*, application/json;q=0.5", 201, "<p>"),
        ("image/png", 406, None),
    ],
)
def test_several_bodies_are_chosen_from_in_their_order(client, accept, status, body):
    answer = client(routed(BOTH)).get("/", headers={"Accept": accept} if accept else {})

    assert (answer.status_code, answer.headers["Vary"]) == (status, "Accept")
    assert body is None or answer.text == body


def test_fixed_answer_is_a_new_one_for_each_request(client):
    layered = "path: /, respond: {text: x}, stack: ['added:layer']"
    asked = client(routed(layered), {"added.py": LAYER})

    assert [asked.get("/").headers.getlist("X-A") for _ in range(2)] == [["b"], ["b"]]


@pytest.mark.parametrize(
    ("route", "location"),
    [("path: /a, redirect: there", "/x"), ("path: /a, redirect: back", "http://localhost/from")],
)
def test_route_leads_to_a_name_and_back(client, route, location):
    asked = client("settings: {redirects: {there: /x}}\n" + routed(route))

    assert asked.get("/a", headers={"Referer": "http://localhost/from"}).headers["Location"] == location
