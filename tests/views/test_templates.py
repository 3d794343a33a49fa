"""Lookup, layout, escaping and checking of templates."""

from __future__ import annotations

import os
import re
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gateway.views.templates import Templates


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("home.html", "home"),
        ("home", "home"),
        ("users/show", "show"),
        ("users", "the list"),
        ("mail.txt", "mail"),
        ("both", "the page"),
    ],
)
def test_name_finds_file_extension_and_index(templates, get, name, text):
    files = {
        "home.html": "home",
        "users/show.html": "show",
        "users/index.html": "the list",
        "mail.txt": "mail",
        "both.html": "the page",
        "both/index.html": "the index",
    }

    assert templates(files).render(name, {}, get) == text


def test_extension_is_configurable(templates, get):
    assert templates({"home.jinja": "hello"}, extension=".jinja").render("home", {}, get) == "hello"


def test_first_directory_wins(write, get):
    own = write({"home.html": "own"}, "own")
    shared = write({"home.html": "shared", "foot.html": "foot"}, "shared")
    both = Templates([own, shared])

    assert [both.render(name, {}, get) for name in ("home", "foot")] == ["own", "foot"]


def test_index_of_first_directory_hides_page_of_second(write, get):
    own = write({"users/index.html": "own"}, "own")
    shared = write({"users.html": "shared"}, "shared")

    assert Templates([own, shared]).render("users", {}, get) == "own"


def test_names_are_the_files_of_all_directories(write):
    own = write({"home.html": "", "errors/404.html": ""}, "own")
    shared = write({"home.html": "", "foot.html": ""}, "shared")

    assert Templates([own, shared]).names() == ["errors/404.html", "foot.html", "home.html"]


@pytest.mark.parametrize("name", ["../secret.html", "/etc/passwd", "views/../../secret.html", "a\0b", ""])
def test_nothing_outside_the_directories_is_found(write, get, name):
    write({"secret.html": "secret"}, ".")
    inside = Templates([write({"home.html": ""})])

    with pytest.raises(LookupError):
        inside.render(name, {}, get)


def test_missing_template_names_those_that_are_near(templates, get):
    with pytest.raises(LookupError, match=r"""no template "hom"; there are: home"""):
        templates({"home.html": "", "zzz.html": ""}).render("hom", {}, get)


def test_missing_template_with_none_near_names_all(templates, get):
    with pytest.raises(LookupError, match=re.escape("there are: zzz.html")):
        templates({"zzz.html": ""}).render("home", {}, get)


def test_layout_goes_around_the_page(templates, get):
    pages = templates({"layout.html": "<{{ body }}>", "home.html": "<b>{{ name }}</b>"}, layout="layout")

    assert pages.render("home", {"name": "A & B"}, get) == "<<b>A &amp; B</b>>"


def test_layout_sees_the_values_of_the_page(templates, get):
    pages = templates({"layout.html": "{{ title }}: {{ body }}", "home.html": "page"}, layout="layout")

    assert pages.render("home", {"title": "Home"}, get) == "Home: page"


def test_layout_sees_what_the_page_sets(templates, get):
    pages = templates(
        {"layout.html": "{{ title }}: {{ body }}", "home.html": '{% set title = "Home" %}page'},
        layout="layout",
    )

    assert pages.render("home", {}, get) == "Home: page"


@pytest.mark.parametrize(
    ("layout", "text"),
    [(None, "page"), ("none", "page"), ("other", "other page"), ("layout.html", "layout page")],
)
def test_one_render_may_choose_its_layout(templates, get, layout, text):
    files = {"layout.html": "layout {{ body }}", "other.html": "other {{ body }}", "home.html": "page"}

    assert templates(files, layout="layout").render("home", {}, get, layout) == text


def test_page_that_extends_is_not_wrapped_again(templates, get):
    files = {
        "layout.html": "layout {{ body }}",
        "frame.html": "frame {% block main %}{% endblock %}",
        "home.html": '{% extends "frame" %}{% block main %}page{% endblock %}',
    }

    assert templates(files, layout="layout").render("home", {}, get) == "frame page"


def test_page_of_another_type_is_not_wrapped(templates, get):
    files = {"layout.html": "layout {{ body }}", "mail.txt": "Dear {{ name }}"}

    assert templates(files, layout="layout").render("mail.txt", {"name": "A & B"}, get) == "Dear A & B"


def test_tags_find_templates_by_short_names(templates, get):
    files = {"home.html": '{% include "parts/nav" %} home', "parts/nav.html": "nav of {{ name }}"}

    assert templates(files).render("home", {"name": "Ada"}, get) == "nav of Ada home"


def test_include_may_be_missing_if_it_says_so(templates, get):
    pages = templates({"home.html": '{% include "nav" ignore missing %}home'})

    assert pages.check("home") == []
    assert pages.render("home", {}, get) == "home"


def test_lenient_views_print_nothing_for_an_unknown_name(templates, get):
    assert templates({"home.html": "<{{ who.name.first }}>"}).render("home", {}, get) == "<>"


def test_strict_views_refuse_an_unknown_name(templates, get):
    with pytest.raises(Exception, match="'who' is undefined"):
        templates({"home.html": "{{ who }}"}, undefined="strict").render("home", {}, get)


def test_error_in_a_template_tells_its_file_and_line(templates, get):
    pages = templates({"home.html": "one\n{{ 1 / number }}\n"})

    with pytest.raises(ZeroDivisionError) as caught:
        pages.render("home", {"number": 0}, get)

    last = caught.traceback[-1]
    assert (last.path.name, last.lineno + 1) == ("home.html", 2)


def test_templates_are_read_once(write, get):
    folder = write({"home.html": "old"})
    pages = Templates([folder])
    pages.render("home", {}, get)
    write({"home.html": "new", "late.html": "late"})

    assert pages.render("home", {}, get) == "old"
    assert "late.html" not in pages.names()


def test_reload_reads_a_changed_template_again(write, get):
    folder = write({"home.html": "old"})
    pages = Templates([folder], reload=True)
    pages.render("home", {}, get)
    write({"home.html": "new", "late.html": "late"})
    os.utime(folder / "home.html", (1, 1))

    assert [pages.render(name, {}, get) for name in ("home", "late")] == ["new", "late"]


@pytest.mark.parametrize(
    ("file", "type_"),
    [
        ("home.html", "text/html"),
        ("mail.txt", "text/plain"),
        ("style.css", "text/css"),
        ("page.jinja", "text/html"),
    ],
)
def test_type_is_told_by_the_file(templates, file, type_):
    assert templates({file: ""}).type_of(file) == f"{type_}; charset=utf-8"


def test_check_accepts_what_renders(templates):
    files = {
        "home.html": '{% extends "frame" %}{% import "macros" as m %}{% include name %}',
        "frame.html": '{% include "home" %}',
        "macros.html": "{% macro hi() %}hi{% endmacro %}",
    }

    assert templates(files).check("home") == []


def test_check_of_a_missing_template_is_a_lookup_error(templates):
    with pytest.raises(LookupError, match='no template "about"'):
        templates({"home.html": ""}).check("about")


def told(faults):
    """Where each fault is, and what it is."""
    places = ((fault.position, fault.message) for fault in faults)
    return [f"{Path(at.file).name}:{at.line}:{at.column} {message}" for at, message in places]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"home.html": "one\n  {% dat %}"},
            ["home.html:2:3 the template does not compile: Encountered unknown tag 'dat'."],
        ),
        (
            {"home.html": '{% include "nav" %}', "nav.html": "\n\n{{ }"},
            ["nav.html:3:1 the template does not compile: unexpected '}'"],
        ),
        ({"home.html": '{% extends "fram" %}', "frame.html": ""}, ['home.html:1:13 no template "fram"']),
        (
            {"home.html": "{% block a %}{% endblock %}\n" * 2},
            ["home.html:2:1 the template does not compile: block 'a' defined twice"],
        ),
        ({"home.html": "\n{{ a|upper\n | dat }}"}, ['home.html:3:4 unknown filter "dat"']),
        ({"home.html": "dat {{ dat|dat }}"}, ['home.html:1:12 unknown filter "dat"']),
        ({"home.html": "dat {{ 1 is not dat }}"}, ['home.html:1:17 unknown test "dat"']),
        (
            {"home.html": "  {{ a| (b) }} "},
            ["home.html:1:3 the template does not compile: expected token 'name', got '('"],
        ),
        ({"home.html": "{% if date is dat %}{% endif %}"}, ['home.html:1:15 unknown test "dat"']),
        ({"home.html": "{% filter uper %}{% endfilter %}"}, ['home.html:1:11 unknown filter "uper"']),
        (
            {"home.html": '{{ a|b }}{% include "c" %}\n{% import "d" as d %}\n{{ a is e }}'},
            [
                'home.html:1:22 no template "c"',
                'home.html:2:12 no template "d"',
                'home.html:1:6 unknown filter "b"',
                'home.html:3:9 unknown test "e"',
            ],
        ),
    ],
)
def test_check_tells_where_a_template_is_wrong(templates, files, said):
    assert told(templates(files).check("home")) == said


def test_fault_knows_what_there_is_instead(templates):
    (filter_, template) = templates({"home.html": '{{ a|dat }}{% include "hom" %}'}).check("home")[::-1]

    assert {"join", "upper"} <= {*filter_.known}
    assert (filter_.name, template.name, template.known) == ("dat", "hom", ("home.html", "home"))


def test_filter_that_the_template_itself_asks_for_may_be_missing(templates):
    source = (
        '{% if "markdown" is filter %}{{ a|markdown }}{% endif %}{% if "b" is test %}{{ a is b }}{% endif %}'
    )

    assert templates({"home.html": source}).check("home") == []


def test_check_refuses_a_file_that_is_not_text(templates, write):
    folder = write({"home.html": ""})
    (folder / "home.html").write_bytes(b"\xff\xfe")

    assert told(Templates([folder]).check("home"))[0].startswith(
        "home.html:1:1 the template is not UTF-8 text: "
    )


@pytest.mark.parametrize("ending", ["other", "other.html", "./other"])
def test_layout_may_be_chosen_by_any_name(templates, get, ending):
    assert (
        templates({"other.html": "<{{ body }}>", "home.html": "page"}).render("home", {}, get, ending)
        == "<page>"
    )


@pytest.mark.parametrize(("layout", "text"), [(True, "layout page"), (False, "page"), ("", "page")])
def test_layout_is_the_usual_or_none_at_all(templates, get, layout, text):
    pages = templates({"layout.html": "layout {{ body }}", "home.html": "page"}, layout="layout")

    assert pages.render("home", {}, get, layout) == text


def test_layout_without_extension_is_that_of_the_page(templates, get):
    files = {
        "layout.html": "html {{ body }}",
        "layout.txt": "text {{ body }}",
        "home.html": "<p>",
        "mail.txt": "a & b",
    }
    pages = templates(files, layout="layout")

    assert [pages.render(name, {}, get) for name in ("home", "mail.txt")] == ["html <p>", "text a & b"]


def test_page_without_a_layout_of_its_kind_has_none(templates, get):
    pages = templates({"layout.txt": "text {{ body }}", "home.html": "page"}, layout="layout")

    assert pages.render("home", {}, get) == "page"


@pytest.mark.parametrize("detour", ["./", "x/../", "/"])
def test_spellings_of_a_name_do_not_stay_in_memory(templates, get, detour):
    pages = templates({"rows/home.html": "home"})
    tracemalloc.start()
    for length in range(1000, 1500):
        assert pages.render("rows/" + detour * length + "home", {}, get) == "home"
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 400_000


def test_chosen_layout_is_kept_unless_templates_may_change(templates, write, get):
    files = {"other.html": "old {{ body }}", "home.html": "page"}
    kept, fresh = templates(files), templates(files, reload=True)
    texts = [pages.render("home", {}, get, "other") for pages in (kept, fresh)]
    write({"other.html": "much newer {{ body }}"})

    assert texts == ["old page", "old page"]
    assert [pages.render("home", {}, get, "other") for pages in (kept, fresh)] == [
        "old page",
        "much newer page",
    ]


def test_layout_of_another_type_is_only_taken_by_its_whole_name(templates, get):
    pages = templates({"other.html": "<{{ body }}>", "mail.txt": "a & b"})

    assert pages.render("mail.txt", {}, get, "other.html") == "<a &amp; b>"
    with pytest.raises(LookupError, match=r'no template "other\.txt"; there are: .*other\.html'):
        pages.render("mail.txt", {}, get, "other")


def test_layout_of_the_same_type_goes_around_another_extension_if_it_is_chosen(templates, get):
    files = {"layout.html": "layout", "home.jinja": "page", "other.html": "<{{ body }}>"}
    pages = templates(files, layout="layout")

    assert [pages.render("home.jinja", {}, get, layout) for layout in (True, "other")] == ["page", "<page>"]


def test_missing_layout_is_a_lookup_error(templates, get):
    with pytest.raises(LookupError, match='no template "layout"'):
        templates({"home.html": ""}, layout="layout").render("home", {}, get)


def test_helpers_are_functions_and_values(templates, get):
    helpers = {"shout": str.upper, "limit": 3}

    assert (
        templates({"home.html": "{{ shout('a') }}{{ limit }}"}, helpers=helpers).render("home", {}, get)
        == "A3"
    )


def test_dynamic_helper_is_called_with_the_request(templates, request_to):
    pages = templates({"home.html": "{{ here }}"}, dynamic_helpers={"here": lambda request: request.path})

    assert [pages.render("home", {}, request_to(path)) for path in ("/a", "/b")] == ["/a", "/b"]


def test_dynamic_helper_is_called_once_for_all_pages_of_a_request(templates, request_to):
    calls = []
    files = {
        "layout.html": "{{ body }}{{ n }}",
        "home.html": '{{ n }}{{ partial("row", [1, 2]) }}',
        "partials/row.html": "{{ n }}",
    }
    helpers = {"n": lambda request: calls.append(request) or len(calls)}
    pages = templates(files, layout="layout", dynamic_helpers=helpers)
    first, second = request_to(), request_to()

    assert [pages.render("home", {}, request) for request in (first, first, second)] == [
        "1111",
        "1111",
        "2222",
    ]


def test_dynamic_helpers_of_two_views_are_kept_apart(templates, get):
    here = templates({"home.html": "{{ name }}"}, dynamic_helpers={"name": lambda request: "here"})
    there = templates({"home.html": "{{ name }}"}, dynamic_helpers={"name": lambda request: "there"})

    assert [pages.render("home", {}, get) for pages in (here, there)] == ["here", "there"]


@pytest.mark.parametrize("hiding", [{"globals": {"name": "static"}}, {"helpers": {"name": "static"}}])
def test_dynamic_helper_that_is_hidden_is_not_called(templates, get, hiding):
    pages = templates({"home.html": "{{ name }}"}, dynamic_helpers={"name": pytest.fail}, **hiding)

    assert pages.render("home", {}, get) == "static"


def test_values_and_state_hide_dynamic_helpers(templates, get):
    get.state.b = "state"
    helpers = dict.fromkeys("abc", lambda request: "helper")
    pages = templates({"home.html": "{{ a }} {{ b }} {{ c }}"}, dynamic_helpers=helpers)

    assert pages.render("home", {"c": "value"}, get) == "helper state value"


def test_dynamic_helper_hides_what_jinja_itself_has(templates, get):
    pages = templates({"home.html": "{{ range }}"}, dynamic_helpers={"range": lambda request: "7 to 9"})

    assert pages.render("home", {}, get) == "7 to 9"


EJS = {
    "block_start_string": "<%", "block_end_string": "%>",
    "variable_start_string": "<%=", "variable_end_string": "%>",
    "comment_start_string": "<%#", "comment_end_string": "%>",
    "line_statement_prefix": "##",
}  # fmt: skip


def test_templates_may_have_other_delimiters(templates, get):
    source = "<%# no %><% for n in ns %><%= n %>{{ n }}<% endfor %>\n## if true\nyes\n## endif"

    assert (
        templates({"home.html": source}, delimiters=EJS).render("home", {"ns": [1]}, get) == "1{{ n }}\nyes\n"
    )


def test_check_reads_other_delimiters(templates):
    (said,) = told(templates({"home.html": "{% if %}\n<% if %>"}, delimiters=EJS).check("home"))

    assert said.startswith("home.html:2:1 the template does not compile: Expected an expression")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"home.html": '{{ partial("rwo", rows) }}', "partials/row.html": ""},
            'home.html:1:13 no template "rwo"',
        ),
        (
            {"home.html": '{{ partial("row") }}', "partials/row.html": "\n{{ a|b }}"},
            'row.html:2:6 unknown filter "b"',
        ),
        (
            {"home.html": '{% if a %}{{ partial("a/row.txt")|trim }}{% endif %}'},
            'home.html:1:23 no template "a/row.txt"',
        ),
    ],
)
def test_check_looks_at_partials_that_are_named(templates, files, said):
    assert told(templates(files).check("home")) == [said]


def test_check_leaves_computed_partials_and_other_calls(templates):
    files = {"home.html": '{{ partial(name) }}{{ partial() }}{{ other("row") }}{{ a.partial("row") }}'}

    assert templates(files).check("home") == []


@pytest.mark.parametrize(
    ("files", "is_fine"),
    [
        ({"layout.html": ""}, True),
        ({"layout.txt": ""}, True),
        ({"layout/index.html": ""}, True),
        ({"layout.html": "", "layout.txt": "{% if %}"}, False),
        ({"layout.html": "{% if %}"}, False),
    ],
)
def test_every_file_that_a_layout_stands_for_is_checked(templates, files, is_fine):
    faults = templates({"home.html": "", **files}).check_layout("layout")

    assert ["Expected an expression" in each for each in told(faults)] == ([] if is_fine else [True])


@pytest.mark.parametrize("name", ["layout", "layout.html", "layout.txt"])
def test_missing_layout_fails_its_check(templates, name):
    with pytest.raises(LookupError, match="no template"):
        templates({"home.html": ""}).check_layout(name)


def test_many_threads_may_render_at_once(templates, request_to):
    files = {
        "layout.html": "<title>{{ title }}</title>{{ body }}",
        "home.html": '{% set title = who %}{{ partial("row", rows) }}{{ here }}',
        "partials/row.html": "{{ row }}{{ who }},",
    }
    pages = templates(files, layout="layout", dynamic_helpers={"here": lambda request: request.path})

    def rendered(number):
        values = {"who": f"w{number}", "rows": range(20)}
        whole = pages.render("home", values, request_to(f"/{number}"))
        return whole == "".join(pages.stream("home", values, request_to(f"/{number}"))) and whole

    with ThreadPoolExecutor(16) as pool:
        texts = list(pool.map(rendered, range(400)))

    assert texts == [
        f"<title>w{n}</title>{''.join(f'{row}w{n},' for row in range(20))}/{n}" for n in range(400)
    ]
