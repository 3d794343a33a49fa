"""The servers that sessions are kept on, each started for one run and gone with it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

NAMES = ("encrypted", "cookie-session", "memory", "redis", "sqlite", "postgresql")
PATIENCE = 20  # seconds


def addresses() -> dict[str, str]:
    """The address of each server that runs, by the name of its store, as `running` has put it there."""
    told = {name: os.environ.get(f"BENCH_{name.upper()}") for name in ("redis", "sqlite", "postgresql")}
    return {name: address for name, address in told.items() if address}


@contextmanager
def running() -> Iterator[None]:
    """Redis and PostgreSQL where they are installed, and a file for SQLite; `addresses` tells of them."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o711)  # PostgreSQL is another user, and its folder below this one
        os.environ["BENCH_SQLITE"] = f"sqlite:///{folder}/sessions.sqlite"
        if shutil.which("redis-server"):
            port = _free_port()
            command = [
                "redis-server",
                "--port",
                str(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                folder,
            ]
            stack.enter_context(_serving(command, port))
            os.environ["BENCH_REDIS"] = f"redis://127.0.0.1:{port}/0"
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        if programs:
            port = _free_port()
            stack.enter_context(_postgresql(programs[-1], folder / "postgresql", port))
            os.environ["BENCH_POSTGRESQL"] = f"postgresql://tester@127.0.0.1:{port}/postgres"
        yield


@contextmanager
def _postgresql(programs: Path, folder: Path, port: int) -> Iterator[None]:
    """A server in a folder of its own, run by who may run it: not by root."""
    who = {"user": "postgres"} if os.geteuid() == 0 else {}
    folder.mkdir()
    if who:
        shutil.chown(folder, who["user"])
    data = folder / "data"
    made = [programs / "initdb", "--no-sync", "--auth=trust", "--username=tester", data]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **who)
    settings = ["-c", "unix_socket_directories=", "-p", str(port)]
    with _serving([programs / "postgres", "-D", data, *settings], port, cwd=folder, **who):
        yield


@contextmanager
def _serving(command: list[str | Path], port: int, **options) -> Iterator[None]:
    """A process that listens on a port; exit if it does not within 20 seconds."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **quiet, **options)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _listens(port):
            if time.monotonic() > deadline:
                raise SystemExit(f"{command[0]} does not listen")
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL would wait for its clients at a SIGTERM
        process.wait(PATIENCE)


def _listens(port: int) -> bool:
    """Whether somebody listens on a port of loopback."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
