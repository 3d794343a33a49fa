"""The page about views: its files are a service, which gives the answers that are shown."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from werkzeug.test import Client

from gateway.wsgi import load

PAGE = (Path(__file__).parents[1] / "docs" / "views.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^`([^`\n]+)`\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FILES = {name: text for name, text in BLOCKS if not name.startswith("GET ")}
ANSWERS = {name.removeprefix("GET "): text for name, text in BLOCKS if name.startswith("GET ")}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A client of the service; its handlers have a package of their own here."""
    folder = tmp_path_factory.mktemp("shown")
    for name, text in FILES.items():
        file = folder / name.replace("handlers/", "shown_views/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("handlers.", "shown_views."), encoding="utf-8")
    before = list(sys.path)
    yield Client(load(folder / "gateway.yaml", environ={"GATEWAY_ENV": "production"}))
    sys.path[:] = before
    for name in [name for name in sys.modules if name.startswith("shown_views")]:
        del sys.modules[name]


def tight(html):
    """HTML without the space between its tags and lines."""
    return re.sub(r"\s*\n\s*|(?<=>)\s+(?=<)", "", html.strip())


def test_page_shows_files_and_answers():
    assert (len(FILES), len(ANSWERS)) == (12, 6)


@pytest.mark.parametrize("path", ANSWERS)
def test_answer_is_the_one_that_is_shown(service, path):
    answer = service.get(path)

    assert answer.status_code == 200
    assert tight(answer.text) == tight(ANSWERS[path])
    assert answer.content_type == "text/html; charset=utf-8"


def test_unknown_film_is_not_found(service):
    assert service.get("/films/3").status_code == 404


def test_table_is_streamed_in_its_layout(service):
    answer = service.get("/table")
    pieces = [next(answer.iter_encoded()) for _ in range(3)]
    answer.close()

    assert tight(pieces[0].decode()).startswith(
        "<title>Numbers</title><p>Welcome</p><table><tr><td>1</td></tr>"
    )
    assert all(8192 <= len(piece) < 9000 for piece in pieces)


def test_place_in_a_collection_has_all_its_names():
    names = re.findall(r"^\| `(\w+_\w+)` \| `(\w+)` \| [^`]*$", PAGE, re.MULTILINE)

    assert [re.sub(r"_(\w)", lambda match: match[1].upper(), name) for name, _ in names] == [
        alias for _, alias in names
    ]
    assert len(names) == 4


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ('partial("row")', "- "),
        ('partial("row", films)', "a- b- "),
        ('partial("row", film)', "a- "),
        ('partial("row", collection=films)', "a- b- "),
        ('partial("row", object=film)', "a- "),
        ('partial("row", films, as_="film")', "-a -b "),
        ('partial("row", films, as_="global")', "-a -b "),
        ('partial("row", films, as_="this")', "-a -b "),
        ('partial("row", films, size="big")', "a-big b-big "),
    ],
)
def test_call_in_the_table_renders_what_it_says(serve, tmp_path, call, text):
    film = "{{ film.title }}" if 'as_="film"' in call else ""
    row = "{{ row.title }}-" + film + "{{ title }}{{ this.title }}{{ size }} "
    for name, source in {"page": f"{{{{ {call} }}}}", "partials/row": row}.items():
        file = tmp_path / "views" / f"{name}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source)
    films = (
        'A, B = {"title": "a"}, {"title": "b"}\ndef page(request): return View("page", films=[A, B], film=A)'
    )

    assert f"`{call}`" in PAGE
    assert (
        serve("views: {directory: views}\nroutes: [{path: /, handler: 'served:page'}]\n", films).get("/").text
        == text
    )


def test_delimiters_that_are_shown_are_accepted(serve, tmp_path):
    (delimiters,) = re.findall(r"^```yaml\n(views:.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "page.html").write_text("<% if true %><%= 1 + 1 %>{{ 3 }}<% endif %>")

    assert serve(f"{delimiters}routes: [{{path: /, view: page}}]\n").get("/").text == "2{{ 3 }}"
