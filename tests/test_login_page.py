"""The page about logging in is true: its service runs, and answers what is shown."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from gateway.config.presets import PRESETS
from gateway.wsgi import load
from tests.login.visiting import Visiting

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "login.md").read_text(encoding="utf-8")
ENVIRON = {"GATEWAY_ENV": "development", "SESSION_KEY": "0123456789abcdef0123456789abcdef"}
SHOWN = re.findall(r"^\| ([\w, ]+) \| `(/[^`]+)` \| (.+) \|$", PAGE, re.MULTILINE)


def shown(name: str) -> str:
    """The file of that name on the page."""
    [text] = re.findall(rf"^`{re.escape(name)}`\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return text


@pytest.fixture
def visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visiting:
    """A browser of the service on the page, whose handlers have a package of their own here."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    (tmp_path / "gateway.yaml").write_text(shown("gateway.yaml").replace("handlers.", "loginpaged."))
    (tmp_path / "loginpaged").mkdir()
    (tmp_path / "loginpaged" / "people.py").write_text(shown("handlers/people.py"))
    return Visiting(load(tmp_path / "gateway.yaml", environ=ENVIRON))


@pytest.mark.parametrize(("who", "path", "said"), SHOWN, ids=[f"{who} {path}" for who, path, _ in SHOWN])
def test_service_answers_what_the_page_shows(visitor: Visiting, who: str, path: str, said: str) -> None:
    assert answer(visitor, who, path) == said


def test_every_row_was_asked_for() -> None:
    assert len(SHOWN) == 6


def answer(visitor: Visiting, who: str, path: str) -> str:
    """What somebody is answered, as the page writes it."""
    name, _, login = who.partition(", by ")
    person = {"Marisol": "marisol_quint", "Tobias": "fennmark"}.get(name)
    if person is not None:
        back = visitor.chosen(f"/login/{login}?return_to=/me", person)
        landed = visitor.get(back)
        found = landed if path.endswith("/callback") else visitor.get(path)
    else:
        found = visitor.get(path, Accept="text/html")
    if found.status_code == 303:
        return f"303 `{found.location}`"
    if path.startswith("/login?"):
        listed = re.findall(r'<a class="button" href="([^"]+)">([^<]+)</a>', found.text)
        first, *others = [f"`{label}` leads to `{start}`" for start, label in listed]
        return ", ".join([first, *(other.replace(" leads", "") for other in others)])
    return f"`{found.text.strip()}`" if found.status_code == 200 else str(found.status_code)


def test_every_provider_is_on_the_page() -> None:
    rows = re.findall(r"^\| (`[a-z`, ]+) \| (oauth1|oauth2|oidc) \|", PAGE, re.MULTILINE)
    told = {name: kind for names, kind in rows for name in re.findall(r"`(\w+)`", names)}

    assert told == {name: preset.kind for name, preset in PRESETS.items()}


def test_every_reason_is_on_the_page() -> None:
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "gateway" / "login").glob("*.py")]
    raised = re.compile(r'(?:Login|ProviderBusy)Error\(\s*(?:\d+, )?"(\w+)"')
    named = {reason for text in sources for reason in raised.findall(text)}
    told = set(re.findall(r"`(\w+?)(?:_\.\.\.)?`", PAGE))

    assert {reason for reason in named if not reason.startswith("id_token")} - told == {"expired_token"}
