"""From `static:` and `file:` to what sends the files."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from gateway.compiler.report import Report
from gateway.compiler.signatures import Call
from gateway.config.document import Seq
from gateway.config.model import Route, Static
from gateway.errors import Position


def static_files(route: Route, static: Static, directory: Path, report: Report) -> Call:
    """Folders of files; one that is missing, or that holds gateway.yaml itself, is noted.

    `directory` is the folder of gateway.yaml.
    """
    for index, root in enumerate(static.root):
        where = _place_of(static, index)
        if not root.is_dir():
            report.add(where, "GW065", f'directory "{root.name}" does not exist', f"looked for {root}")
        elif directory.resolve().is_relative_to(root.resolve()):
            said = "this exposes the project folder, including gateway.yaml"
            report.add(where, "GW065", said, "serve a folder of its own, such as public")
    kind = import_module("gateway.http.static").StaticFiles
    files: Call = kind(
        static.root,
        index=static.index,
        dotfiles=static.dotfiles,
        extensions=static.extensions,
        redirect=static.redirect,
        fallthrough=static.fallthrough,
        **_cached(route),
    )
    return files


def one_file(route: Route, path: Path, report: Report) -> Call:
    """One file; it is noted if it is missing, and answers 404 if it goes later."""
    if not path.is_file():
        said = "is a folder, not a file" if path.is_dir() else "does not exist"
        position = route.at.value_at("file")
        report.add(position, "GW065", f'file "{path.name}" {said}', f"looked for {path}")
    send_file, options = import_module("gateway.http.files").send_file, _cached(route)
    return lambda request: send_file(request, path, **options)


def _place_of(static: Static, index: int) -> Position:
    """Where a root is written: in a list, alone, or as all there is of `static`."""
    key = "root" if "root" in static.at else "static"
    roots = static.at[key]
    return roots.value_at(index) if isinstance(roots, Seq) else static.at.value_at(key)


def _cached(route: Route) -> dict[str, Any]:
    """What a route says of caching, as files take it."""
    cache = route.cache
    return {} if cache is None else {"max_age": cache.max_age, "immutable": cache.immutable}
