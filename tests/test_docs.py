"""What the README and the pages show is true: its configuration compiles, its links lead somewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.wsgi import load

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
ENVIRON = {"GATEWAY_ENV": "production", "SESSION_KEY": "0123456789abcdef0123456789abcdef"}


def block(kind: str) -> str:
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)[0]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The README's example as a folder; its handlers have a package of their own here."""
    for folder in ("shown", "views/errors", "public"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "shown" / "__init__.py").touch()
    (tmp_path / "shown" / "users.py").write_text(block("python"))
    (tmp_path / "shown" / "home.py").write_text("def index(request):\n    return {}\n")
    (tmp_path / "views" / "index.html").write_text("home")
    (tmp_path / "views" / "errors" / "404.html").write_text("nothing here")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return tmp_path


def test_readme_configuration_compiles(project: Path) -> None:
    file = project / "gateway.yaml"
    file.write_text(block("yaml").replace("handlers.", "shown."))

    assert len(load(file, environ=ENVIRON).table.rows) == 5


def test_readme_report_is_what_the_mistakes_get(project: Path) -> None:
    file = project / "gateway.yaml"
    mistaken = block("yaml").replace("security_headers", "security_header").replace(":show", ":shwo")
    file.write_text(mistaken.replace("handlers.", "shown."))

    with pytest.raises(ConfigError) as refused:
        load(file, environ=ENVIRON)

    shown = re.findall(r"^gateway\.yaml:\d+:\d+: error\[(GW\d+)\]: (.*)$", README, re.MULTILINE)
    told = [
        (problem.rule, problem.message.replace("shown.", "handlers.")) for problem in refused.value.problems
    ]
    assert told == shown
    helps = re.findall(r"^ *= help: (.*)$", README, re.MULTILINE)
    assert [problem.help for problem in refused.value.problems] == helps


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_readme_example_takes_fifteen_lines() -> None:
    assert len(block("yaml").splitlines()) == 15
