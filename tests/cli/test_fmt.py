from __future__ import annotations

from pathlib import Path

import pytest

UNTIDY = "routes: [ {path: '/',respond: {}} ] # all\nversion:   1\n"
TIDY = "version: 1\n\nroutes: [{path: /, respond: {}}]  # all\n"
DIFF = """\
--- gateway.yaml
+++ gateway.yaml
@@ -1,2 +1,3 @@
-routes: [ {path: '/',respond: {}} ] # all
-version:   1
+version: 1
+
+routes: [{path: /, respond: {}}]  # all
"""


@pytest.fixture
def file(folder) -> Path:
    file = folder / "gateway.yaml"
    file.write_text(UNTIDY)
    return file


def test_file_is_written_in_the_one_style(run, file):
    assert run("fmt") == (0, "formatted gateway.yaml\n", "")
    assert file.read_text() == TIDY


def test_file_in_the_one_style_is_left(run, file):
    file.write_text(TIDY)
    before = file.stat()

    assert run("fmt") == (0, "", "")
    assert file.stat().st_ino == before.st_ino


def test_several_files_may_be_named(run, folder, file):
    (folder / "part.yaml").write_text("routes: [ ]\n")

    assert run("fmt", "gateway.yaml", "part.yaml")[1] == "formatted gateway.yaml\nformatted part.yaml\n"
    assert (folder / "part.yaml").read_text() == "routes: []\n"


def test_what_is_included_and_mounted_is_written_too(run, folder, file):
    file.write_text(
        "version: 1\n\ninclude: [part.yaml]\n\nroutes: [{path: /a, mount: {config: inner.yaml}}]\n"
    )
    (folder / "part.yaml").write_text("routes: [ ]\n")
    (folder / "inner.yaml").write_text("version:   1\n")
    (folder / "other.yaml").write_text("version:   1\n")

    assert run("fmt")[1] == "formatted inner.yaml\nformatted part.yaml\n"


def test_file_may_be_named_by_the_environment(run, file, monkeypatch):
    monkeypatch.setenv("GATEWAY_CONFIG", "other.yaml")
    file.rename("other.yaml")

    assert run("fmt")[:2] == (0, "formatted other.yaml\n")


@pytest.mark.parametrize(
    ("options", "out"),
    [
        (["--check"], "gateway.yaml would change\n"),
        (["--diff"], DIFF),
        (["--check", "--diff"], DIFF),
    ],
)
def test_nothing_is_written_while_looking(run, file, options, out):
    assert run("fmt", *options) == (1, out, "")
    assert file.read_text() == UNTIDY


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_tidy_file_passes(run, file, option):
    file.write_text(TIDY)

    assert run("fmt", option) == (0, "", "")


def test_what_is_not_yaml_is_reported_and_left(run, file):
    file.write_text("version: [\n")
    status, out, _ = run("fmt")

    assert (status, "gateway.yaml:2:1: error[GW001]: not valid YAML" in out) == (1, True)
    assert file.read_text() == "version: [\n"


def test_missing_file_is_2_and_nothing_is_written(run, file):
    status, out, err = run("fmt", "gateway.yaml", "gone.yaml")

    assert (status, out) == (2, "")
    assert err.startswith("gateway fmt: gone.yaml is not a file")
    assert file.read_text() == UNTIDY


@pytest.mark.parametrize("line", ["version: 2", "version: ["])
def test_text_that_would_mean_something_else_is_left(run, file, monkeypatch, line):
    monkeypatch.setattr("gateway.cli.formatting.laid_out", lambda root: [line])
    told = "gateway fmt: gateway.yaml would not mean the same in the one style, and is left as it is\n"

    assert run("fmt") == (2, "", told)
    assert file.read_text() == UNTIDY


def test_no_secret_is_shown(run, file):
    file.write_text("sesion: {keys: [hunter2, hunter3]}\nsession: { keys: [hunter4] }\n")
    status, out, _ = run("fmt", "--diff")

    assert (status, "hunter" in out, "sesion" in out) == (1, False, True)
