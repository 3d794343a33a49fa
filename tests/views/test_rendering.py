"""Pages that are sent as they are made."""

from __future__ import annotations

from itertools import count

import pytest

from gateway.views import stream
from gateway.views.rendering import _PIECE

ROWS = "{% for row in rows %}<li>{{ row }}</li>{% endfor %}"


@pytest.fixture
def streamed(templates, request_to):
    """The pieces of a page among files."""

    def pieces(files, name="home", options=None, /, **values):
        return stream(request_to(templates=templates(files, **(options or {}))), name, **values)

    return pieces


def test_stream_has_the_text_of_the_page(streamed):
    assert "".join(streamed({"home.html": ROWS}, rows=range(3))) == "<li>0</li><li>1</li><li>2</li>"


def test_pieces_are_worth_sending(streamed):
    sizes = [len(piece) for piece in streamed({"home.html": ROWS}, rows=range(5000))]

    assert len(sizes) > 5
    assert all(_PIECE <= size < _PIECE + 20 for size in sizes[:-1])


def test_first_piece_comes_before_the_last_row_is_made(streamed):
    rows = count()
    pieces = streamed({"home.html": ROWS}, rows=rows)

    assert next(pieces).startswith("<li>0</li><li>1</li>")
    assert next(rows) < _PIECE


def test_empty_page_has_no_pieces(streamed):
    assert list(streamed({"home.html": ""})) == []


def test_page_that_fills_its_pieces_ends_without_an_empty_one(streamed):
    assert [len(piece) for piece in streamed({"home.html": "{{ text }}"}, text="a" * _PIECE)] == [_PIECE]


@pytest.mark.parametrize("page", ["page", ""])
def test_layout_goes_around_a_stream(streamed, page):
    files = {"layout.html": "<b>{{ title }}</b>{{ body }}<i>", "home.html": '{% set title = "Home" %}' + page}

    assert "".join(streamed(files, "home", {"layout": "layout"})) == f"<b>Home</b>{page}<i>"


def test_head_of_the_layout_comes_with_the_first_piece(streamed):
    files = {"layout.html": "head {{ body }} foot", "home.html": ROWS}
    pieces = list(streamed(files, "home", {"layout": "layout"}, rows=range(5000)))

    assert pieces[0].startswith("head <li>0</li>")
    assert pieces[-1] == " foot"


@pytest.mark.parametrize(
    ("layout", "text"),
    [(None, "page"), ("none", "page"), (False, "page"), ("other", "(page)"), (True, "[page]")],
)
def test_stream_may_choose_its_layout(streamed, layout, text):
    files = {"layout.html": "[{{ body }}]", "other.html": "({{ body }})", "home.html": "page"}

    assert "".join(streamed(files, "home", {"layout": "layout"}, layout=layout)) == text


@pytest.mark.parametrize(
    ("source", "said"),
    [("no", "not at all"), ("{{ body }}{{ body }}", "2 times"), ("{{ body|upper }}", "not at all")],
)
def test_layout_that_does_not_print_the_body_once_is_refused_before_anything_is_sent(streamed, source, said):
    pieces = streamed({"layout.html": source, "home.html": "page"}, "home", {"layout": "layout"})

    with pytest.raises(ValueError, match=rf"layout\.html prints `body` {said}: around a stream"):
        next(pieces)


def test_plain_text_in_a_layout_is_escaped_as_it_comes(streamed):
    files = {"layout.html": "[{{ body }}]", "mail.txt": "{{ name }}"}

    assert "".join(streamed(files, "mail.txt", layout="layout.html", name="<b>")) == "[&lt;b&gt;]"


def test_page_that_extends_is_streamed_as_it_is(streamed):
    files = {
        "layout.html": "[{{ body }}]",
        "frame.html": "frame {% block main %}{% endblock %}",
        "home.html": '{% extends "frame" %}{% block main %}page{% endblock %}',
    }

    assert "".join(streamed(files, "home", {"layout": "layout"})) == "frame page"


def test_page_of_an_engine_is_streamed_too(streamed):
    options = {"engines": {".md": lambda source, values: source.upper()}, "layout": "layout"}

    assert "".join(streamed({"layout.html": "[{{ body }}]", "a.md": "note"}, "a.md", options)) == "[NOTE]"


def test_missing_page_is_told_at_once(streamed):
    with pytest.raises(LookupError, match='no template "about"'):
        streamed({"home.html": ""}, "about")


def test_error_in_a_stream_tells_its_file_and_line(streamed):
    pieces = streamed({"home.html": "{{ text }}\n{{ 1 // 0 }}"}, text="a" * _PIECE)
    next(pieces)

    with pytest.raises(ZeroDivisionError) as caught:
        next(pieces)

    last = caught.traceback[-1]
    assert (last.path.name, last.lineno + 1) == ("home.html", 2)


SERVICE = "views: {directory: views, layout: layout}\nroutes: [{path: /, handler: 'served:page'}]\n"
PAGE = """
from gateway.views import stream

def rows():
    for row in range(5000):
        if row == FAILS_AT:
            raise ValueError(row)
        yield row

def page(request):
    return stream(request, "home", rows=rows())
"""


@pytest.fixture
def served(serve, tmp_path):
    """A client of a service that streams a page, which fails at a row."""

    def client(fails_at):
        (tmp_path / "views").mkdir()
        (tmp_path / "views" / "layout.html").write_text("<main>{{ body }}</main>")
        (tmp_path / "views" / "home.html").write_text(ROWS)
        return serve(SERVICE, PAGE.replace("FAILS_AT", str(fails_at)))

    return client


def test_handler_answers_with_a_stream(served):
    answer = served(None).get("/")

    assert answer.content_type == "text/html; charset=utf-8"
    assert "Content-Length" not in answer.headers
    assert answer.text.startswith("<main><li>0</li>")
    assert answer.text.endswith("<li>4999</li></main>")


def test_error_before_the_first_piece_has_its_page(served):
    assert served(3).get("/").status_code == 500


def test_error_after_it_cuts_the_answer_short(served):
    with pytest.raises(ValueError, match="3000"):
        served(3000).get("/", buffered=True)
