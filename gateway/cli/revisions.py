"""A configuration that is named by its file, or by a revision of git with all files beside it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from gateway.errors import GatewayError


class RevisionError(GatewayError):
    """What names neither a file nor a revision that has one."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a configuration: its name, its file, and the folder its revision is checked out to."""

    name: str
    file: Path
    folder: Path | None = None

    @property
    def revision(self) -> str:
        """The revision it is of; its whole name if it is a file."""
        return self.name.partition(":")[0]

    def place(self, file: str) -> str:
        """A file of this version as a person would name it."""
        path, here = Path(file), self.folder or Path.cwd()
        shown = str(path.relative_to(here)) if path.is_relative_to(here) else file
        return shown if self.folder is None else f"{self.revision}:{shown}"

    def told(self, report: str) -> str:
        """A report in which files are named as a person would."""
        return report if self.folder is None else report.replace(f"{self.folder}/", f"{self.revision}:")


@contextmanager
def version(name: str, usual: Path) -> Iterator[Version]:
    """The file of that name, else REVISION:PATH, else `usual` in a revision; raise RevisionError.

    A revision is checked out to a temporary folder, with the files that are included and mounted; neither
    the work tree nor the index of the repository is touched. PATH counts from the top of the repository, or
    with ./ from here.
    """
    if Path(name).is_file():
        yield Version(name, Path(name))
        return
    revision, _, path = name.partition(":")
    top = _top(name)
    place = _place(path, usual, top)
    with TemporaryDirectory(prefix="gateway-") as temporary:
        folder = Path(temporary).resolve() / "tree"
        folder.mkdir()
        _check_out(name, revision, top, folder)
        if not (folder / place).is_file():
            raise RevisionError(f"{revision} has no file {place}; name another as {revision}:PATH")
        yield Version(name, folder / place, folder)


def _top(name: str) -> Path:
    """The top of the repository of this folder; raise RevisionError where there is none."""
    try:
        return Path(_git("rev-parse", "--show-toplevel"))
    except RevisionError as error:
        raise RevisionError(f"{name} is not a file, and no revision: {error}") from error


def _place(path: str, usual: Path, top: Path) -> str:
    """Where in a repository the file is."""
    if path and not path.startswith(("./", "../")):
        return path
    place = Path(os.path.normpath(Path.cwd().resolve() / (path or usual)))
    if not place.is_relative_to(top):
        raise RevisionError(f"{path or usual} is outside of the repository {top}")
    return place.relative_to(top).as_posix()


def _check_out(name: str, revision: str, top: Path, folder: Path) -> None:
    """Write the tree of a revision, with an index of its own; raise RevisionError if there is none."""
    try:
        commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except RevisionError as error:
        raise RevisionError(f"{name} is neither a file nor a revision of git") from error
    own = {"GIT_INDEX_FILE": str(folder.with_name("index")), "GIT_LFS_SKIP_SMUDGE": "1"}
    _git("-C", str(top), "read-tree", commit, environ=own)
    _git("-C", str(top), "checkout-index", "--all", "--quiet", f"--prefix={folder}/", environ=own)


def _git(*arguments: str, environ: Mapping[str, str] | None = None) -> str:
    """What git says; raise RevisionError with its own words if it refuses."""
    try:
        done = subprocess.run(  # noqa: S603  (a fixed program; revisions are never read as options)
            ["git", *arguments],  # noqa: S607  (whichever git the author uses)
            env={**os.environ, **(environ or {})},
            capture_output=True,
            text=True,
            check=True,
        )
    except FileNotFoundError as error:
        raise RevisionError("git is not installed, so there are no revisions") from error
    except subprocess.CalledProcessError as error:
        raise RevisionError(error.stderr.strip()) from error
    return done.stdout.strip()
