"""The example behind gunicorn, and a headless Chromium in front of it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent.parent
PARTS = ("gateway.yaml", "gunicorn.conf.py", "handlers", "views", "public")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_TIMEOUT = 30
REFUSED = re.compile("the server responded with a status of 4")


class Service:
    """The running example: its address and what it has printed."""

    def __init__(self, folder, port):
        self.url = f"http://127.0.0.1:{port}"
        self.output = folder / "output.txt"

    def log(self):
        return self.output.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """`gunicorn gateway:app` in a copy of the example, in development, without keys."""
    folder = tmp_path_factory.mktemp("example")
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    port = free_port()
    service = Service(folder, port)
    environ = {
        "PYTHONPATH": str(ROOT),
        "PORT": str(port),
        "PUBLIC_URL": service.url,
        "GATEWAY_ENV": "development",
    }
    with service.output.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "gateway:app"],
            cwd=folder,
            env={"PATH": os.environ["PATH"], **environ},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        wait_for(service, process)
        yield service
        process.terminate()
        assert process.wait(timeout=40) == 0
    assert "Traceback" not in service.log()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(service, process):
    """Return when the service is healthy; fail with what it printed when it is not in time."""
    deadline = time.monotonic() + START_TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{service.url}/healthz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    process.kill()
    pytest.fail(service.log())


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium; where there is none the tests are skipped, but not in CI."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None and not os.environ.get("CI"):
        pytest.skip("there is no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium, service):
    """Makes visitors, each with cookies of its own; at the end none has seen an error in the console."""
    made = []

    def visitor(**options):
        made.append(Visitor(chromium.new_context(base_url=service.url, **options)))
        return made[-1]

    yield visitor
    for each in made:
        each.context.close()
    assert [text for each in made for text in each.errors] == []


class Visitor:
    """One person's browser."""

    def __init__(self, context):
        self.context = context
        self.context.set_default_timeout(10_000)
        self.errors = []
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.page = context.new_page()

    def _heard(self, message):
        # Chromium also complains of a page that is itself answered with 403 or 404.
        is_own = message.page is None or message.location["url"] == message.page.url
        if message.type in {"error", "warning"} and not (is_own and REFUSED.search(message.text)):
            self.errors.append(message.text)

    def open(self, path):
        return self.page.goto(path)

    def heading(self):
        return self.page.get_by_role("heading", level=1).inner_text()

    def press(self, role, name, page=None):
        (page or self.page).get_by_role(role, name=name).first.click()

    def log_in(self, name="Marisol Quint"):
        self.open("/")
        self.press("link", "Sign in with Twitter")
        self.press("button", name)
        self.page.wait_for_url("/")
