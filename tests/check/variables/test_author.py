from __future__ import annotations

import pytest

from gateway.check.variables.author import Author


@pytest.fixture
def author(tmp_path):
    def make(**files):
        for name, text in files.items():
            file = tmp_path / f"{name.replace('__', '/')}.py"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        return Author(tmp_path, [tmp_path / "views"])

    return make


def test_words_are_those_of_the_code_and_of_what_templates_set(author, tmp_path):
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "a.html").write_text("{% set title, year = 1, 2 %}{{ other }}")

    words = author(handlers="def show(request):\n    return {'film': 1}\n").words

    assert {"film", "show", "request", "title", "year"} <= words
    assert "other" not in words


def test_what_is_installed_or_hidden_is_not_the_authors(author, tmp_path):
    (tmp_path / "env").mkdir()
    (tmp_path / "env" / "pyvenv.cfg").touch()
    found = author(**{"env__a": "installed = 1", ".tools__b": "hidden = 1", "site-packages__c": "packed = 1"})

    assert not {"installed", "hidden", "packed"} & found.words


@pytest.mark.parametrize(
    "text",
    [
        "View('a', **values)",
        "views.render(request, 'a', **values)",
        "from gateway.views import View as V",
        "request.state.__dict__.update(values)",
        "fill(request.state)",
        "def broken(:",
    ],
)
def test_names_that_are_computed_may_be_any(author, text):
    assert author(handlers=text).is_open


@pytest.mark.parametrize(
    "text",
    [
        "View('a', film=film)",
        "request.state.film = film",
        "from gateway.views import View",
        "other(**values)",
        "made()(**values)",
    ],
)
def test_names_that_are_written_are_known(author, text):
    assert not author(handlers=text).is_open


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("data: handlers.films:listed", True),
        ("data: films:listed", True),
        ("data: jinja2.filters:do_mark_safe", False),
        ("scope: [read:user]", True),
        ("to: https://example.org", True),
    ],
)
def test_modules_of_the_author_are_told_from_others(author, tmp_path, text, is_own):
    (tmp_path / "gateway.yaml").write_text(text)

    found = author(handlers__films="", films="").has_all([tmp_path / "gateway.yaml", tmp_path / "gone.yaml"])

    assert found == is_own
