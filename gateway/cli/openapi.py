"""`gateway openapi`: describe the service as an OpenAPI document."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace

import yaml

from gateway.check.report import render
from gateway.cli.api.document import described
from gateway.cli.check import use_color
from gateway.cli.file import PLACES, add_file, is_missing
from gateway.config import load
from gateway.errors import ConfigError

_WIDTH = 100


def add_options(options: ArgumentParser) -> None:
    """FILE, --format, --title, --api-version, --server and --env."""
    add_file(options)
    options.add_argument("--format", choices=("yaml", "json"), default="yaml", help="default: yaml")
    options.add_argument(
        "--title", metavar="TEXT", help="what the service is called (default: its folder's name)"
    )
    options.add_argument(
        "--api-version", metavar="TEXT", default="1.0.0", help="the version of the service (default: 1.0.0)"
    )
    options.add_argument("--server", metavar="URL", help="where it is reached (default: settings.public_url)")
    options.add_argument("--env", metavar="NAME", help="describe this environment (default: GATEWAY_ENV)")


def run(options: Namespace) -> int:
    """Print the document, and to standard error what it leaves out; 1 if the file has problems, 2 without."""
    if is_missing(options.file, "openapi", PLACES):
        return 2
    environ = {**os.environ, **({"GATEWAY_ENV": options.env} if options.env else {})}
    info = {"title": options.title or options.file.resolve().parent.name, "version": options.api_version}
    try:
        config = load(options.file, environ=environ, require=False)
        document, notes = described(config, environ, info, options.server)
    except ConfigError as error:
        sys.stderr.write(render(error.problems, color=use_color(sys.stderr)) + "\n")
        return 1
    for note in notes:
        sys.stderr.write(f"{note}\n")
    text = json.dumps(document, indent=2, ensure_ascii=False)
    if options.format == "yaml":
        # Read anew, so that what is shared is written out wherever it stands.
        text = yaml.safe_dump(json.loads(text), sort_keys=False, allow_unicode=True, width=_WIDTH).rstrip(
            "\n"
        )
    print(text)
    return 0
