"""The steps of the action for GitHub, run as a runner does, tell mistakes and changes beside their lines."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.cli import main

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
_, CHECK, COMPARE = ACTION["runs"]["steps"]
MISTAKE = "::error file=gateway.yaml,line=12,endLine=12,col=35,endColumn=54,title=gateway GW061::"


@dataclass
class Runner:
    """A job whose checkout has been made, and in which the gateway is installed."""

    folder: Path
    inputs: dict[str, str] = field(default_factory=dict)
    target: str = ""

    def git(self, *arguments: str) -> str:
        who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
        command = ["git", *who, *arguments]
        done = subprocess.run(command, cwd=self.checkout, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    @property
    def checkout(self) -> Path:
        return self.folder / "checkout"

    def run(self, step: dict[str, Any]) -> tuple[int, str]:
        """The status and the output of a step."""
        known = {f"inputs.{name}": given["default"] for name, given in ACTION["inputs"].items()}
        known |= {f"inputs.{name}": value for name, value in self.inputs.items()}
        known |= {"github.event.pull_request.base.sha": self.target}
        given = {
            name: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: known[found[1]], value)
            for name, value in step["env"].items()
        }
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "RUNNER_TEMP": str(self.folder)}
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(
            shell, cwd=self.checkout, env=environ | given, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """One with a new project, of which the target branch has its first version."""
    command = tmp_path / "gateway" / "bin" / "gateway"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m gateway "$@"\n')
    command.chmod(0o755)
    runner = Runner(tmp_path)
    main(["init", str(runner.checkout)])
    runner.git("init", "--quiet")
    runner.git("add", ".")
    runner.git("commit", "--quiet", "--message", "A new site")
    runner.git("remote", "add", "origin", str(runner.checkout / ".git"))
    runner.target = runner.git("rev-parse", "HEAD")
    return runner


def replace(runner: Runner, old: str, new: str) -> None:
    """Write something else into gateway.yaml."""
    file = runner.checkout / "gateway.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_nothing_is_told_where_nothing_is_wrong(runner: Runner) -> None:
    assert runner.run(CHECK) == (0, "")


def test_mistake_is_told_beside_its_line(runner: Runner) -> None:
    replace(runner, "handlers.home:hello", "handlers.home:hallo")
    status, said = runner.run(CHECK)

    assert status == 1
    assert said.startswith(MISTAKE)


def test_warning_fails_where_it_is_to_be_strict(runner: Runner) -> None:
    replace(runner, "settings:\n", "settings:\n  trust_proxy: true\n")

    assert runner.run(CHECK)[0] == 0
    runner.inputs = {"strict": "true"}
    assert runner.run(CHECK)[0] == 1


def test_environment_is_chosen(runner: Runner) -> None:
    replace(runner, "routes:\n", "environments: {staging: {settings: {etag: none}}}\nroutes:\n")

    assert runner.run(COMPARE) == (0, "::notice::nothing changes for clients\n")
    runner.inputs = {"environment": "staging"}
    assert "settings.etag" in runner.run(COMPARE)[1]


def test_change_is_told_beside_its_line(runner: Runner) -> None:
    replace(runner, ", security_headers]", "]")
    status, said = runner.run(COMPARE)

    assert status == 0
    assert re.search(r"^::warning file=gateway\.yaml,line=\d+.*security_headers", said, re.MULTILINE)


@pytest.mark.parametrize("inputs", [{"compare": "false"}, {"file": "elsewhere.yaml"}])
def test_nothing_is_compared_that_is_not_to_be(runner: Runner, inputs: dict[str, str]) -> None:
    replace(runner, ", security_headers]", "]")
    runner.inputs = inputs

    assert runner.run(COMPARE) == (0, "")


def test_nothing_is_compared_outside_a_pull_request(runner: Runner) -> None:
    replace(runner, ", security_headers]", "]")
    runner.target = ""

    assert runner.run(COMPARE) == (0, "")


def test_what_mends_the_target_fails_for_nothing(runner: Runner) -> None:
    replace(runner, "routes:\n", "rotes:\n")
    runner.git("commit", "--quiet", "--all", "--message", "A mistake")
    runner.target = runner.git("rev-parse", "HEAD")
    replace(runner, "rotes:\n", "routes:\n")
    status, said = runner.run(COMPARE)

    assert status == 0
    assert "::notice title=gateway diff::gateway.yaml could not be compared with what this goes into" in said


@pytest.mark.parametrize("step", ACTION["runs"]["steps"], ids=lambda step: step["name"])
def test_no_input_becomes_text_of_a_script(step: dict[str, Any]) -> None:
    assert "${{" not in step["run"]


def test_github_takes_the_action() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions"]
    done = subprocess.run([*command, str(ROOT / "action.yml")], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
