"""`gateway env`: the variables of a service as a file to copy, or which of them an environment lacks."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

from gateway.check.report import render
from gateway.cli.check import use_color
from gateway.cli.file import PLACES, add_file, is_missing
from gateway.cli.masks import looks_secret
from gateway.cli.variables import Needed, documents, lacking, needed
from gateway.config.document import Map
from gateway.config.overlays import chosen
from gateway.config.suggest import characters
from gateway.errors import ConfigError

_WIDTH = 80


def add_options(options: ArgumentParser) -> None:
    """FILE, --env and --check."""
    add_file(options)
    options.add_argument("--env", metavar="NAME", help="those of this environment (default: GATEWAY_ENV)")
    options.add_argument("--check", action="store_true", help="tell which variables this environment lacks")


def run(options: Namespace) -> int:
    """Print the variables, or what is wrong with those that are set; 1 if something is, 2 without a file."""
    if is_missing(options.file, "env", PLACES):
        return 2
    environ = {**os.environ, **({"GATEWAY_ENV": options.env} if options.env else {})}
    try:
        found = documents(options.file, environ)
    except ConfigError as error:
        sys.stderr.write(render(error.problems, color=use_color(sys.stderr)) + "\n")
        return 1
    if options.check:
        return _check(found, environ)
    print("\n".join(_example(needed(found), chosen(environ))))
    return 0


def _check(found: list[Map], environ: Mapping[str, str]) -> int:
    """Print what is wrong with the variables of an environment; 1 if something is."""
    problems = ConfigError(lacking(found, environ)).problems
    if problems:
        print(render(problems, color=use_color(sys.stdout)))
        return 1
    print(f"nothing is lacking ({len(list(needed(found)))} variables, environment {chosen(environ)})")
    return 0


def _example(variables: Iterable[Needed], environment: str) -> Iterator[str]:
    """The text of a .env.example: what has to be set without a value, what may be set as a comment."""
    yield "# Written by `gateway env`; `gateway env --check` tells what is lacking."
    yield f"#GATEWAY_ENV={environment}"
    for each in variables:
        yield ""
        yield from wrap(_purpose(each), _WIDTH, initial_indent="# ", subsequent_indent="# ")
        default = each.options.get("default", "")
        value = str(default).lower() if isinstance(default, bool) else str(default)
        is_shown = value.isprintable() and not looks_secret(value)
        yield f"{'' if each.is_required else '#'}{each.name}={value if is_shown else ''}"


def _purpose(each: Needed) -> str:
    """What a variable is for and what it must be, in one line."""
    options = each.options
    kind = options.get("format") or options.get("type", "text")
    said = [
        "secret" if options.get("secret") else str(kind),
        f"at least {characters(options['min_length'])}" if "min_length" in options else "",
        "" if each.is_required else "may be left out",
        f"used by {', '.join(each.uses)}" if each.uses else "used nowhere",
    ]
    return ", ".join(filter(None, said))
