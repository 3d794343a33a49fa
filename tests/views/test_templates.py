"""Lookup, layout, escaping and checking of templates."""

from __future__ import annotations

import os
import re

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
    pages.check("home")

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

    templates(files).check("home")


def test_check_of_a_missing_template_is_a_lookup_error(templates):
    with pytest.raises(LookupError, match='no template "about"'):
        templates({"home.html": ""}).check("about")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"home.html": "one\n{% if %}"}, r"home\.html:2: Expected an expression"),
        ({"home.html": '{% include "nav" %}', "nav.html": "\n\n{{ }"}, r"nav\.html:3: "),
        (
            {"home.html": '{% extends "fram" %}', "frame.html": ""},
            r"""home\.html: no template "fram"; there are: frame""",
        ),
    ],
)
def test_check_tells_where_a_template_is_wrong(templates, files, message):
    with pytest.raises(ValueError, match=message):
        templates(files).check("home")


def test_check_refuses_a_file_that_is_not_text(templates, write):
    folder = write({"home.html": ""})
    (folder / "home.html").write_bytes(b"\xff\xfe")

    with pytest.raises(ValueError, match=r"home\.html: 'utf-8' codec"):
        Templates([folder]).check("home")
