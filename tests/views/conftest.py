"""Templates in a folder of the test's own, and requests to render them for."""

from __future__ import annotations

import pytest

from gateway.http.app import App
from gateway.http.request import Request
from gateway.views.templates import Templates


@pytest.fixture
def write(tmp_path):
    """Write templates, given as path=text, below a folder; return the folder."""

    def write_files(files, folder="views"):
        for name, text in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / folder

    return write_files


@pytest.fixture
def templates(write):
    """Templates over one folder of given files."""

    def templates_of(files, **options):
        return Templates([write(files)], **options)

    return templates_of


@pytest.fixture
def request_to():
    """A GET request to an application that has these parts."""

    def make(path="/", **parts):
        app = App(url_for=url_for, respond=None, following=None, **parts)
        return Request({"REQUEST_METHOD": "GET", "PATH_INFO": path}, app)

    return make


def url_for(name, **params):
    return "/".join(["", name, *map(str, params.values())])


@pytest.fixture
def get(request_to):
    """A request to a bare application."""
    return request_to()
