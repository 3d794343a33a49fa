"""The example behind gunicorn, and a headless Chromium in front of it."""

from __future__ import annotations

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.serving import ROOT, free_port, serving
from tests.browser.visiting import FLAGS, Visitor
from tests.login.servers import signed_by_itself

PARTS = ("gateway.yaml", "handlers", "views", "public")


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """The example."""
    folder = tmp_path_factory.mktemp("example")
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    with serving(folder, free_port()) as service:
        yield service


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def executable():
    """The system's Chromium; where there is none the tests are skipped, but not in CI."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None and not os.environ.get("CI"):
        pytest.skip("there is no chromium on this machine")
    return path


@pytest.fixture(scope="session")
def chromium(playwright, executable):
    browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return signed_by_itself(tmp_path_factory.mktemp("tls") / "server.pem")


@pytest.fixture
def visitor(chromium, service):
    """Makes visitors, each with cookies of its own; at the end none has seen an error in the console."""
    made = []

    def visitor(**options):
        made.append(Visitor(chromium.new_context(**{"base_url": service.url, **options})))
        return made[-1]

    yield visitor
    for each in made:
        each.context.close()
    assert [text for each in made for text in each.errors] == []
