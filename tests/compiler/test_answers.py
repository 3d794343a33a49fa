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
        "def both(request): return View('page.html'), 201\n"
        "KEPT = View('page.html')\n"
        "def kept(request): return KEPT if KEPT.layout != 'other.html' else 'changed'\n"
    )
    names = ("show", "bare", "plain", "both", "kept", "kept")
    rows = "".join(f'  - {{path: /{n}, handler: "shown:{n}", layout: other.html}}\n' for n in names[:5])
    browser = client(f"views: {{layout: layout.html}}\nroutes:\n{rows}", FILES | {"shown.py": source})

    assert [browser.get(f"/{name}").text for name in names] == [
        "[Hello ]", "Hello ", "plain", "[Hello ]", "[Hello ]", "[Hello ]"
    ]  # fmt: skip


def test_layout_of_a_handler_that_is_missing_is_told(refused):
    text = routed('path: /, handler: "given:other", layout: othr.html')
    (problem,) = refused(text, FILES)

    assert problem.startswith('3:47 GW064 no template "othr.html" (did you mean "other.html"?)')


def test_data_may_be_another_kind_of_result(asked):
    answer = asked('path: /, view: page.html, data: "given:other"')

    assert (answer.status_code, answer.text) == (202, "not values")


def test_data_that_is_not_there_is_refused(refused):
    (problem,) = refused(routed('path: /, view: page.html, data: "given:valus"'), FILES)

    assert problem.startswith('3:38 GW061 given has no "valus"')


def test_values_of_a_view_may_be_called_status_and_layout(client):
    files = {"views/page.html": "{{ status }} {{ layout }}", "given.py": DATA_OF_AN_ORDER}
    answer = client('routes: [{path: /, view: page, data: "given:order"}]\n', files).get("/")

    assert (answer.status_code, answer.text) == (200, "sent wide")


DATA_OF_AN_ORDER = 'def order(request): return {"status": "sent", "layout": "wide"}'
