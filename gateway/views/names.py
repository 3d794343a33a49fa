"""Which file each name of a template stands for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from posixpath import normpath


def listed(directories: Sequence[str], extension: str) -> dict[str, str]:
    """Every name that stands for a file; of two directories the first wins, of two names the fuller.

    A file has its path below its directory as a name. `users/show.html` is `users/show` as well if `.html` is
    the extension, `users/index.html` is `users`, and `users.html` unless there is such a file: Express 5
    looks an index up by both. An index of any other extension is found by its folder and that extension.
    """
    endings = ("", extension, f"/index{extension}")
    found: dict[str, str] = {}
    for directory in directories:
        files = sorted(_files(directory, "", frozenset({os.path.realpath(directory)})))
        for file, ending in ((file, ending) for ending in endings for file in files):
            if file.endswith(ending) and file != ending:
                found.setdefault(file.removesuffix(ending), file)
        for file in files:
            folder, _, name = file.rpartition("/")
            if folder and PurePosixPath(name).stem == "index":
                found.setdefault(folder + suffix(name), file)
    return found


def plain(name: str, directories: Sequence[str]) -> str:
    """A name without detours such as `./`: below its directory if it is absolute, `users/` a folder's index.

    One that leads out of the directories keeps its `..`, so that it stands for nothing.
    """
    below = next((name[len(each) + 1 :] for each in directories if name.startswith(f"{each}/")), name)
    return normpath(f"{below}index" if below.endswith("/") else below)


def suffix(file: str) -> str:
    """The extension of a file, its dot included; empty without one."""
    return PurePosixPath(file).suffix


def _files(folder: str, prefix: str, above: frozenset[str]) -> Iterator[str]:
    """The paths of all files below a folder; a link that leads back to a folder above is not followed."""
    try:
        entries = list(os.scandir(folder))
    except OSError:  # a root that is missing is told of elsewhere, and one may go while it is read
        return
    for entry in entries:
        if not os.path.isdir(entry.path):  # noqa: PTH112 - false for what is forbidden, or a circle
            yield prefix + entry.name
        elif (real := os.path.realpath(entry.path)) not in above:
            yield from _files(entry.path, f"{prefix}{entry.name}/", above | {real})
