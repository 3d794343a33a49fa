from __future__ import annotations

from textwrap import dedent

import pytest

from gateway.compiler.templates import check_layout
from gateway.errors import ConfigError


def routed(view, more=""):
    return f"routes:\n  - {{path: /, view: {view}{more}}}\n"


@pytest.mark.parametrize("name", ["page.html", "page", "part"])
def test_view_is_found_by_its_short_names(client, name):
    views = {"views/page.html": "page", "views/part/index.html": "part"}

    assert client(routed(name), views).get("/").text == name.partition(".")[0]


def test_missing_view_is_told_with_the_nearest_and_all_others(refused):
    views = {"views/index.html": "", "views/about.html": ""}

    (problem,) = refused(routed("indx.html"), views)

    said = '3:21 GW064 no template "indx.html" (did you mean "index.html"?)'
    assert problem == f"{said} | there are about.html and index.html"


def test_missing_view_in_a_missing_folder_is_told(refused):
    assert refused(routed("index.html")) == ['3:21 GW064 no template "index.html" | there is none']


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<h1>\n{% if %}", "2:1 GW064 the template does not compile: Expected an expression, got 'end of"),
        ("<h1>\n{{ name|uper }}", '2:9 GW064 unknown filter "uper" (did you mean "upper"?)'),
        ("<h1>\n{{ name is odds }}", '2:12 GW064 unknown test "odds" (did you mean "odd"?)'),
        ("{% extends 'gone.html' %}", '1:13 GW064 no template "gone.html"'),
        ("{% extends 'layot' %}", '1:13 GW064 no template "layot" (did you mean "layout"?)'),
    ],
)
def test_view_that_does_not_parse_is_told_with_its_line(refused, source, said):
    (problem,) = refused(routed("page.html"), {"views/page.html": source, "views/layout.html": ""})

    assert problem.startswith(said)


def test_template_is_told_of_once_at_its_own_place_however_many_routes_use_it(compiled, tmp_path):
    files = {"views/a.html": "{% include 'b' %}", "views/b.html": "\n{% set a = 1 %}{{ a|uper }}"}
    with pytest.raises(ConfigError) as error:
        compiled(routed("a") + "  - {path: /b, view: b}\nerrors: [{on: 404, view: a}]\n", files)
    (problem,) = error.value.problems

    assert problem.position == (str(tmp_path / "views/b.html"), 2, 21, 4, "{% set a = 1 %}{{ a|uper }}")


@pytest.mark.parametrize("layout", ["lay.html", "broken.html"])
@pytest.mark.parametrize("whole", [True, False], ids=["of all pages", "of one page"])
def test_layout_that_is_missing_or_does_not_parse_is_told(refused, layout, whole):
    views = {"views/page.html": "page", "views/layout.html": "{{ body }}", "views/broken.html": "{% if %}"}
    all_pages = f"views: {{layout: {layout}}}\n" + routed("page.html")
    (problem,) = refused(all_pages if whole else routed("page.html", f", layout: {layout}"), views)

    if layout == "broken.html":
        assert problem.startswith("1:1 GW064 the template does not compile: ")
    else:
        assert problem.startswith("2:17 GW064 " if whole else "3:40 GW064 ")
        assert '(did you mean "layout.html"?)' in problem


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


HELPERS = """
SITE = "My site"
calls = []

def shout(text): return text.upper()
def path(request): return request.path
def loud(source, values): return "<p>" + source.upper() + values["who"] + "</p>"
def nothing(): return ""
async def later(request): return ""
"""


def test_helpers_and_engines_are_found_by_name(client):
    views = """
        views:
          layout: layout
          engines: {.md: "given:loud"}
          globals: {who: me}
          helpers: {site: "given:SITE", shout: "given:shout"}
          dynamic_helpers: {here: "given:path"}
    """
    files = {
        "given.py": HELPERS,
        "views/layout.html": "{{ site }} {{ here }} {{ body }}",
        "views/page.html": "{{ shout('a') }}",
        "views/note.md": "b",
    }
    service = client(
        f"{dedent(views)}routes: [{{path: /a, view: page}}, {{path: /b, view: note.md}}]\n", files
    )

    assert service.get("/a").text == "My site /a A"
    assert service.get("/b").text == "My site /b <p>Bme</p>"
    assert service.get("/b").content_type == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('engines: {.md: "given:loudd"}', '2:24 GW061 given has no "loudd" (did you mean "loud"?)'),
        ('engines: {.md: "given:SITE"}', '2:24 GW062 "given:SITE" is str, not something to call'),
        (
            'engines: {.md: "given:nothing"}',
            "2:24 GW063 given:nothing is called with (source, values): too many",
        ),
        ('engines: {.md: "gone:loud"}', '2:24 GW060 no module "gone"'),
        ('helpers: {a: "given:SIT"}', '2:22 GW061 given has no "SIT"'),
        ('helpers: {a: "gone:SITE"}', '2:22 GW060 no module "gone"'),
        ('helpers: {a: "given:later"}', '2:22 GW063 "given:later" is an async function'),
        ('dynamic_helpers: {a: "given:SITE"}', '2:30 GW062 "given:SITE" is str, not something to call'),
        (
            'dynamic_helpers: {a: "given:nothing"}',
            "2:30 GW063 given:nothing is called with (request): too many",
        ),
        ('dynamic_helpers: {a: "given:later"}', '2:30 GW063 "given:later" is an async function'),
    ],
)
def test_helper_or_engine_that_cannot_be_called_is_told(refused, written, said):
    (problem,) = refused(f"views: {{{written}}}\n", {"given.py": HELPERS, "views/a.html": ""})

    assert problem.startswith(said)


def test_value_of_a_helper_may_be_nothing(client):
    views = f'views: {{helpers: {{limit: "given:LIMIT"}}}}\n{routed("page")}'

    assert (
        client(views, {"given.py": "LIMIT = None", "views/page.html": "{{ limit }}"}).get("/").text == "None"
    )


@pytest.mark.parametrize("kind", ["helpers", "dynamic_helpers"])
def test_views_answer_500_while_a_helper_cannot_be_imported(client, kind):
    views = f'views: {{{kind}: {{limit: "given:LIMIT"}}}}\n'
    service = client(
        views + routed("page") + "  - {path: /b, respond: {text: b}}\n",
        {"given.py": "1 / 0", "views/page.html": "page"},
    )

    assert [service.get(path).status_code for path in ("/", "/b")] == [500, 200]


def test_pages_of_an_engine_that_cannot_be_imported_answer_500(client):
    views = 'views: {engines: {.md: "given:loud"}}\nroutes: [{path: /a, view: a.md}, {path: /b, view: b}]\n'
    service = client(views, {"given.py": "1 / 0", "views/a.md": "", "views/b.html": ""})

    assert [service.get(path).status_code for path in ("/a", "/b")] == [500, 200]


def test_partial_that_is_missing_is_told_where_the_page_names_it(refused):
    views = {"views/page.html": '{{ partial("rowss") }}', "views/partials/rows.html": ""}

    assert refused(routed("page"), views) == ['1:13 GW064 no template "rowss" (did you mean "rows"?)']


@pytest.mark.parametrize(
    ("partials", "said"),
    [
        ("part", ['2:19 GW065 no folder "part" in the views (did you mean "parts"?) | looked for']),
        ("parts", []),
        ("partials", []),
        ("zzz", ['2:19 GW065 no folder "zzz" in the views | looked for']),
    ],
)
def test_folder_of_partials_that_is_written_is_there(compiled, refused, partials, said):
    text, files = f"views: {{partials: {partials}}}\n", {"views/parts/row.html": ""}
    found = refused(text, files) if said else [compiled(text, files)][1:]

    assert [line.partition(" /")[0] for line in found] == said


def test_folder_of_partials_may_be_in_one_of_the_views_only(compiled, refused):
    text = "views: {directory: [one, two], partials: parts}\n"

    assert compiled(text, {"one/a.html": "", "two/parts/row.html": ""}).app.templates
    assert [line.split()[1] for line in refused(text.replace("two]", "gone]"), {})] == ["GW065"] * 2


def test_delimiters_reach_the_templates(client):
    views = 'views: {delimiters: {variable_start_string: "[[", variable_end_string: "]]"}}\n'

    assert client(views + routed("page"), {"views/page.html": "[[ 1 + 1 ]]{{"}).get("/").text == "2{{"


def test_templates_are_checked_with_their_own_delimiters(refused):
    views = 'views: {delimiters: {block_start_string: "<%", block_end_string: "%>"}}\n'
    (problem,) = refused(views + routed("page"), {"views/page.html": "{% if %}\n<% if %>"})

    assert problem.startswith("2:1 GW064 the template does not compile: Expected an expression")


@pytest.mark.parametrize(
    ("cache", "environment", "second"),
    [
        ("auto", "development", "new page"),
        ("auto", "production", "old"),
        ("true", "development", "old"),
        ("false", "production", "new page"),
    ],
)
def test_cache_says_whether_templates_are_read_once(client, write, cache, environment, second):
    settings = "settings: {public_url: http://localhost}\n"
    text = f"{settings}views: {{cache: {cache}}}\n{routed('page')}"
    service = client(text, {"views/page.html": "old"}, GATEWAY_ENV=environment)
    first = service.get("/").text
    write(text, {"views/page.html": "new page"})

    assert [first, service.get("/").text] == ["old", second]


@pytest.mark.parametrize("layout", ["other", "other.txt"])
def test_layout_of_a_route_may_be_of_another_extension(client, layout):
    files = {"views/mail.txt": "a & b", "views/other.txt": "({{ body }})"}

    assert client(routed("mail.txt", f", layout: {layout}"), files).get("/").text == "(a & b)"


def test_mounted_service_has_the_views_of_the_one_around_it_but_not_its_globals(client):
    views = 'views: {layout: layout, globals: {site: My site}, dynamic_helpers: {here: "given:path"}}\n'
    files = {
        "given.py": HELPERS,
        "views/layout.html": "[{{ site }}{{ here }} {{ body }}]",
        "views/page.html": "page",
        "blog/gateway.yaml": "version: 1\nroutes: [{path: /, view: page}]\n",
    }
    service = client(
        f"{views}{routed('page')}  - {{path: /blog, mount: {{config: blog/gateway.yaml}}}}\n", files
    )

    assert service.get("/").text == "[My site/ page]"
    assert service.get("/blog/").text == "[/ page]"


def test_secret_among_the_globals_is_shown_in_no_way(client):
    text = "env: {S: {secret: true}}\nviews: {globals: {key: ['${S}']}}\n" + routed("page")
    asked = client(text, {"views/page.html": "{{ key }}{{ key[0] ~ '' }}{{ key[0]|upper }}"}, S="hunter2")

    assert asked.get("/").text == "[***]******"
