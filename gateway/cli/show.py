"""`gateway show`: the merged configuration with the origin of every value, secrets masked."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator

import yaml

from gateway.check.report import render, shown_file
from gateway.cli.check import use_color
from gateway.cli.file import PLACES, add_file, is_missing
from gateway.cli.merged import Value, merged, values
from gateway.errors import ConfigError

_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"
_WIDTH, _COLUMN = 80, 40


def add_options(options: ArgumentParser) -> None:
    """FILE, --env and --json."""
    add_file(options)
    options.add_argument("--env", metavar="NAME", help="show this environment (default: GATEWAY_ENV)")
    options.add_argument("--json", action="store_true", help="one JSON list instead of YAML")


def run(options: Namespace) -> int:
    """Print every value and where it was written; 1 if the file has problems, 2 without one."""
    if is_missing(options.file, "show", PLACES):
        return 2
    environ = {**os.environ, **({"GATEWAY_ENV": options.env} if options.env else {})}
    try:
        found = list(values(merged(options.file, environ)))
    except ConfigError as error:
        sys.stderr.write(render(error.problems, color=use_color(sys.stderr)) + "\n")
        return 1
    print(_json(found) if options.json else "\n".join(_yaml(found)))
    return 0


def _json(found: Iterable[Value]) -> str:
    """Each value as an object of one list."""
    told = [
        {
            "path": list(value.path),
            "value": value.value,
            "variables": list(value.names),
            "file": shown_file(value.at.file),
            "line": value.at.line,
            "column": value.at.column,
        }
        for value in found
    ]
    return json.dumps(told, indent=2)


def _yaml(found: Iterable[Value]) -> Iterator[str]:
    """The values as YAML, each with its origin as a comment, which goes before a line that is too long."""
    before: tuple[str | int, ...] = ()
    for value in found:
        *opened, last = _opened(before, value.path)
        yield from opened
        line, origin = f"{last} {_scalar(value.value)}", f"# {_origin(value)}"
        origin = f"{_DIM}{origin}{_PLAIN}" if use_color(sys.stdout) else origin
        if len(line.ljust(_COLUMN)) + len(_origin(value)) + 4 > _WIDTH:
            yield " " * (len(line) - len(line.lstrip())) + origin
            yield line
        else:
            yield f"{line.ljust(_COLUMN)}  {origin}"
        before = value.path


def _opened(before: tuple[str | int, ...], path: tuple[str | int, ...]) -> Iterator[str]:
    """The lines that lead from one path to the next, the last one without its value."""
    shared = 0
    while shared < len(before) and shared < len(path) and before[shared] == path[shared]:
        shared += 1
    for depth, step in enumerate(path[shared:], shared):
        yield "  " * depth + ("-" if isinstance(step, int) else f"{_scalar(step)}:")


def _origin(value: Value) -> str:
    """Where a value was written, and the variables in it."""
    place = f"{shown_file(value.at.file)}:{value.at.line}"
    if not value.names:
        return place
    return f"{place}, {', '.join(value.names)}{' not set' if value.value is None else ''}"


def _scalar(value: object) -> str:
    """A value that holds no others, as YAML in one line."""
    return (
        yaml.safe_dump(value, default_flow_style=True, width=sys.maxsize).removesuffix("...\n").rstrip("\n")
    )
