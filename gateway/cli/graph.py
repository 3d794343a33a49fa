"""`gateway graph`: draw the service."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace

from gateway.check.report import render
from gateway.cli.check import use_color
from gateway.cli.file import PLACES, add_file, is_missing
from gateway.cli.picture import mermaid, svg
from gateway.cli.picture.parts import parts
from gateway.config import load
from gateway.errors import ConfigError


def add_options(options: ArgumentParser) -> None:
    """FILE, --format, --title and --env."""
    add_file(options)
    options.add_argument("--format", choices=("mermaid", "svg"), default="mermaid", help="default: mermaid")
    options.add_argument("--title", metavar="TEXT", help="what stands above it (default: its folder's name)")
    options.add_argument("--env", metavar="NAME", help="draw this environment (default: GATEWAY_ENV)")


def run(options: Namespace) -> int:
    """Print the picture; 1 if the file has problems, 2 without one."""
    if is_missing(options.file, "graph", PLACES):
        return 2
    environ = {**os.environ, **({"GATEWAY_ENV": options.env} if options.env else {})}
    title = options.title or options.file.resolve().parent.name
    try:
        hosts = parts(load(options.file, environ=environ, require=False), environ)
    except ConfigError as error:
        sys.stderr.write(render(error.problems, color=use_color(sys.stderr)) + "\n")
        return 1
    if options.format == "svg":
        print(svg.written(hosts, title))
        return 0
    text = mermaid.written(hosts, title)
    print(text)
    if told := mermaid.exceeded(text):
        sys.stderr.write(f"gateway graph: {told}\n")
    return 0
