"""`gunicorn gateway:app` with our settings, as a process: how it starts, refuses, reloads and survives."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GOOD = """
version: 1
routes:
  - {path: /, respond: {text: VERSION}}
  - {path: /exit, handler: "served:leave"}
  - {path: /echo, methods: [POST], handler: "served:echo"}
  - {path: /fields, handler: "served:fields"}
"""
BAD = GOOD + "rotues: []\n"
HANDLERS = """
import sys

def leave(request):
    sys.exit(3)

def echo(request):
    return request.data

def fields(request):
    return [request.get("X-A"), request.get("User-Agent"), request.cookies]
"""


@dataclass
class Server:
    """A running gunicorn: where it listens, what it wrote."""

    folder: Path
    port: int
    process: subprocess.Popen[str]

    def get(self, path: str) -> tuple[int, str]:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, ""

    def configure(self, text: str) -> None:
        (self.folder / "gateway.yaml").write_text(text)

    def log(self) -> str:
        return (self.folder / "log.txt").read_text()


def eventually(is_so: Callable[[], bool]) -> bool:
    """Whether something becomes true within ten seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if is_so():
                return True
        time.sleep(0.05)
    return False


def start(folder: Path, text: str, **environment: str) -> Server:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "gateway.yaml").write_text(text)
    (folder / "served.py").write_text(HANDLERS)
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    known |= {"PYTHONPATH": f"{ROOT}:{folder}", "PORT": str(port)}
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "gateway:app"],
            cwd=folder,
            env=known | environment,
            stdout=log,
            stderr=log,
            text=True,
        )
    return Server(folder, port, process)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = start(tmp_path, GOOD.replace("VERSION", "one"))
    assert eventually(lambda: running.get("/healthz")[0] == 200), running.log()
    yield running
    running.process.terminate()
    running.process.wait(10)


def test_server_answers_what_the_configuration_says(server: Server) -> None:
    assert server.get("/") == (200, "one")


@pytest.mark.parametrize("workers", ["1", "3"])
def test_bad_configuration_is_reported_once_and_ends_with_1(tmp_path: Path, workers: str) -> None:
    server = start(tmp_path, BAD, WEB_CONCURRENCY=workers)

    assert server.process.wait(20) == 1
    assert server.log().count('"rotues"') == 1
    assert "gateway.yaml:8:1: error" in server.log()
    assert "Traceback" not in server.log()
    assert "Booting worker" not in server.log()


def test_missing_configuration_is_named_and_ends_with_1(tmp_path: Path) -> None:
    server = start(tmp_path, GOOD, GATEWAY_CONFIG="nope.yaml")

    assert server.process.wait(20) == 1
    assert "nope.yaml:1:1: error[GW095]: nope.yaml not found" in server.log()
    assert "Traceback" not in server.log()


def test_handler_that_exits_with_3_ends_its_request_only(server: Server) -> None:
    assert server.get("/exit")[0] == 500
    assert server.get("/") == (200, "one")
    assert server.process.poll() is None


def test_hangup_puts_a_good_configuration_into_place(server: Server) -> None:
    server.configure(GOOD.replace("VERSION", "two"))
    server.process.send_signal(signal.SIGHUP)

    assert eventually(lambda: server.get("/") == (200, "two")), server.log()


def test_hangup_with_a_bad_configuration_keeps_the_old_one(server: Server) -> None:
    server.configure(BAD)
    server.process.send_signal(signal.SIGHUP)

    assert eventually(lambda: "reload refused" in server.log()), server.log()
    assert '"rotues"' in server.log()
    assert server.get("/") == (200, "one")


def test_worker_that_dies_while_the_configuration_is_bad_takes_nothing_with_it(server: Server) -> None:
    server.configure(BAD)
    os.kill(int(re.findall(r"Booting worker with pid: (\d+)", server.log())[-1]), signal.SIGTERM)

    assert eventually(lambda: "a worker cannot start until this is mended" in server.log()), server.log()
    server.configure(GOOD.replace("VERSION", "mended"))
    assert eventually(lambda: server.get("/") == (200, "mended")), server.log()
    assert server.process.poll() is None


def test_clients_that_stop_half_way_do_not_hold_all_threads(server: Server) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(9):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            slow.send(b"GET / HTTP/1.1\r\nHost: 127")

        assert server.get("/") == (200, "one")

    assert "Traceback" not in server.log()


def test_body_that_never_ends_is_refused(server: Server) -> None:
    head = f"POST /echo HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 100\r\n\r\nhalf"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as slow:
        slow.send(head.encode())

        assert slow.recv(100).startswith(b"HTTP/1.1 400 ")


def test_fields_that_come_more_than_once_are_joined(server: Server) -> None:
    fields = "X-A: 1\r\nUser-Agent: me\r\nx-a: 2,3\r\nUser-Agent: you\r\nCookie: a=1\r\nX-A: 4\r\nCookie: b=2"
    head = f"GET /fields HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n{fields}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        client.send(head.encode())
        body = client.makefile("rb").read().partition(b"\r\n\r\n")[2]

    assert json.loads(body) == ["1, 2,3, 4", "me", {"a": "1", "b": "2"}]
