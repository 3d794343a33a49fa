"""Whether the files and folders are there that routes and views name."""

from __future__ import annotations

from pathlib import Path

from gateway.config.document import Seq, position_of
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
            report.missing(where, "directory", root)
        elif directory.resolve().is_relative_to(root.resolve()):
            said = "this exposes the project folder, including gateway.yaml"
            report.add(where, "GW065", said, "serve a folder of its own, such as public")


def check_file(file: FileAnswer, report: Report) -> None:
    """Note a file that is missing."""
    if not file.path.is_file():
        position = file.at.value_at("file" if "file" in file.at else "path")
        report.missing(position, "file", file.path)


def check_folders(views: Views, report: Report) -> None:
    """Note each folder of templates that is written and not there."""
    written = views.at.get("directory")
    for index, folder in enumerate(views.directory if written is not None else ()):
        if not folder.is_dir():
            at = written.value_at(index) if isinstance(written, Seq) else views.at.value_at("directory")
            report.missing(at, "directory", folder)
    parts = [folder / views.partials for folder in views.directory]
    is_named = "partials" in views.at and views.partials != _USUAL_PARTIALS
    if is_named and not any(each.is_dir() for each in parts):
        beside = [each.name for folder in views.directory if folder.is_dir() for each in folder.glob("*/")]
        said = f'no folder "{views.partials}" in the views{did_you_mean(views.partials, beside)}'
        looked = ", ".join(map(str, parts))
        report.add(views.at.value_at("partials"), "GW065", said, f"looked for {looked}")


def _place_of(static: Static, index: int) -> Position:
    """Where a root is written: in a list, alone, or as all there is of `static`."""
    return position_of(static.at, ("root" if "root" in static.at else "static", index))
