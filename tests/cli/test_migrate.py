from __future__ import annotations

from pathlib import Path

import pytest

OLD = "# mine\nroutes: [{path: /, method: [GET], respond: {text: x}}]\n"
NEW = "version: 1\n# mine\nroutes: [{path: /, methods: [GET], respond: {text: x}}]\n"


@pytest.fixture
def file(folder) -> Path:
    file = folder / "gateway.yaml"
    file.write_text(OLD)
    return file


def test_version_and_new_names_are_written(run, file):
    told = "migrated gateway.yaml\ngateway.yaml: no problems (3 routes, environment development)\n"

    assert run("migrate") == (0, told, "")
    assert file.read_text() == NEW


def test_second_run_changes_nothing(run, file):
    run("migrate")
    before = file.stat()

    assert "migrated" not in run("migrate")[1]
    assert file.stat().st_ino == before.st_ino


def test_diff_is_printed_and_nothing_written(run, file):
    status, out, _ = run("migrate", "--diff")

    assert (status, out.count("\n-"), out.count("\n+")) == (1, 1, 3)
    assert file.read_text() == OLD


def test_mounted_files_are_migrated_and_included_ones_have_no_version(run, folder, file):
    file.write_text("include: [part.yaml]\nroutes: [{path: /a, mount: {config: inner.yaml}}]\n")
    (folder / "part.yaml").write_text("routes: [{path: /p, respond: {text: x}}]\n")
    (folder / "inner.yaml").write_text("version: 0\n")

    assert run("migrate")[1].startswith(
        "migrated gateway.yaml\nmigrated inner.yaml\ngateway.yaml: no problems"
    )
    assert (folder / "inner.yaml").read_text() == "version: 1\n"
    assert (folder / "part.yaml").read_text() == "routes: [{path: /p, respond: {text: x}}]\n"


def test_what_is_left_to_decide_is_told(run, file):
    file.write_text("setings: {view_engine: ejs}\n")
    status, out, _ = run("migrate")

    assert (status, out.startswith("migrated gateway.yaml\n")) == (1, True)
    assert 'gateway.yaml:2:12: error[GW010]: unknown key "view_engine"' in out


@pytest.mark.parametrize("text", ["version: 2\n", "version: [\n"])
def test_file_of_a_later_version_or_none_is_left(run, file, text):
    file.write_text(text)
    status, out, _ = run("migrate")

    assert (status, "error[GW0" in out, file.read_text()) == (1, True, text)


def test_missing_file_is_2(run, folder):
    status, _, err = run("migrate")

    assert (status, err.partition(" is ")[0]) == (2, "gateway migrate: gateway.yaml")


def test_file_that_cannot_be_written_is_2(run, file, monkeypatch):
    def full(texts):
        raise OSError(28, "No space left on device", "gateway.yaml")

    monkeypatch.setattr("gateway.cli.fixing.rewrite", full)

    assert run("migrate") == (2, "", "gateway migrate: gateway.yaml: No space left on device\n")
    assert file.read_text() == OLD


def test_check_points_to_it(run, file):
    assert "= help: run: gateway migrate\n" in run("check")[1]
