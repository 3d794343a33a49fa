"""The hook for pre-commit lets no commit through that would break gateway.yaml."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from gateway.cli import main

ROOT = Path(__file__).parents[1]
HOOKS = ".pre-commit-hooks.yaml"


def git(folder: Path, environ: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    return subprocess.run(
        ["git", *who, *arguments], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Where `gateway` is this checkout's, and git and pre-commit know of nothing else on this machine."""
    command = tmp_path / "bin" / "gateway"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m gateway "$@"\n')
    command.chmod(0o755)
    return {
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "kept"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }


@pytest.fixture
def project(tmp_path: Path, environ: dict[str, str]) -> Path:
    """A new project in git, with the hook; it is not installed anew, which takes a network."""
    hooks, project = tmp_path / "hooks", tmp_path / "project"
    hooks.mkdir()
    (hooks / HOOKS).write_bytes((ROOT / HOOKS).read_bytes())
    main(["init", str(project)])
    for folder in (hooks, project):
        git(folder, environ, "init", "--quiet")
        git(folder, environ, "add", ".")
    git(hooks, environ, "commit", "--quiet", "--message", "One hook")
    revision = git(hooks, environ, "rev-parse", "HEAD").stdout.strip()
    hook = {"id": "gateway-check", "language": "system"}
    config = {"repos": [{"repo": str(hooks), "rev": revision, "hooks": [hook]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git(project, environ, "add", ".")
    subprocess.run([sys.executable, "-m", "pre_commit", "install"], cwd=project, env=environ, check=True)
    return project


def test_hook_lets_a_commit_without_mistakes_through(project: Path, environ: dict[str, str]) -> None:
    done = git(project, environ, "commit", "--message", "A new site")

    assert done.returncode == 0, done.stderr
    assert "gateway check" in done.stderr
    assert "Passed" in done.stderr


def test_hook_stops_a_commit_that_takes_a_handler_away(project: Path, environ: dict[str, str]) -> None:
    git(project, environ, "commit", "--message", "A new site")
    handlers = project / "handlers" / "home.py"
    # Another length: within one second Python takes a file of the same length for the one it has compiled.
    handlers.write_text(handlers.read_text().replace("def hello", "def welcome"))
    done = git(project, environ, "commit", "--all", "--message", "Welcome instead")

    assert done.returncode == 1
    assert 'gateway.yaml:12:35: error[GW061]: handlers.home has no "hello"' in done.stderr


def test_hook_looks_at_what_is_committed_only(project: Path, environ: dict[str, str]) -> None:
    (project / "gateway.yaml").write_text("version: 2\n")
    done = git(project, environ, "commit", "--message", "A new site")

    assert done.returncode == 0, done.stderr
    assert (project / "gateway.yaml").read_text() == "version: 2\n"
