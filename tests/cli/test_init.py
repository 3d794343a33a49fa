from __future__ import annotations

import pytest

FILES = [
    ".gitignore",
    "gateway.schema.json",
    "gateway.yaml",
    "handlers/__init__.py",
    "handlers/home.py",
    "views/index.html",
]


def written(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_project_is_written_and_told(run, folder):
    status, out, err = run("init")

    assert (status, err) == (0, "")
    assert written(folder) == FILES
    assert out.endswith("\nnow run: gateway serve\n")


def test_project_may_have_a_folder_of_its_own(run, folder):
    status, out, _ = run("init", "new/site")

    assert status == 0
    assert written(folder / "new" / "site") == FILES
    assert out.endswith("\nnow run: cd new/site && gateway serve\n")


@pytest.mark.parametrize("there", ["gateway.yaml", "views/index.html"])
def test_nothing_is_ever_overwritten(run, folder, there):
    (folder / there).parent.mkdir(exist_ok=True)
    (folder / there).write_text("mine")
    status, out, err = run("init")

    assert (status, out) == (2, "")
    assert err == f"gateway init: {there} is there already; nothing was written\n"
    assert written(folder) == [there]


def test_keys_made_in_development_are_kept_out_of_git(run, folder):
    run("init")

    assert ".gateway/" in (folder / ".gitignore").read_text().splitlines()


def test_new_project_names_the_schema_of_this_version_to_editors(run, folder):
    run("init")

    assert (
        (folder / "gateway.yaml")
        .read_text()
        .startswith("# yaml-language-server: $schema=gateway.schema.json\n")
    )
    assert (folder / "gateway.schema.json").read_text() == run("schema")[1]


def test_new_project_passes_the_check(process):
    assert process("init").returncode == 0

    done = process("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no problems" in done.stdout


def test_new_project_is_served(process, serve):
    process("init")
    site = serve("--no-reload")

    assert site.eventually("/healthz", "ok"), site.log()
    assert "Hello, 127.0.0.1" in site.get("/")[1]
    assert site.get("/hello/world") == (200, '{"hello":"world"}')
