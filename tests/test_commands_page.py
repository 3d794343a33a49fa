"""What the page about commands shows is what they do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.cli import main

PAGE = (Path(__file__).parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")


def blocks(title: str, kind: str) -> list[str]:
    section = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)[1]
    return re.findall(rf"^```{kind}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def answer(console: str, capsys) -> str:
    """The command of an example, and what it prints."""
    command = console.partition("\n")[0]
    main(command.split()[2:])
    return f"{command}\n{capsys.readouterr().out}"


@pytest.mark.parametrize("title", ["One order and one style", "From an older version"])
def test_example_is_written_as_the_page_shows(tmp_path, monkeypatch, capsys, title):
    (example,), (console,) = blocks(title, "yaml"), blocks(title, "console")
    (tmp_path / "gateway.yaml").write_text(example)
    monkeypatch.chdir(tmp_path)

    assert answer(console, capsys) == console
