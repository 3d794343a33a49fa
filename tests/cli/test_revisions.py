from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gateway.cli.revisions import RevisionError, version

USUAL = Path("gateway.yaml")


def git(*arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    return subprocess.run(
        ["git", *identity, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def repository(folder):
    """Two revisions: gateway.yaml says one, then two; `export-ignore` hides nothing from us."""
    git("init", "-q", "-b", "main")
    (folder / ".gitattributes").write_text("*.yaml export-ignore\n")
    (folder / "sub").mkdir()
    (folder / "sub" / "part.yaml").write_text("part")
    for text in ("one", "two"):
        (folder / "gateway.yaml").write_text(text)
        git("add", ".")
        git("commit", "-q", "-m", text)
    return folder


def read(name: str, usual: Path = USUAL) -> str:
    with version(name, usual) as found:
        return found.file.read_text()


def test_file_is_itself(repository):
    with version("gateway.yaml", USUAL) as found:
        assert (found.file, found.folder) == (Path("gateway.yaml"), None)
        assert found.place(str(repository / "sub" / "a.yaml")) == "sub/a.yaml"
        assert found.told("as it is") == "as it is"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("HEAD~1", "one"),
        ("main", "two"),
        ("main:sub/part.yaml", "part"),
        ("HEAD~1:./gateway.yaml", "one"),
    ],
)
def test_revision_is_read_with_the_usual_file_or_its_own(repository, name, text):
    assert read(name) == text


def test_path_from_here_is_read_from_a_folder_below(repository, monkeypatch):
    monkeypatch.chdir(repository / "sub")

    assert read("main:./part.yaml") == "part"
    assert read("main:../gateway.yaml") == "two"
    assert read("main", Path("part.yaml")) == "part"


def test_files_beside_are_there_and_named_by_the_revision(repository):
    with version("HEAD~1", USUAL) as found:
        beside = found.file.parent / "sub" / "part.yaml"
        assert beside.read_text() == "part"
        assert found.place(str(beside)) == "HEAD~1:sub/part.yaml"
        assert found.told(f"{beside}:1:1: no") == "HEAD~1:sub/part.yaml:1:1: no"
    assert not beside.exists()


def test_work_tree_and_index_are_left_alone(repository):
    (repository / "gateway.yaml").write_text("three")
    (repository / "staged").touch()
    git("add", "staged")
    before = git("status", "--porcelain")

    assert read("HEAD~1") == "one"
    assert git("status", "--porcelain") == before
    assert git("worktree", "list").count("\n") == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gone", "gone is neither a file nor a revision of git"),
        ("--all", "--all is neither a file nor a revision of git"),
        ("main:gone.yaml", "main has no file gone.yaml; name another as main:PATH"),
        ("main:../out.yaml", "../out.yaml is outside of the repository"),
    ],
)
def test_name_of_nothing_is_refused(repository, name, told):
    with pytest.raises(RevisionError, match=f"^{told}"), version(name, USUAL):
        pass


def test_without_a_repository_there_are_no_revisions(folder):
    with (
        pytest.raises(RevisionError, match=r"HEAD is not a file.*not a git repository"),
        version("HEAD", USUAL),
    ):
        pass


def test_without_git_there_are_no_revisions(repository, monkeypatch):
    monkeypatch.setenv("PATH", str(repository))

    with pytest.raises(RevisionError, match="git is not installed"), version("HEAD", USUAL):
        pass
