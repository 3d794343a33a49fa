"""Where a path below a folder leads to, which is never outside of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISLNK
from typing import NamedTuple

from werkzeug.exceptions import BadRequest, Forbidden, NotFound

DOTFILES = ("ignore", "deny", "allow")


class Found(NamedTuple):
    """What lies at a path below a root: the root, its own path without links, its name, and os.stat of it."""

    root: str
    path: str
    name: str
    details: os.stat_result


def names_of(path: str, dotfiles: str) -> list[str]:
    """The names in a path below a root, one for each folder and one for the file.

    Doubled slashes count once, `.` and `..` are what they mean. Raise BadRequest for a NUL, Forbidden for a
    way out of the root, and NotFound for a hidden name, Forbidden if `dotfiles` is deny and not ignore.
    """
    if "\0" in path:
        raise BadRequest("the path holds a NUL")
    names: list[str] = []
    for name in path.split("/"):
        if name == "..":
            if not names:
                raise Forbidden
            names.pop()
        elif name and name != ".":
            if "\\" in name and ".." in name.split("\\"):
                raise Forbidden
            names.append(name)
    if dotfiles != "allow" and any(name[0] == "." for name in names):
        raise Forbidden if dotfiles == "deny" else NotFound
    return names


def look(root: str, names: list[str]) -> Found | None:
    """What lies below a root; None for nothing, and for what lies elsewhere, as behind a link."""
    path, name = root, ""
    try:
        details = Path(root).stat() if not names else None
        for name in names:
            path = f"{path}/{name}"
            details = os.lstat(path)
            if S_ISLNK(details.st_mode):
                return _behind_links(root, "/".join((root, *names)), names[-1])
    except (OSError, ValueError):
        return None
    return None if details is None else Found(root, path, name, details)


def trusted(path: str) -> Found | None:
    """What lies at a path that no client had a say in; None for nothing."""
    try:
        return Found("/", path, path, Path(path).stat())
    except (OSError, ValueError):
        return None


def beside(found: Found, suffix: str) -> Found | None:
    """What has the same path but for a suffix more; None if it is not there, or lies elsewhere."""
    path = found.path + suffix
    try:
        details = os.lstat(path)
        if S_ISLNK(details.st_mode):
            return _behind_links(found.root, path, found.name)
    except (OSError, ValueError):
        return None
    return Found(found.root, path, found.name, details)


def extended(names: list[str], extensions: tuple[str, ...]) -> Iterator[list[str]]:
    """The names a file may have whose extension was left out; none if its name has one."""
    if names and "." not in names[-1][1:]:
        for extension in extensions:
            yield [*names[:-1], f"{names[-1]}.{extension.removeprefix('.')}"]


def _behind_links(root: str, path: str, name: str) -> Found | None:
    """What links lead to, if that is inside of the root; raise OSError if it is nothing."""
    real, inside = os.path.realpath(path), os.path.realpath(root).rstrip("/") + "/"
    return Found(root, real, name, Path(real).stat()) if f"{real}/".startswith(inside) else None
