from __future__ import annotations

import pytest

from gateway.compiler.templates import check_layout


def routed(view, more=""):
    return f"routes:\n  - {{path: /, view: {view}{more}}}\n"


@pytest.mark.parametrize("name", ["page.html", "page", "part"])
def test_view_is_found_by_its_short_names(client, name):
    views = {"views/page.html": "page", "views/part/index.html": "part"}

    assert client(routed(name), views).get("/").text == name.partition(".")[0]


def test_missing_view_is_told_with_the_nearest_and_all_others(refused):
    views = {"views/index.html": "", "views/about.html": ""}

    assert refused(routed("indx.html"), views) == [
        '3:21 GW064 no template "indx.html" (did you mean "index.html"?) | there is: about.html, index.html'
    ]


def test_missing_view_in_a_missing_folder_is_told(refused):
    assert refused(routed("index.html")) == ['3:21 GW064 no template "index.html" | there is none']


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<h1>\n{% if %}", ":2: Expected an expression, got 'end of statement block'"),
        ("<h1>\n{{ name|nofilter }}", ":2: No filter named 'nofilter'."),
        ("{% extends 'gone.html' %}", 'no template "gone.html"'),
    ],
)
def test_view_that_does_not_parse_is_told_with_its_line(refused, source, said):
    (problem,) = refused(routed("page.html"), {"views/page.html": source})

    assert problem.startswith("3:21 GW064 ")
    assert "page.html" in problem
    assert said in problem


@pytest.mark.parametrize("layout", ["lay.html", "broken.html"])
@pytest.mark.parametrize("whole", [True, False], ids=["of all pages", "of one page"])
def test_layout_that_is_missing_or_does_not_parse_is_told(refused, layout, whole):
    views = {"views/page.html": "page", "views/layout.html": "{{ body }}", "views/broken.html": "{% if %}"}
    all_pages = f"views: {{layout: {layout}}}\n" + routed("page.html")
    (problem,) = refused(all_pages if whole else routed("page.html", f", layout: {layout}"), views)

    assert problem.startswith("2:17 GW064 " if whole else "3:40 GW064 ")
    assert ('(did you mean "layout.html"?)' in problem) == (layout == "lay.html")


def test_layout_is_not_looked_for_where_no_route_has_a_view(compiled):
    config = "settings: {public_url: http://localhost}\nroutes: [{path: /, respond: {text: x}}]\n"

    assert compiled(config).app.templates is None


def test_layout_of_all_pages_may_be_none(compiled):
    assert compiled("views: {layout: none}\n" + routed("a.html"), {"views/a.html": ""}).app.templates


def test_nothing_is_checked_without_templates(compiled):
    assert check_layout(None, None, None) is None


@pytest.mark.parametrize(
    ("directory", "said"),
    [
        ("page", ['2:20 GW065 directory "page" does not exist (did you mean "pages"?) | looked for']),
        ("[pages, zzz]", ['2:28 GW065 directory "zzz" does not exist | looked for']),
        ("gone/views", ['2:20 GW065 directory "views" does not exist | looked for']),
    ],
)
def test_folder_that_is_written_and_not_there_is_told(refused, directory, said):
    found = refused(f"views: {{directory: {directory}}}\n", {"pages/a.html": ""})

    assert [line.partition(" /")[0] for line in found] == said


def test_folder_that_is_not_written_may_be_missing(compiled):
    assert compiled("views: {extension: .txt}\n")
