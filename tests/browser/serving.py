"""A service behind gunicorn, as a process of its own."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
START_TIMEOUT = 30


class Service:
    """A running service: its address and what it has printed."""

    def __init__(self, folder, url):
        self.url = url
        self.output = folder / "output.txt"

    def log(self):
        return self.output.read_text(encoding="utf-8")


@contextmanager
def serving(folder, port, certificate=None, **environ):
    """`gunicorn gateway:app` in a folder, in development, without keys; with a certificate over TLS."""
    service = Service(folder, f"{'https' if certificate else 'http'}://127.0.0.1:{port}")
    told = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}:{folder}",
        "PORT": str(port),
        "PUBLIC_URL": service.url,
        "GATEWAY_ENV": "development",
    }
    secure = ["--certfile", str(certificate)] if certificate else []
    with service.output.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), *secure, "gateway:app"],
            cwd=folder,
            env={**told, **environ},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        wait_for(service, process, certificate)
        yield service
        process.terminate()
        assert process.wait(timeout=40) == 0
    assert "Traceback" not in service.log()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(service, process, certificate):
    """Return when the service is healthy; fail with what it printed when it is not in time."""
    trusting = ssl.create_default_context(cafile=certificate) if certificate else None
    deadline = time.monotonic() + START_TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{service.url}/healthz", timeout=2, context=trusting):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    process.kill()
    pytest.fail(service.log())
