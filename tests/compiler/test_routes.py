from __future__ import annotations

import pytest

FILES = {"rows.py": "def show(request, **params): return 'shown'\n", "views/a.html": "", "public/a.txt": "a"}
ROUTES = """
routes:
  - {path: /handler, handler: "rows:show", name: first}
  - {path: [/view, /views/:id], view: a.html, name: second}
  - {path: /static, static: public}
  - {path: /file, file: public/a.txt}
  - {path: /redirect, redirect: /view}
  - {path: /respond, respond: {text: x}}
  - {regex: '^/r$', methods: [POST], handler: "rows:show", name: third}
  - {path: /any, methods: [ANY], handler: "rows:show"}
  - {path: /some, methods: [POST, PUT], host: example.org, handler: "rows:show"}
"""


@pytest.fixture
def rows(compiled):
    """The written rows, health and readiness left out."""
    return compiled(ROUTES, FILES).table.rows[2:]


def test_rows_stand_in_written_order(rows):
    assert [row.label for row in rows] == [
        "rows:show",
        "view a.html",
        "static public",
        "file a.txt",
        "redirect /view",
        "respond",
        "rows:show",
        "rows:show",
        "rows:show",
    ]
    assert [row.index for row in rows] == list(range(2, 11))


def test_methods_are_those_of_the_kind_unless_written(rows):
    read = frozenset({"GET", "HEAD"})

    assert [row.methods for row in rows] == [
        read,
        read,
        read,
        read,
        None,
        read,
        frozenset({"POST"}),
        None,
        frozenset({"POST", "PUT"}),
    ]


def test_static_is_a_prefix_and_only_falls_on_if_told_to(compiled):
    text = (
        "routes:\n  - {path: /a, static: {root: public, fallthrough: true}}\n  - {path: /b, static: public}\n"
    )
    falling, ending = compiled(text, FILES).table.rows[2:]

    assert (falling.prefix, falling.passes) == (True, True)
    assert (ending.prefix, ending.passes) == (True, False)


def test_health_readiness_and_logins_come_before_written_routes(compiled):
    text = "login: {me: {provider: sandbox, stack: [session]}}\nroutes: [{path: /, respond: {}}]\n"
    labels = [row.label for row in compiled(text).table.rows]

    assert labels[:2] == ["built in", "built in"]
    assert labels[-4:] == ["login me", "login me", "login me", "respond"]


@pytest.mark.parametrize(
    ("name", "params", "path"),
    [("first", {}, "/handler"), ("second", {}, "/view")],
)
def test_names_are_for_url_for(compiled, name, params, path):
    assert compiled(ROUTES, FILES).app.url_for(name, **params) == path


def test_url_of_a_route_in_a_group_holds_the_prefix(compiled):
    text = "routes:\n  - prefix: /api\n    routes: [{path: /:id, name: item, respond: {}}]\n"
    url_for = compiled(text).app.url_for

    assert url_for("item", id="a b") == "/api/a%20b"
    with pytest.raises(ValueError, match="id"):
        url_for("item")


@pytest.mark.parametrize("name", ["third", "nothing"])
def test_unknown_name_tells_what_there_is(compiled, name):
    with pytest.raises(LookupError, match=rf"no route is called '{name}'; there are \['first', 'second'\]"):
        compiled(ROUTES, FILES).app.url_for(name)


def test_name_that_is_given_twice_is_refused_with_both_places(refused):
    text = "routes:\n  - {path: /a, name: same, respond: {}}\n  - {path: /b, name: same, respond: {}}\n"

    assert refused(text) == ['4:22 GW002 another route is called "same" already, at line 3']


def test_route_below_no_group_has_the_errors_of_the_whole(client):
    text = "errors: [{on: 404, format: json}]\nroutes: [{prefix: /a, routes: [{path: /b, respond: {}}]}]\n"

    assert client(text).get("/a/x", headers={"Accept": "text/html"}).json["status"] == 404


def test_deepest_group_answers_for_paths_below_it(compiled):
    text = (
        "routes:\n  - prefix: /a\n    routes:\n      - prefix: /b\n        "
        "routes: [{path: /c, respond: {}}]\n"
        "  - prefix: /a/b/c/d\n    routes: [{path: /e, respond: {}}]\n"
    )

    assert [str(row.patterns[0]) for row in compiled(text).groups.rows] == ["/a/b/c/d", "/a/b", "/a", "/"]


@pytest.mark.parametrize(
    ("more", "status", "content_type"),
    [
        ("status: 202", 202, "text/html; charset=utf-8"),
        ("type: text", 200, "text/plain; charset=utf-8"),
        ("type: application/xml", 200, "application/xml"),
    ],
)
def test_status_and_type_of_a_route_hold_for_plain_results(client, more, status, content_type):
    answer = client(f'routes:\n  - {{path: /, handler: "rows:show", {more}}}\n', FILES).get("/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, content_type)


def test_cache_none_says_nothing(client):
    text = "routes:\n  - {path: /, cache: none, respond: {text: x}}\n"

    assert "Cache-Control" not in client(text).get("/").headers


def test_parameter_of_a_route_hides_that_of_its_prefix(client):
    text = (
        "routes:\n"
        "  - prefix: /teams/:team\n"
        "    routes:\n"
        '      - {path: "/same/:team", handler: "mine:show"}\n'
        '      - {path: "/:x-:team", handler: "mine:show"}\n'
    )
    browser = client(text, {"mine.py": "def show(request, **params): return params\n"})

    assert browser.get("/teams/a/same/b").json == {"team": "b"}
    assert browser.get("/teams/a/b-c").json == {"x": "b", "team": "c"}


def test_name_used_twice_in_one_path_is_refused(refused):
    assert "appears twice" in refused('routes: [{path: "/:a/:a", respond: {}}]\n')[0]


def test_handler_may_leave_its_group(client):
    text = (
        "routes:\n"
        "  - prefix: /a\n"
        "    routes:\n"
        "      - prefix: /b\n"
        '        routes: [{path: /c, handler: "mine:leaves"}, {path: /c, respond: {text: same group}}]\n'
        "      - {path: /b/c, respond: {text: outer group}}\n"
        "  - {path: /top, handler: 'mine:leaves'}\n"
        "  - {path: /top, respond: {text: never}}\n"
    )
    files = {"mine.py": "from gateway.http import EXIT_GROUP\ndef leaves(request): return EXIT_GROUP\n"}
    browser = client(text, files)

    assert browser.get("/a/b/c").text == "outer group"
    assert browser.get("/top").status_code == 404
