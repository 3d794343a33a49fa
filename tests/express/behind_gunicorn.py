"""Our side of some groups behind a real gunicorn with the settings of this repository."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.express.groups import HERE

ROOT = HERE.parents[1]
PATIENCE = 30  # seconds


@contextmanager
def served(*groups: str, folder: Path) -> Iterator[dict[str, int]]:
    """The port of each group while it is served; they start side by side."""
    with ExitStack() as stack:
        ports = {group: stack.enter_context(_started(group, folder / group)) for group in groups}
        for port in ports.values():
            _await(port)
        yield ports


@contextmanager
def _started(group: str, folder: Path) -> Iterator[int]:
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py")]
    environ = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "GATEWAY_CONFIG": str(HERE / group / "gateway.yaml"),
        "GATEWAY_ENV": "production",
        "WEB_CONCURRENCY": "1",
    }
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}", "gateway:app"],
            cwd=folder,
            env=environ,
            stdout=log,
            stderr=log,
        )
    try:
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _await(port: int) -> None:
    """Return once somebody listens; raise ConnectionError if nobody ever does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise ConnectionError(f"nobody listens on port {port}")
