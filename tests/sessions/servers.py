"""Real servers for the stores, each started once and gone with the tests."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A process that can be frozen, killed and started again."""

    def __init__(self, command, port, **options):
        self.command, self.port, self.options = command, port, options
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.options
        )
        until = time.monotonic() + 20
        while not self.answers():
            assert time.monotonic() < until
            time.sleep(0.02)

    def answers(self):
        with socket.socket() as caller:
            return caller.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        # PostgreSQL ends its other processes by this, and is as hasty.
        is_one = "redis" in self.command[0]
        self.process.send_signal(signal.SIGKILL if is_one else signal.SIGQUIT)
        self.process.wait()

    @contextmanager
    def frozen(self):
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


@contextmanager
def redis():
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        server = Server(command, port)
        yield server
        server.stop()


@contextmanager
def postgresql():
    """A server of its own, in a folder of its own, run by who may run it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = shutil.which("initdb") or (str(found[-1]) if found else None)
    if initdb is None:
        pytest.skip("postgresql is not installed")
    who = {"user": "postgres"} if os.geteuid() == 0 else {}
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        if who:
            shutil.chown(folder, who["user"])
        data, options = f"{folder}/data", {"cwd": folder, **who}
        made = [initdb, "--no-sync", "--auth=trust", "--username=tester", data]
        subprocess.run(made, check=True, capture_output=True, **options)
        program = str(Path(initdb).with_name("postgres"))
        settings = ["-c", "fsync=off", "-c", "unix_socket_directories=", "-p", str(port)]
        server = Server([program, "-D", data, *settings], port, **options)
        yield server
        server.stop()
