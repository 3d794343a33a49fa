"""The sandbox behind a real gunicorn, and a site by others that logs in at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.login.sandbox.asking import CLIENT_ID, CLIENT_SECRET
from tests.login.site import KEYS

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PATIENCE = 30  # seconds
SERVICE = f"""
version: 1
env: {{PUBLIC_URL: {{}}}}
settings: {{public_url: "${{PUBLIC_URL}}"}}
session: {{keys: ["{KEYS[0]}"]}}
login:
  someone: {{provider: sandbox, stack: [session, csrf]}}
"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a service with a sandbox, in development, while two workers serve it."""
    (folder / "gateway.yaml").write_text(SERVICE, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py")]
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "GATEWAY_ENV": "development",
        "PUBLIC_URL": url,
        "WEB_CONCURRENCY": "2",
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
        _await(port)
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def site_of_others(sandbox: str, client_secret: str = CLIENT_SECRET) -> Iterator[str]:
    """The address of `clients.mjs` while it runs."""
    environ = {"SANDBOX": sandbox, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": client_secret}
    process = subprocess.Popen(
        ["node", str(HERE / "clients.mjs")],
        env={"PATH": os.environ["PATH"], **environ},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


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
