from __future__ import annotations

import pytest

FILES = {
    "given.py": """
def values(request, **params): return {"name": params.get("id", "nobody")}
def other(request): return "not values", 202
def one(request, id): return {"name": id}
""",
    "views/page.html": "Hello {{ name }}",
    "views/layout.html": "<{{ body }}>",
    "views/other.html": "[{{ body }}]",
    "public/style.css": "a {}",
    "public/index.html": "index",
    "public/.hidden": "hidden",
    "more/extra.txt": "extra",
}


def routed(route, before=""):
    return f"{before}routes:\n  - {{{route}}}\n"


@pytest.fixture
def asked(client):
    def asked(route, path="/", before=""):
        return client(routed(route, before), FILES).get(path, buffered=True)

    return asked


@pytest.mark.parametrize(
    ("route", "path", "text"),
    [
        ("path: /, view: page.html", "/", "Hello "),
        ('path: /, view: page.html, data: "given:values"', "/", "Hello nobody"),
        ('path: /:id, view: page.html, data: "given:values"', "/me", "Hello me"),
        ('path: /:id, view: page.html, data: "given:one"', "/me", "Hello me"),
        ("path: /, view: page.html, layout: layout.html", "/", "<Hello >"),
        ("path: /, view: page.html, layout: none", "/", "Hello "),
    ],
)
def test_view_is_rendered_with_its_data(asked, route, path, text):
    assert asked(route, path).text == text


@pytest.mark.parametrize(
    ("more", "text"), [("", "<Hello >"), (", layout: other.html", "[Hello ]"), (", layout: none", "Hello ")]
)
def test_layout_of_a_route_replaces_that_of_all_pages(asked, more, text):
    assert asked(f"path: /, view: page.html{more}", before="views: {layout: layout.html}\n").text == text


def test_layout_of_a_route_holds_for_the_views_of_its_handler(client):
    source = (
        "from gateway.views import View\n"
        "def show(request): return View('page.html')\n"
        "def bare(request): return View('page.html', layout=None)\n"
        "def plain(request): return 'plain'\n"
    )
    names = ("show", "bare", "plain")
    rows = "".join(f'  - {{path: /{n}, handler: "shown:{n}", layout: other.html}}\n' for n in names)
    browser = client(f"views: {{layout: layout.html}}\nroutes:\n{rows}", FILES | {"shown.py": source})

    assert [browser.get(f"/{name}").text for name in names] == ["[Hello ]", "Hello ", "plain"]


def test_layout_of_a_handler_that_is_missing_is_told(refused):
    text = routed('path: /, handler: "given:other", layout: othr.html')
    (problem,) = refused(text, FILES)

    assert problem.startswith('3:47 GW064 no template "othr.html" (did you mean "other.html"?)')


def test_data_may_be_another_kind_of_result(asked):
    answer = asked('path: /, view: page.html, data: "given:other"')

    assert (answer.status_code, answer.text) == (202, "not values")


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ('path: /, view: page.html, data: "given:valus"', '3:38 GW061 given has no "valus"'),
        ("path: /, static: pubilc", '3:23 GW065 directory "pubilc" does not exist | looked for '),
        ("path: /, static: {root: [public, pubilc]}", '3:39 GW065 directory "pubilc" does not exist'),
        ("path: /, file: public/styel.css", '3:21 GW065 file "styel.css" does not exist | looked for '),
        ("path: /, file: public", '3:21 GW065 file "public" is a folder, not a file'),
        ("path: /, static: .", "3:23 GW065 this exposes the project folder, including gateway.yaml"),
        ("path: /, static: ..", "3:23 GW065 this exposes the project folder, including gateway.yaml"),
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
def test_answer_that_names_nothing_is_refused(refused, route, said):
    (problem,) = refused(routed(route), FILES)

    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("route", "path", "text"),
    [
        ("path: /files, static: public", "/files/style.css", "a {}"),
        ("path: /files, static: public", "/files/", "index"),
        ("path: /files, static: {root: [public, more]}", "/files/extra.txt", "extra"),
        ("path: /files, static: {root: public, dotfiles: allow}", "/files/.hidden", "hidden"),
        ("path: /files, static: {root: more, extensions: [txt]}", "/files/extra", "extra"),
        ("path: /files, static: {root: more, index: [extra.txt]}", "/files/", "extra"),
        ("path: /one, file: more/extra.txt", "/one", "extra"),
    ],
)
def test_files_are_served(asked, route, path, text):
    assert asked(route, path).text == text


@pytest.mark.parametrize(
    ("cache", "expected"),
    [
        ("{max_age: 1h}", "public, max-age=3600"),
        ("{max_age: 1h, immutable: true}", "public, max-age=3600, immutable"),
    ],
)
@pytest.mark.parametrize(
    ("route", "path"),
    [
        ("path: /f, static: public", "/f/style.css"),
        ("path: /f, file: public/style.css", "/f"),
        ("path: /f, respond: {text: x}", "/f"),
    ],
)
def test_cache_is_told_to_browsers(asked, cache, expected, route, path):
    assert asked(f"{route}, cache: {cache}", path).headers["Cache-Control"] == expected


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
