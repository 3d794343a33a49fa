"""`gateway check`: find every mistake in gateway.yaml before it is served."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from gateway.check.report import render
from gateway.cli.file import PLACES, add_file, is_missing
from gateway.compiler import compile_file
from gateway.config import load
from gateway.errors import ConfigError, Problem


def add_options(options: ArgumentParser) -> None:
    """FILE."""
    add_file(options)


def run(options: Namespace) -> int:
    """Print every problem with its place; 0 without an error, 1 with some, 2 if there is no such file."""
    if is_missing(options.file, "check", PLACES):
        return 2
    try:
        compiled = compile_file(options.file, environ=os.environ, strict=True)
    except ConfigError as error:
        sys.stdout.write(render(error.problems, color=use_color(sys.stdout)) + "\n")
        return 1
    if compiled.warnings:
        print(render(compiled.warnings, color=use_color(sys.stdout)))
    count, found = len(compiled.table.rows), "no errors" if compiled.warnings else "no problems"
    print(f"{options.file}: {found} ({count} routes, environment {compiled.app.environment})")
    for problem in _unset(options.file):
        print(f"  to serve: {problem.message}")
    return 0


def _unset(file: Path) -> tuple[Problem, ...]:
    """The variables a server would miss in the environment of this command."""
    try:
        load(file, environ=os.environ)
    except ConfigError as error:
        return error.problems
    return ()


def use_color(stream: TextIO) -> bool:
    """Whether who reads a stream is a terminal that wants colour (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
