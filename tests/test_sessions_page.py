"""The page about sessions is true: its service runs, and answers what is shown."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from werkzeug.test import Client

from gateway.wsgi import load

PAGE = (Path(__file__).parents[1] / "docs" / "sessions.md").read_text(encoding="utf-8")
ENVIRON = {"GATEWAY_ENV": "production", "SESSION_KEY": "0123456789abcdef0123456789abcdef"}
SHOWN = re.findall(r"^\| `(/\w+)` \| `(.+)` \|$", PAGE, re.MULTILINE)


def shown(name: str) -> str:
    """The file of that name on the page."""
    [text] = re.findall(rf"^`{re.escape(name)}`\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return text


@pytest.fixture
def visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser of the service on the page, whose handlers have a package of their own here."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    (tmp_path / "gateway.yaml").write_text(shown("gateway.yaml").replace("handlers.", "paged."))
    (tmp_path / "paged").mkdir()
    (tmp_path / "paged" / "visits.py").write_text(shown("handlers/visits.py"))
    return Client(load(tmp_path / "gateway.yaml", environ=ENVIRON))


def test_service_answers_what_the_page_shows(visitor: Client) -> None:
    assert [(path, visitor.get(path).text) for path, _ in SHOWN] == SHOWN
    assert len(SHOWN) == 10


def test_remembered_visitor_has_the_attributes_of_the_page(visitor: Client) -> None:
    (line,) = visitor.get("/enter").headers.getlist("Set-Cookie")

    assert ("Max-Age=2592000" in line, line.endswith("SameSite=Strict")) == (True, True)
