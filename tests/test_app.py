"""`gateway.app`, as any server imports it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from werkzeug.test import Client

import gateway

ROOT = Path(__file__).parents[1]
GOOD = "version: 1\nroutes: [{path: /, respond: {text: pong}}]\n"
BAD = GOOD + "rotues: []\nstakcs: {}\n"
SERVE = """
from wsgiref.util import setup_testing_defaults
import gateway
environ = {}
setup_testing_defaults(environ)
print(b"".join(gateway.app(environ, lambda status, headers: print(status))).decode())
"""


@pytest.fixture
def run(tmp_path):
    """Run a command in the folder of a gateway.yaml, with nothing in the environment but what is given."""

    def finished(text, *command, **environ):
        (tmp_path / "gateway.yaml").write_text(text)
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | environ
        return subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )

    return finished


def test_import_compiles_nothing(run):
    result = run(BAD, "-c", "import sys, gateway; print('gateway.compiler' in sys.modules)")

    assert (result.returncode, result.stdout) == (0, "False\n")


def test_app_is_built_once(run):
    assert run(GOOD, "-c", "import gateway; print(gateway.app is gateway.app)").stdout == "True\n"


def test_app_answers_any_server(run):
    assert run(GOOD, "-c", SERVE).stdout == "200 OK\npong\n"


def test_app_is_that_of_gateway_config(run, tmp_path):
    (tmp_path / "other.yaml").write_text(GOOD.replace("pong", "other"))

    assert run(BAD, "-c", SERVE, GATEWAY_CONFIG="other.yaml").stdout == "200 OK\nother\n"


def test_package_has_nothing_else_that_is_lazy():
    with pytest.raises(AttributeError, match="module 'gateway' has no attribute 'apps'"):
        _ = gateway.apps


def test_bad_configuration_ends_a_server_with_its_report(run):
    result = run(BAD, "-c", "import gateway; gateway.app")

    assert (result.returncode, result.stdout) == (1, "")
    assert [line[:24] for line in result.stderr.splitlines() if "error[" in line] == [
        "gateway.yaml:3:1: error[",
        "gateway.yaml:4:1: error[",
    ]
    assert "Traceback" not in result.stderr


def test_missing_configuration_ends_a_server_with_its_report(run):
    result = run(GOOD, "-c", "import gateway; gateway.app", GATEWAY_CONFIG="none.yaml")

    assert (result.returncode, result.stderr.count("none.yaml") > 0) == (1, True)
    assert "Traceback" not in result.stderr


def test_bad_configuration_ends_gunicorn_without_our_settings_too(run):
    result = run(BAD, "-m", "gunicorn", "--bind", "127.0.0.1:0", "gateway:app")

    assert result.returncode != 0
    assert result.stderr.count('unknown key "rotues"') == 1
    assert result.stderr.count("Booting worker") == 1
    assert "Traceback" not in result.stderr


@pytest.fixture
def forget_app():
    """Leave no application behind in the package."""
    yield
    vars(gateway).pop("app", None)


def test_app_is_built_when_it_is_first_asked_for(tmp_path, monkeypatch, forget_app):
    (tmp_path / "gateway.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GATEWAY_CONFIG", raising=False)

    app = gateway.app

    assert [row.label for row in app.table.rows] == ["built in", "built in", "respond"]
    assert gateway.app is app


def test_application_of_any_file_can_be_made(tmp_path):
    (tmp_path / "other.yaml").write_text(GOOD)
    application = gateway.create_app(str(tmp_path / "other.yaml"), environ={})

    assert Client(application).get("/").text == "pong"
