from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.cli.rewriting import rewrite

WRONG = "version: 1\nsetings: {own: {a: NO}}\nroutes: [{path: a, respond: {text: x}}]  # mine\n"
RIGHT = "version: 1\nsettings: {own: {a: b}}\nroutes: [{path: /a, respond: {text: x}}]\n"
DIFF = """\
--- gateway.yaml
+++ gateway.yaml
@@ -1,3 +1,3 @@
 version: 1
-setings: {own: {a: NO}}
-routes: [{path: a, respond: {text: x}}]  # mine
+settings: {own: {a: NO}}
+routes: [{path: /a, respond: {text: x}}]  # mine
"""


@pytest.fixture
def file(folder) -> Path:
    file = folder / "gateway.yaml"
    file.write_text(WRONG)
    return file


def test_what_remains_is_told_after_mending(run, file):
    status, out, err = run("check", "--fix", "--format", "text")

    assert (status, err) == (1, "")
    assert out.startswith('mended: 2 in gateway.yaml\ngateway.yaml:2:21: error[GW003]: "NO" is text')
    assert out.endswith("\n1 error in 1 file\n")
    assert file.read_text() == WRONG.replace("setings", "settings").replace("path: a", "path: /a")


def test_nothing_is_told_of_a_file_that_needs_no_mending(run, file):
    file.write_text(RIGHT)
    before = file.stat()

    assert run("check", "--fix")[:2] == (0, "gateway.yaml: no problems (3 routes, environment development)\n")
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert file.stat().st_ino == before.st_ino


def test_second_run_changes_nothing(run, file):
    run("check", "--fix")
    before = file.stat()

    assert "mended" not in run("check", "--fix")[1]
    assert file.stat().st_ino == before.st_ino


@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
def test_diff_is_printed_and_nothing_written(run, file, option):
    assert run("check", "--fix", option) == (1, DIFF, "")
    assert file.read_text() == WRONG


def test_empty_diff_is_0(run, file):
    file.write_text(RIGHT)

    assert run("check", "--fix", "--diff") == (0, "", "")


def test_diff_alone_is_wrong_use(run, file):
    assert run("check", "--diff") == (2, "", "gateway check: --diff goes with --fix\n")


def test_form_for_machines_is_not_disturbed(run, file):
    _, out, err = run("check", "--fix", "--format", "json")

    assert (json.loads(out)["errors"], err) == (1, "mended: 2 in gateway.yaml\n")


def test_every_file_is_counted(run, folder, file):
    file.write_text("version: 1\ninclude: [part.yaml]\nsetings: {}\n")
    (folder / "part.yaml").write_text("rotes: [{path: a, respond: {}}]\n")

    assert run("check", "--fix")[1].startswith("mended: 1 in gateway.yaml, 2 in part.yaml\n")


def test_file_that_changes_meanwhile_is_not_overwritten(run, file, monkeypatch):
    def late(texts):
        file.write_text("version: 1\n")
        rewrite(texts)

    monkeypatch.setattr("gateway.cli.fixing.rewrite", late)

    assert run("check", "--fix") == (
        2,
        "",
        "gateway check: gateway.yaml was changed meanwhile; nothing was written\n",
    )
    assert file.read_text() == "version: 1\n"


def test_byte_order_mark_and_ends_of_lines_stay(run, file):
    file.write_bytes(b"\xef\xbb\xbfversion: '1'  # one\r\nroutes: []\r\n")
    run("check", "--fix")

    assert file.read_bytes() == b"\xef\xbb\xbfversion: 1  # one\r\nroutes: []\r\n"
