"""`gateway routes`: list the routes in the order they are tried."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace

from gateway.check.report import render
from gateway.cli.check import use_color
from gateway.cli.file import PLACES, add_file, is_missing
from gateway.compiler import compile_file
from gateway.errors import ConfigError
from gateway.middleware.chain import Endpoint
from gateway.routing.table import Row


def add_options(options: ArgumentParser) -> None:
    """FILE and --json."""
    add_file(options)
    options.add_argument("--json", action="store_true", help="one JSON list instead of a table")


def run(options: Namespace) -> int:
    """Print methods, path, answer and layers of every route; 1 if the file has problems, 2 without one."""
    if is_missing(options.file, "routes", PLACES):
        return 2
    try:
        rows = [
            _described(row) for row in compile_file(options.file, environ=os.environ, strict=True).table.rows
        ]
    except ConfigError as error:
        sys.stderr.write(render(error.problems, color=use_color(sys.stderr)) + "\n")
        return 1
    print(json.dumps(rows, indent=2) if options.json else _table(rows))
    return 0


def _described(row: Row[Endpoint]) -> dict[str, str]:
    """One row as texts, by the columns of the table."""
    methods = "ANY" if row.methods is None else ", ".join(sorted(row.methods - {"HEAD"}) or ["HEAD"])
    paths = [str(pattern) + ("/*" if row.prefix else "") for pattern in row.patterns]
    path = ", ".join(paths) if row.regex is None else f"regex {row.regex.pattern}"
    layers = " > ".join(_name(layer) for layer in row.endpoint.layers)
    return {
        "methods": methods,
        "path": (f"{row.host}" if row.host else "") + path,
        "answer": row.label,
        "layers": layers,
    }


def _name(layer: object) -> str:
    """A layer as gateway.yaml names it: a built-in by its word, anything else as module:name."""
    kind = type(layer)
    if kind.__module__.startswith("gateway.middleware."):
        return kind.__module__.rpartition(".")[2]
    own = layer if hasattr(layer, "__qualname__") else kind
    return f"{own.__module__}:{own.__qualname__}"


def _table(rows: list[dict[str, str]]) -> str:
    """Rows below a header, each column as wide as its widest value."""
    header = {name: name.upper() for name in ("methods", "path", "answer", "layers")}
    widths = {name: max(len(row[name]) for row in [header, *rows]) for name in header}
    return "\n".join(
        "  ".join(row[name].ljust(widths[name]) for name in header).rstrip() for row in [header, *rows]
    )
