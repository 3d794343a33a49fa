"""Parts of pages: their item, their place, their values, and where they are found."""

from __future__ import annotations

import sqlite3
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from gateway.views import render_partial
from gateway.views.partials import object_name

FILMS = [{"title": "Alien"}, {"title": "Brazil"}, {"title": "Contact"}]
PLACE = "{{ index_in_collection }}{{ first_in_collection }}{{ last_in_collection }}/{{ collection_length }} "


@pytest.fixture
def part(templates, get):
    """The text of a page that calls a partial: the call, the partial's source, the page's values."""

    def text_of(call, row="<{{ row.title }}>", **values):
        files = {"home.html": f"{{{{ {call} }}}}", "partials/row.html": row}
        return templates(files).render("home", {"films": FILMS, **values}, get)

    return text_of


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ('partial("row", films)', "<Alien><Brazil><Contact>"),
        ('partial("row", collection=films)', "<Alien><Brazil><Contact>"),
        ('partial("row", films[0])', "<Alien>"),
        ('partial("row", object=films[0])', "<Alien>"),
        ('partial("row", [])', ""),
        ('partial("row", collection=none)', ""),
        ('partial("row", nobody)', ""),
        ('partial("row", none)', "<>"),
        ('partial("row", films|reverse)', "<Contact><Brazil><Alien>"),
        ('partial("row", films[1:], row="hidden")', "<Brazil><Contact>"),
    ],
)
def test_partial_is_rendered_for_its_items(part, call, text):
    assert part(call) == text


def test_partial_knows_where_its_item_is(part):
    assert part('partial("row", films)', PLACE) == "0TrueFalse/3 1FalseFalse/3 2FalseTrue/3 "


def test_place_has_the_names_of_express_too(part):
    row = "{{ indexInCollection }}{{ firstInCollection }}{{ lastInCollection }}/{{ collectionLength }}"

    assert part('partial("row", [7])', row) == "0TrueTrue/1"


def test_single_item_has_no_place(part):
    assert part('partial("row", films[0])', "{{ collection_length is defined }}") == "False"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("row", "row"),
        ("movies/row", "row"),
        ("movies/row.big.html", "row"),
        ("user-row", "user_row"),
    ],
)
def test_item_is_called_after_the_partial(name, called):
    assert object_name(name) == called


def test_item_may_have_another_name(part):
    assert part('partial("row", films[:1], as_="film")', "{{ film.title }}{{ row }}") == "Alien"


def test_item_may_be_called_this(part):
    assert part('partial("row", films[:1], as_="this")', "{{ this.title }}") == "Alien"


@dataclass(slots=True)
class Slotted:
    title: str


class Row(NamedTuple):
    title: str
    year: int


class Bare:
    __slots__ = "title"  # noqa: PLC0205  (allowed, if not usual)

    def __init__(self):
        self.title = "Alien"


class Pairs:
    """What can be iterated over and is one thing, as models of some libraries are."""

    def __init__(self):
        self.title = "Alien"

    def __iter__(self):
        yield from vars(self).items()


def database_row():
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    with closing(connection):
        return connection.execute("SELECT 'Alien' AS title, 1979 AS year").fetchone()


@dataclass
class Film(Slotted):
    year: int


@pytest.mark.parametrize(
    "item",
    [
        {"title": "Alien", "year": 1979},
        SimpleNamespace(title="Alien", year=1979),
        Row("Alien", 1979),
        Film("Alien", 1979),
        database_row(),
    ],
    ids=lambda item: type(item).__name__,
)
def test_fields_of_the_item_may_be_variables(part, item):
    assert (
        part('partial("row", object=item, as_="global")', "{{ title }} {{ year }}", item=item) == "Alien 1979"
    )


@pytest.mark.parametrize(
    "item", [Bare(), Pairs(), Row("Alien", 1979), database_row(), {"title": "Alien"}], ids=str
)
def test_what_has_fields_is_one_item(part, item):
    assert part('partial("row", item)', "<{{ row.title }}>", item=item) == "<Alien>"


@pytest.mark.parametrize(
    "items", [["a"], ("a",), {"a"}, iter("a"), {"a": 1}.keys(), {"b": "a"}.values(), deque("a")]
)
def test_what_has_items_is_a_collection(part, items):
    assert part('partial("row", items)', "<{{ row }}>", items=items) == "<a>"


def test_collection_that_is_said_to_be_one_may_be_anything_with_items(part):
    assert part('partial("row", collection=items)', "{{ row[1] }}", items=Pairs()) == "Alien"


def test_global_item_without_anything_is_nothing(part):
    assert part('partial("row", object=none, as_="global")', "row") == "row"
    assert part('partial("row", object=item, as_="global")', "{{ title }}", item=Slotted("Alien")) == "Alien"
    assert part('partial("row", object=item, as_="global")', "{{ title }}", item=Bare()) == "Alien"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('partial("row", object=7, as_="global")', "needs an item with fields, not int"),
        ('partial("row", films, object=films[0])', "takes one of"),
        ('partial("row", object=1, collection=films)', "takes one of"),
        ('partial("row", collection="text")', "a collection is a list or the like, not str"),
        ('partial("row", collection=films[0])', "not dict"),
        ('partial("row", collection=7)', "not int"),
    ],
)
def test_item_of_the_wrong_kind_is_refused(part, call, message):
    with pytest.raises(TypeError, match=message):
        part(call)


def test_strict_views_refuse_a_collection_that_is_not_there(templates, get):
    pages = templates(
        {"home.html": '{{ partial("row", nobody) }}', "partials/row.html": ""}, undefined="strict"
    )

    with pytest.raises(Exception, match="'nobody' is undefined"):
        pages.render("home", {}, get)


def test_partial_sees_the_values_and_settings_of_its_caller(part):
    call = '"" }}{% set size = 3 %}{{ partial("row", name="Grace")'

    assert part(call, "{{ size }} {{ name }} {{ who }} {{ request.path }}", who="me") == "3 Grace me /"


def test_partial_sees_what_its_caller_got_from_the_request(templates, get):
    get.session_store = None
    files = {
        "home.html": '{{ partial("row") }}',
        "partials/row.html": "{{ url_for('user', id=7) }}{{ session }}",
    }

    assert templates(files).render("home", {}, get) == "/user/7None"


@pytest.mark.parametrize("after", ["row", "size", "index_in_collection", "firstInCollection", "extra"])
def test_caller_sees_nothing_of_its_partial(part, after):
    call = f'partial("row", films, size=3) }}}}{{{{ {after} is defined'

    assert part(call, "{% set extra = 1 %}.") == "...False"


def test_partial_may_call_itself(part):
    tree = {"name": "a", "below": [{"name": "b", "below": [{"name": "c"}]}]}

    assert part(
        'partial("row", object=tree)', "<{{ row.name }}{{ partial('row', row.below) }}>", tree=tree
    ) == ("<a<b<c>>>")


def test_text_of_a_partial_is_not_escaped_again(part):
    assert part('partial("row", [{"title": "a & b"}])', "<b>{{ row.title }}</b>") == "<b>a &amp; b</b>"


def test_plain_text_in_a_page_is_escaped(templates, get):
    files = {"home.html": '{{ partial("row.txt", ["<b>"]) }}', "partials/row.txt": "{{ row }}"}

    assert templates(files).render("home", {}, get) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ({"partials/row.html": "in the folder", "row.html": "beside"}, "in the folder"),
        ({"partials/row/index.html": "an index", "row.html": "beside"}, "an index"),
        ({"row.html": "beside"}, "beside"),
        ({"partials/row.jinja": "another extension", "row.html": "beside"}, "beside"),
    ],
)
def test_partial_is_looked_up_in_its_folder_first(templates, get, files, text):
    assert (
        templates({"users/home.html": '{{ partial("row") }}', **files}).render("users/home", {}, get) == text
    )


def test_folder_of_partials_may_be_another_or_none(templates, get):
    files = {"home.html": '{{ partial("row") }}', "parts/small/row.html": "small", "row.html": "beside"}

    assert templates(files, partials="parts/small").render("home", {}, get) == "small"
    assert templates(files, partials="").render("home", {}, get) == "beside"


def test_partial_has_the_extension_of_its_caller(templates, get):
    files = {"home.txt": '{{ partial("row") }}', "partials/row.txt": "a & b", "partials/row.html": "html"}

    assert templates(files).render("home.txt", {}, get) == "a & b"


@pytest.mark.parametrize("caller", ["home.txt", "home.html"])
def test_partial_that_is_missing_is_told_with_what_there_is(templates, get, caller):
    ending = {"home.txt": "html", "home.html": "txt"}[caller]
    pages = templates({caller: '{{ partial("row") }}', f"partials/row.{ending}": ""})

    with pytest.raises(
        LookupError, match=rf'no template "partials/row\.\w+"; there are: .*partials/row\.{ending}'
    ):
        pages.render(caller, {}, get)


def test_partial_has_no_layout(templates, get):
    files = {"layout.html": "[{{ body }}]", "home.html": '{{ partial("row") }}', "partials/row.html": "row"}

    assert templates(files, layout="layout").render("home", {}, get) == "[row]"


def test_partial_is_kept_unless_templates_may_change(templates, write, get):
    files = {"home.html": '{{ partial("row") }}', "partials/row.html": "old"}
    kept, fresh = templates(files), templates(files, reload=True)
    texts = [pages.render("home", {}, get) for pages in (kept, fresh)]
    write({"partials/row.html": "much newer"})

    assert texts == ["old", "old"]
    assert [pages.render("home", {}, get) for pages in (kept, fresh)] == ["old", "much newer"]


def test_new_partial_is_found_if_templates_may_change(templates, write, request_to):
    request = request_to(templates=templates({"home.html": ""}, reload=True))
    write({"partials/row.html": "new"})

    assert render_partial(request, "row") == "new"


def test_error_in_a_partial_tells_its_file_and_line(part):
    with pytest.raises(ZeroDivisionError) as caught:
        part('partial("row")', "\n{{ 1 // 0 }}")

    assert (caught.traceback[-1].path.name, caught.traceback[-1].lineno + 1) == ("row.html", 2)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"collection": FILMS}, "<Alien me><Brazil me><Contact me>"),
        ({"object": FILMS[0]}, "<Alien me>"),
        ({"collection": []}, ""),
        ({"row": FILMS[1]}, "<Brazil me>"),
        ({"collection": ({"row": film} for film in FILMS[:1]), "as_": "global"}, "<Alien me>"),
    ],
)
def test_handler_renders_a_partial(templates, request_to, options, text):
    pages = templates({"partials/row.html": "<{{ row.title }} {{ who }}>"}, globals={"who": "nobody"})
    request = request_to(templates=pages)
    request.state.who = "me"

    rendered = render_partial(request, "row", **options)

    assert (rendered, type(rendered)) == (text, str)


def test_value_of_a_partial_may_be_called_name_and_item(part):
    assert part('partial("row", name=1, item=2, context=3)', "{{ name }}{{ item }}{{ context }}") == "123"


def test_partial_of_a_template_without_a_name_has_the_default_extension(templates, get):
    pages = templates({"partials/row.html": "row"})
    source = pages._pages.environment.from_string('{{ partial("row") }}')

    assert source.render() == "row"
