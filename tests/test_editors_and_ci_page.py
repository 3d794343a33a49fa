"""What the page about editors and CI shows is understood by those it is for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from gateway.cli import main
from tests.schemas.language_server import editor
from tests.schemas.test_language_server import needs_server

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "editors-and-ci.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def shown(kind: str, word: str) -> str:
    """The one block of a kind that has a word."""
    (text,) = [text for language, text in SHOWN if language == kind and word in text]
    return text


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new project whose gateway.yaml does not name its schema."""
    main(["init", str(tmp_path)])
    file = tmp_path / "gateway.yaml"
    file.write_text(file.read_text().replace(shown("yaml", "=gateway.schema.json"), ""))
    return tmp_path


def settings_of_vs_code() -> dict[str, list[str]]:
    return json.loads(shown("json", "yaml.schemas"))["yaml.schemas"]


@needs_server
def test_settings_of_vs_code_name_the_schema(project: Path) -> None:
    with editor({"schemas": settings_of_vs_code()}, project) as window:
        (found,) = window.open(project / "gateway.yaml", "version: 1\nrotes: []\n")

    assert found["message"] == "Property rotes is not allowed."


def test_settings_of_other_editors_are_the_same() -> None:
    helix = tomllib.loads(shown("toml", "schemas"))["language-server"]["yaml-language-server"]["config"]
    (name, files) = re.search(r'schemas = \{ \["(.*?)"\] = \{ (.*?) \} \}', shown("lua", "schemas")).groups()

    assert helix["yaml"]["schemas"] == settings_of_vs_code()
    assert {name: json.loads(f"[{files}]")} == settings_of_vs_code()


@needs_server
def test_new_project_is_known_to_an_editor_as_it_is(tmp_path: Path) -> None:
    main(["init", str(tmp_path)])
    text = (tmp_path / "gateway.yaml").read_text()
    with editor({}) as window:
        assert window.open(tmp_path / "gateway.yaml", text) == []
        assert window.open(tmp_path / "wrong.yaml", text.replace("routes:", "rotes:")) != []


@needs_server
def test_included_file_is_known_to_an_editor_by_its_first_line(project: Path) -> None:
    line = shown("yaml", "included")
    with editor({}) as window:
        assert window.open(project / "routes" / "a.yaml", f"{line}routes: []\n") == []
        (found,) = window.open(project / "routes" / "b.yaml", f"{line}settings: {{}}\n")

    assert found["message"] == "Property settings is not allowed."


def test_pre_commit_takes_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(shown("yaml", "gateway-check"))
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("github-workflows", "example/gateway@"),
        ("github-workflows", "upload-sarif"),
        ("gitlab-ci", "reports: {junit"),
    ],
)
def test_pipelines_are_written_as_their_services_want_them(tmp_path: Path, kind: str, word: str) -> None:
    file = tmp_path / "pipeline.yaml"
    file.write_text(shown("yaml", word))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_inputs_of_the_action_are_those_it_has() -> None:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    rows = re.findall(r"^\| `(\w+)` \| `(.*?)` \|", PAGE, re.MULTILINE)
    steps = yaml.safe_load(shown("yaml", "example/gateway@"))["jobs"]["gateway"]["steps"]

    assert dict(rows) == {name: given["default"] for name, given in inputs.items()}
    assert steps[-1]["with"].keys() <= inputs.keys()


COMMANDS = [
    re.search(r"gateway check --format sarif.*", shown("yaml", "upload-sarif"))[0],
    yaml.safe_load(shown("yaml", "reports: {junit"))["gateway"]["script"][-1],
    re.search(r"sh '(.*gateway check.*)'", shown("groovy", "junit"))[1],
]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_of_pipelines_write_their_report_and_fail(project: Path, command: str) -> None:
    (project / "gateway.yaml").write_text("version: 1\nrotes: []\n")
    name = command.removeprefix(".venv/bin/").replace("gateway", f"{sys.executable} -m gateway", 1)
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", name], cwd=project, env=environ, check=False)
    (report,) = [*project.glob("gateway.sarif"), *project.glob("gateway.xml")]

    assert done.returncode == 1
    assert "rotes" in report.read_text()
