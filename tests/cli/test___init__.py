from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gateway import __version__
from gateway.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]


def test_help_tells_every_command(run):
    status, out, _ = run("--help")

    assert status == 0
    assert all(f"  {name}" in out and purpose in out for name, purpose in COMMANDS.items())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run, command):
    status, out, _ = run(command, "--help")

    assert status == 0
    assert out.startswith(f"usage: gateway {command}")


def test_version_is_told(run):
    assert run("--version") == (0, f"gateway {__version__}\n", "")


@pytest.mark.parametrize("arguments", [(), ("chek",), ("check", "--nothing"), ("--nothing",)])
def test_wrong_use_is_2(run, arguments):
    status, out, err = run(*arguments)

    assert (status, out) == (2, "")
    assert "usage: gateway" in err


def test_unknown_command_tells_which_there_are(run):
    assert all(name in run("chek")[2] for name in COMMANDS)


@pytest.fixture
def abandoned():
    """The writing end of a pipe that nobody reads."""
    read, write = os.pipe()
    os.close(read)
    yield write
    os.close(write)


def test_reader_who_leaves_is_no_mistake(abandoned):
    done = subprocess.run(
        [sys.executable, "-m", "gateway", "schema"],
        cwd=ROOT,
        stdout=abandoned,
        stderr=subprocess.PIPE,
        timeout=30,
        check=False,
    )

    assert (done.returncode, done.stderr) == (141, b"")


def test_reader_who_leaves_is_told_by_the_status(folder, abandoned, monkeypatch):
    with os.fdopen(os.dup(abandoned), "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)

        assert main(["schema"]) == 141


def test_interrupt_is_told_by_the_status(run, folder):
    (folder / "gateway.yaml").write_text("version: 1\nroutes: [{path: /, handler: 'slow:show'}]\n")
    (folder / "slow.py").write_text("import signal\nsignal.raise_signal(signal.SIGINT)\n")

    assert run("check", "--import") == (130, "", "")
