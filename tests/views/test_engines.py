"""Templates of other languages: what their engines get, and where what they give may stand."""

from __future__ import annotations

import string

import pytest

from gateway.views import View

LAYOUT = {"layout.html": "<title>{{ title }}</title>{{ body }}"}


def upper(source, values):
    """An engine for the smallest of languages: $name is a value, and all is loud."""
    return f"<p>{string.Template(source).safe_substitute(values).upper()}</p>\n"


@pytest.fixture
def rendered(templates, get):
    """The text of a page among files, with an engine for .md."""

    def text_of(name, files, values=None, engine=upper, **options):
        return templates(files, engines={".md": engine}, **options).render(name, values or {}, get)

    return text_of


def test_engine_makes_a_page_of_source_and_values(rendered):
    assert rendered("note.md", {"note.md": "hello $name\n"}, {"name": "Ada"}) == "<p>HELLO ADA\n</p>\n"


def test_source_reaches_the_engine_as_it_is(rendered):
    source = "{{ name }} {% if %} {# é #}\n\n"

    assert rendered("note.md", {"note.md": source}, engine=lambda source, values: source) == source


@pytest.mark.parametrize("engine", [lambda source, values: None, lambda source, values: b"bytes"])
def test_engine_must_give_text(rendered, engine):
    with pytest.raises(TypeError, match=r"the engine of \.md gave \w+; it must give text"):
        rendered("note.md", {"note.md": ""}, engine=engine)


def test_other_templates_stay_those_of_jinja(rendered):
    assert rendered("note", {"note.md": "md", "note.html": "{{ 1 + 1 }}"}) == "2"


def test_engine_may_have_the_default_extension(rendered):
    assert rendered("note", {"note.md": "a"}, extension=".md") == "<p>A</p>\n"


def test_engine_of_the_default_extension_has_layouts_and_partials_of_jinja(templates, get):
    files = {**LAYOUT, "other.html": "[{{ body }}]", "note.md": "a", "partials/row.html": "{{ row }}!"}
    pages = templates(
        files | {"list.md": ""}, extension=".md", layout="layout",
        engines={".md": lambda source, values: source or values["partial"]("row", [1, 2])},
    )  # fmt: skip

    assert pages.render("note", {}, get) == "<title></title>a"
    assert pages.render("note", {}, get, "other") == "[a]"
    assert pages.render("list", {}, get, None) == "1!2!"


@pytest.mark.parametrize(
    ("layout", "files"),
    [
        ("layout", LAYOUT),
        ("layout.html", LAYOUT),
        ("layout", {**LAYOUT, "layout.txt": "text"}),
        ("layout", {"layout.md": "<title>$title</title>$body", **LAYOUT}),
    ],
)
def test_layout_goes_around_the_page_of_an_engine(rendered, layout, files):
    values = {"title": "Note"}
    text = rendered(
        "note.md", {"note.md": "a", **files}, values, lambda *given: upper(*given).strip(), layout=layout
    )

    assert text.lower() in ("<title>note</title><p>a</p>", "<p><title>note</title><p>a</p></p>")


def test_one_render_may_choose_its_layout(templates, get):
    pages = templates(
        {"note.md": "a", "other.html": "[{{ body }}]", **LAYOUT}, engines={".md": upper}, layout="layout"
    )

    assert pages.render("note.md", {}, get, "other") == "[<p>A</p>\n]"
    assert pages.render("note.md", {}, get, "none") == "<p>A</p>\n"


def test_engine_sees_values_state_helpers_and_globals(templates, get):
    get.state.state = "state"
    seen = []
    pages = templates(
        {"note.md": ""}, engines={".md": lambda source, values: seen.append(dict(values)) or ""},
        globals={"site": "My site"}, helpers={"shout": str.upper}, dynamic_helpers={"path": lambda r: r.path},
    )  # fmt: skip
    pages.render("note.md", {"value": 1}, get)

    wanted = {
        "site": "My site",
        "shout": str.upper,
        "path": "/",
        "state": "state",
        "value": 1,
        "request": get,
    }
    assert {name: seen[0][name] for name in wanted} == wanted


def test_engine_may_ask_for_what_the_request_gives(rendered):
    def engine(source, values):
        listed = "user" in [*values]
        return f"{values['url_for']('user', id=7)} {'nobody' in values} {values.get('nobody')} {listed}"

    assert rendered("note.md", {"note.md": ""}, engine=engine) == "/user/7 False None False"


def test_engine_knows_how_many_values_there_are(rendered):
    engine = lambda source, values: str(len(values) == len([*values]))  # noqa: E731

    assert rendered("note.md", {"note.md": ""}, engine=engine) == "True"


def test_engine_may_call_partials_of_its_own_and_of_jinja(rendered):
    def engine(source, values):
        return source or values["partial"]("row", ["a", "b"]) + values["partial"]("cell")

    files = {"note.md": "", "partials/row.html": "<{{ row }}{{ who }}>", "partials/cell.md": "cell"}
    files["partials/cell.html"] = "not this one"

    assert rendered("note.md", files, {"who": "me"}, engine) == "<ame><bme>cell"


@pytest.mark.parametrize(
    "page", ['{{ partial("note.md", name="me") }}', '{% set name = "me" %}{% include "note.md" %}']
)
def test_page_of_jinja_may_hold_one_of_an_engine(rendered, page):
    assert (
        rendered("home", {"home.html": page, "partials/note.md": "a $name", "note.md": "a $name"})
        == "<p>A ME</p>\n"
    )


def test_engine_of_plain_text_gives_no_markup(templates, get):
    files = {"home.html": '{{ partial("note.text") }}', "note.text": "<b>"}
    pages = templates(files, engines={".text": lambda source, values: source})

    assert pages.render("home", {}, get) == "&lt;b&gt;"
    assert pages.render("note.text", {}, get) == "<b>"


@pytest.mark.parametrize(
    ("ending", "type_"),
    [
        (".md", "text/html; charset=utf-8"),
        (".yaml", "text/html; charset=utf-8"),
        (".haml", "text/html; charset=utf-8"),
        (".txt", "text/plain; charset=utf-8"),
        (".svg", "image/svg+xml"),
    ],
)
def test_page_of_an_engine_is_html_unless_its_extension_says_otherwise(templates, request_to, ending, type_):
    pages = templates({f"note{ending}": "a"}, engines={ending: upper})

    response = View(f"note{ending}").render(request_to(templates=pages))

    assert response.headers["Content-Type"] == type_


def test_layout_of_html_is_not_put_around_other_types(rendered, templates, get):
    pages = templates(
        {"note.txt": "a", **LAYOUT}, engines={".txt": lambda source, values: source}, layout="layout"
    )

    assert pages.render("note.txt", {}, get) == "a"


def test_page_of_an_engine_is_read_again_only_if_templates_may_change(templates, write, get):
    kept = templates({"note.md": "old"}, engines={".md": upper})
    fresh = templates({"note.md": "old"}, engines={".md": upper}, reload=True)
    before = [pages.render("note.md", {}, get) for pages in (kept, fresh)]
    write({"note.md": "much newer"})

    assert before == ["<p>OLD</p>\n"] * 2
    assert [pages.render("note.md", {}, get) for pages in (kept, fresh)] == [
        "<p>OLD</p>\n",
        "<p>MUCH NEWER</p>\n",
    ]


def test_check_reads_the_page_of_an_engine(templates, write):
    pages = templates({"note.md": "{% if %}"}, engines={".md": upper})
    assert pages.check("note.md") == []
    (write({}) / "note.md").write_bytes(b"\xff")

    (fault,) = templates({}, engines={".md": upper}).check("note.md")

    assert fault.message.startswith("the template is not UTF-8 text: ")


def test_error_of_an_engine_is_its_own(rendered):
    def engine(source, values):
        return values["nobody"]

    with pytest.raises(KeyError, match="nobody"):
        rendered("note.md", {"note.md": ""}, engine=engine)
