"""`gateway routes`: list the routes in the order they are tried."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from gateway.check.report import render
from gateway.cli.check import use_color
from gateway.cli.file import PLACES, add_file, is_missing
from gateway.compiler import compile_file
from gateway.dispatch import Mounted
from gateway.errors import ConfigError
from gateway.http.loading import Loading
from gateway.http.tracing import stage_of
from gateway.middleware.chain import Endpoint
from gateway.routing.table import Row, Table


def add_options(options: ArgumentParser) -> None:
    """FILE and --json."""
    add_file(options)
    options.add_argument("--json", action="store_true", help="one JSON list instead of a table")


def run(options: Namespace) -> int:
    """Print methods, path, answer and layers of every route; 1 if the file has problems, 2 without one."""
    if is_missing(options.file, "routes", PLACES):
        return 2
    try:
        table = compile_file(options.file, environ=os.environ, strict=True).table
    except ConfigError as error:
        sys.stderr.write(render(error.problems, color=use_color(sys.stderr)) + "\n")
        return 1
    rows = list(_listed(table))
    print(json.dumps(rows, indent=2) if options.json else _table(rows))
    return 0


def _listed(table: Table[Endpoint], mounted: str = "") -> Iterator[dict[str, str]]:
    """The rows of a table as texts, those of a mounted service behind the row it is mounted in."""
    for row in table.rows:
        described = _described(row, mounted)
        yield described
        if isinstance(row.inner, Mounted):
            yield from _listed(row.inner.dispatch.table, described["path"].removesuffix("/*"))


def _described(row: Row[Endpoint], mounted: str) -> dict[str, str]:
    """One row as texts, by the columns of the table; `mounted` is the path it is mounted at."""
    methods = "ANY" if row.methods is None else ", ".join(sorted(row.methods - {"HEAD"}) or ["HEAD"])
    paths = [f"{mounted}{pattern}" + ("/*" if row.prefix else "") for pattern in row.patterns]
    path = ", ".join(paths) if row.regex is None else f"{mounted} regex {row.regex.pattern}".lstrip()
    return {
        "methods": methods,
        "path": ", ".join(row.hosts) + path,
        "answer": row.label + (" when its conditions agree" if row.when is not None else ""),
        "layers": " > ".join(_name(layer) for layer in row.endpoint.layers),
    }


def _name(layer: object) -> str:
    """A layer as gateway.yaml names it; what loads parameters is called by the key that names it."""
    return "load" if isinstance(layer, Loading) else stage_of(layer)


def _table(rows: list[dict[str, str]]) -> str:
    """Rows below a header, each column as wide as its widest value."""
    header = {name: name.upper() for name in ("methods", "path", "answer", "layers")}
    widths = {name: max(len(row[name]) for row in [header, *rows]) for name in header}
    return "\n".join(
        "  ".join(row[name].ljust(widths[name]) for name in header).rstrip() for row in [header, *rows]
    )
