from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sessions.servers import free_port

ROOT = Path(__file__).parents[2]
TEXT = "version: 1\nsession: {keys: ['${KEY}'], store: redis, redis: {url: '${URL}'}}\n"
TEXT += (
    "env: {KEY: {secret: true}, URL: {secret: true}}\nroutes: [{path: /, respond: {}, stack: [session]}]\n"
)


@pytest.fixture
def file(folder, monkeypatch):
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.delenv("KEY", raising=False)
    monkeypatch.setenv("URL", f"redis://me:hunter2@127.0.0.1:{free_port()}/0")
    (folder / "gateway.yaml").write_text(TEXT)
    (folder / "gunicorn.conf.py").touch()
    return folder / "gateway.yaml"


def test_everything_is_told_below_its_heading(run, file):
    status, out, err = run("doctor")

    assert (status, err) == (1, "")
    assert re.findall(r"^\w+$", out, re.MULTILINE) == [
        "packages", "configuration", "variables", "stores", "place",
    ]  # fmt: skip
    assert "  ok        gateway.yaml compiles, environment development\n" in out
    assert "  error     KEY is not set and has no default; used at line 2\n" in out
    assert "            help: set KEY, or KEY_FILE to the name of a file that holds it\n" in out
    assert out.endswith("\n2 errors, no warnings\n")


def test_no_secret_is_told(run, file, monkeypatch):
    monkeypatch.setenv("KEY", "hunter2hunter2hunter2hunter2hunter2")

    assert "hunter" not in run("doctor")[1]
    assert "hunter" not in run("doctor", "--format", "json")[1]


def test_status_is_0_without_an_error(run, file, monkeypatch):
    file.write_text("version: 1\nroutes: [{path: /, respond: {}}]\n")
    (file.parent / "gunicorn.conf.py").unlink()
    status, out, _ = run("doctor")

    assert status == 0
    assert out.endswith("\nno errors, 1 warning\n")


def test_findings_are_a_list_for_programs(run, file):
    status, out, _ = run("doctor", "--format", "json")
    found = json.loads(out)

    assert status == 1
    assert {tuple(each) for each in found} == {("level", "about", "found", "help")}
    assert {each["about"] for each in found if each["level"] == "error"} == {"variables", "stores"}


def test_file_with_problems_leaves_the_rest_unsaid(run, file):
    file.write_text("version: 1\nrotues: []\n")
    status, out, _ = run("doctor")

    assert status == 1
    assert "  error     gateway.yaml has 1 error\n            help: gateway check gateway.yaml\n" in out
    assert "place" not in out


def test_missing_packages_are_told_by_what_is_left(file):
    command = [sys.executable, "-S", "-m", "gateway", "doctor"]
    done = subprocess.run(
        command, cwd=file.parent, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (1, "")
    told = "  error     werkzeug is not installed, but the gateway needs it\n"
    assert f"{told}            help: pip install 'gateway'\n" in done.stdout
    assert "configuration" not in done.stdout


def test_service_is_not_looked_at_while_a_package_is_missing(run, file, monkeypatch):
    installed = file.parent / "gateway-9.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Name: gateway\nVersion: 9\nRequires-Dist: not-installed>=1\n")
    monkeypatch.syspath_prepend(str(file.parent))
    monkeypatch.setitem(sys.modules, "gateway.cli.check", None)  # as if it could not be imported
    status, out, _ = run("doctor")

    assert status == 1
    assert "  error     not-installed is not installed, but the gateway needs it\n" in out
    assert out.endswith("\n1 error, no warnings\n")


def test_environment_is_chosen(run, file):
    assert "environment staging" in run("doctor", "--env", "staging")[1]


def test_long_lines_are_wrapped(run, file):
    assert max(map(len, run("doctor")[1].splitlines())) <= 102


def test_missing_file_is_2(run, folder):
    status, _, err = run("doctor", "gone.yaml")

    assert status == 2
    assert err.startswith("gateway doctor: gone.yaml is not a file")


def test_lines_of_the_page_are_what_is_printed(run, file):
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    shown = re.search(r"^\$ GATEWAY_ENV=staging gateway doctor\n(.*?)^```", page, re.MULTILINE | re.DOTALL)[1]
    port = re.search(r":(\d+)/", os.environ["URL"])[1]
    out = run("doctor", "--env", "staging")[1].replace(port, "6379")

    for lines in shown.split("...\n"):
        assert without_versions(lines) in without_versions(out)


def without_versions(text):
    """The words of a text; where its lines break depends on the length of the port."""
    return " ".join(re.sub(r"(Python|redis) [\d.]+", r"\1", text).split())
