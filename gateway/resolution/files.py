"""Whether the files and folders are there that routes and views name."""

from __future__ import annotations

from pathlib import Path

from gateway.config.document import Seq
from gateway.config.model import FileAnswer, Static, Views
from gateway.config.suggest import did_you_mean
from gateway.errors import Position
from gateway.resolution.report import Report

_USUAL_PARTIALS = "partials"  # who writes what is usual need not have it either


def check_roots(static: Static, directory: Path, report: Report) -> None:
    """Note each folder of a `static` that is missing, or that holds gateway.yaml itself."""
    for index, root in enumerate(static.root):
        where = _place_of(static, index)
        if not root.is_dir():
            said = f'directory "{root.name}" does not exist{did_you_mean(root.name, _folders(root.parent))}'
            report.add(where, "GW065", said, f"looked for {root}")
        elif directory.resolve().is_relative_to(root.resolve()):
            said = "this exposes the project folder, including gateway.yaml"
            report.add(where, "GW065", said, "serve a folder of its own, such as public")


def check_file(file: FileAnswer, report: Report) -> None:
    """Note a file that is missing."""
    path, position = file.path, file.at.value_at("file" if "file" in file.at else "path")
    if not path.is_file():
        said = "is a folder, not a file" if path.is_dir() else "does not exist"
        near = did_you_mean(path.name, [each.name for each in path.parent.glob("*") if each.is_file()])
        report.add(position, "GW065", f'file "{path.name}" {said}{near}', f"looked for {path}")


def check_folders(views: Views, report: Report) -> None:
    """Note each folder of templates that is written and not there."""
    written = views.at.get("directory")
    for index, folder in enumerate(views.directory if written is not None else ()):
        if not folder.is_dir():
            at = written.value_at(index) if isinstance(written, Seq) else views.at.value_at("directory")
            near = did_you_mean(folder.name, _folders(folder.parent))
            report.add(at, "GW065", f'directory "{folder.name}" does not exist{near}', f"looked for {folder}")
    parts = [folder / views.partials for folder in views.directory]
    is_named = "partials" in views.at and views.partials != _USUAL_PARTIALS
    if is_named and not any(each.is_dir() for each in parts):
        beside = [name for folder in views.directory for name in _folders(folder)]
        said = f'no folder "{views.partials}" in the views{did_you_mean(views.partials, beside)}'
        looked = ", ".join(map(str, parts))
        report.add(views.at.value_at("partials"), "GW065", said, f"looked for {looked}")


def _folders(around: Path) -> list[str]:
    """The names of the folders in a folder; none if that is not there."""
    return [each.name for each in around.glob("*/")] if around.is_dir() else []


def _place_of(static: Static, index: int) -> Position:
    """Where a root is written: in a list, alone, or as all there is of `static`."""
    key = "root" if "root" in static.at else "static"
    roots = static.at[key]
    return roots.value_at(index) if isinstance(roots, Seq) else static.at.value_at(key)
