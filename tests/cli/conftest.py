"""The command line in a folder of its own, within this process and as one."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import pytest

from gateway.cli import main

ROOT = Path(__file__).parents[2]
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty current folder, and an environment that says nothing of the gateway."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    for name in ("GATEWAY_CONFIG", "GATEWAY_ENV", "NO_COLOR", "PORT"):
        monkeypatch.delenv(name, raising=False)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(f"{tmp_path}/"):
            del sys.modules[name]


@pytest.fixture
def run(folder, capsys):
    """Exit status, standard output and standard error of a command."""

    def run(*arguments):
        try:
            status = main(arguments)
        except SystemExit as error:
            status = error.code
        return (status, *capsys.readouterr())

    return run


def environment(**more: str) -> dict[str, str]:
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return known | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | more


@pytest.fixture
def process(folder):
    """A command as a process of its own, finished."""

    def process(*arguments, **options):
        return subprocess.run(
            [sys.executable, "-m", "gateway", *arguments],
            cwd=folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            **options,
        )

    return process


@dataclass
class Served:
    """`gateway serve` as a process: where it answers, what it wrote."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def get(self, path: str = "/") -> tuple[int, str]:
        try:
            with DIRECT.open(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def eventually(self, path: str, text: str) -> bool:
        """Whether a path answers with a text within twenty seconds."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            # Between two processes there is nobody to ask, and the one that ends may leave an answer halfway.
            with contextlib.suppress(OSError, HTTPException):
                if text in self.get(path)[1]:
                    return True
            time.sleep(0.1)
        return False

    def log(self) -> str:
        return (self.folder / "log.txt").read_text()

    def stop(self) -> int:
        """Ctrl+C, which goes to the reloading process as well."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(10)


@pytest.fixture
def serve(folder) -> Iterator:
    """Start `gateway serve` on a free port."""
    started = []

    def serve(*arguments):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with (folder / "log.txt").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "gateway", "serve", "--port", str(port), *arguments],
                cwd=folder,
                env=environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(process)
        return Served(port, folder, process)

    yield serve
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
