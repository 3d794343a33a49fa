"""What the page about checking says is what the command does."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path

import pytest

from gateway.check.examination import examined
from gateway.check.ignores import without_ignored
from gateway.check.mending import Mending
from gateway.cli import main
from gateway.cli.check import FORMATS, add_options

PAGE = (Path(__file__).parents[1] / "docs" / "check.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)[1]


def test_page_lists_every_format():
    rows = re.findall(r"^\| `(\w+)` \|", section("Formats").partition("###")[0], re.MULTILINE)

    assert rows == list(FORMATS)


def test_page_lists_every_option():
    parser = ArgumentParser(add_help=False)
    add_options(parser)
    options = re.findall(r"--[a-z-]+", parser.format_help())
    listed = re.findall(r"`(--[a-z-]+)", "".join(re.findall(r"^\| (`--.*?) \|", PAGE, re.MULTILINE)))

    assert set(options) == set(listed)


def test_warning_of_the_page_is_ignored(tmp_path):
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", section("Ignoring a warning"), re.MULTILINE | re.DOTALL)
    file = tmp_path / "gateway.yaml"
    file.write_text(f"version: 1\n{example}routes: [{{path: /, respond: {{text: hello}}}}]\n")
    compiled = examined(file, environ={})

    assert [problem.rule for problem in compiled.warnings] == ["GW037"]
    assert without_ignored(compiled.warnings, compiled.files) == ()


def test_example_is_mended_as_the_page_shows(tmp_path, monkeypatch, capsys):
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", section("Mending"), re.MULTILINE | re.DOTALL)
    (shown,) = re.findall(r"--diff\n(.*?)^```$", section("Mending"), re.MULTILINE | re.DOTALL)
    (tmp_path / "gateway.yaml").write_text(example)
    monkeypatch.chdir(tmp_path)

    assert (main(["check", "--fix", "--diff"]), capsys.readouterr().out) == (1, shown)


@pytest.mark.parametrize(
    ("written", "meant"),
    re.findall(r"`([^`]*)`(?: of a body)? is `([^`]*)`", section("Mending").partition("Nothing else")[0]),
)
def test_examples_of_mending_are_mended(tmp_path, written, meant):
    contexts = (
        "routes: [{path: /, %s: [GET], respond: {}}]",
        "routes: [{path: /, handler: 'a:b', body: {%s: 1KB}}]",
        "routes: [{path: /, methods: [%s], respond: {}}]",
        "routes: [{path: %s, respond: {}}]",
        "session: {cookie: {same_site: %s}}",
        "session: {cookie: {%s}}",
        "env: {A: {min_length: %s}}",
    )
    mended = [_mended(tmp_path, context % written) == context % meant for context in contexts]

    assert any(mended)


def _mended(folder, text):
    (folder / "gateway.yaml").write_text(f"version: 1\n{text}\n")
    mending = Mending({})
    mending.mend(folder / "gateway.yaml")
    (draft,) = mending.drafts.values()
    return draft.settled.splitlines()[1]
