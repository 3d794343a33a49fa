"""`gateway fmt`: write configurations in one order and style, with all their comments."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from gateway.check.mending import Mending, unknown_values
from gateway.check.report import render, shown_file
from gateway.cli.check import use_color
from gateway.cli.file import PLACES, is_missing, refused
from gateway.cli.formatting import formatted
from gateway.cli.patch import patch
from gateway.cli.rewriting import rewrite
from gateway.config.reader import text_of
from gateway.errors import ConfigError


def add_options(options: ArgumentParser) -> None:
    """FILES, --check and --diff."""
    options.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="default: GATEWAY_CONFIG, else ./gateway.yaml, with all that it includes and mounts",
    )
    options.add_argument(
        "--check", action="store_true", help="write nothing; 1 if a file is not in this style"
    )
    options.add_argument("--diff", action="store_true", help="the same, and print what would change")


def run(options: Namespace) -> int:
    """Write each file anew, or tell which would change; 1 if one is not YAML, 2 if one cannot be written."""
    main = Path(os.environ.get("GATEWAY_CONFIG", "gateway.yaml"))
    missing = [file for file in options.files or [main] if is_missing(file, "fmt", PLACES)]
    return 2 if missing else max(_formatted(file, options) for file in options.files or _with_inner(main))


def _with_inner(main: Path) -> list[Path]:
    """A file, and those it includes and mounts."""
    mending = Mending(os.environ)
    mending.told(main)
    return [main, *sorted(mending.drafts.keys() - {main.resolve()})]


def _formatted(file: Path, options: Namespace) -> int:
    """Write one file anew, or tell whether it would change."""
    try:
        old = text_of(file)
        new = formatted(old, str(file))
        if not (options.check or options.diff):
            return _write(file, old, new)
    except ConfigError as error:
        sys.stdout.write(render(error.problems, color=use_color(sys.stdout)) + "\n")
        return 1
    except (OSError, ValueError) as error:
        return refused("fmt", error)
    if options.diff:
        sys.stdout.write(patch(str(file), old, new, unknown_values(old, str(file))))
    elif old != new:
        print(f"{shown_file(str(file))} would change")
    return int(old != new)


def _write(file: Path, old: str, new: str) -> int:
    """Write a file if its text is another, and say so; raise OSError or ValueError."""
    if old != new:
        rewrite({file: (old, new)})
        print(f"formatted {shown_file(str(file))}")
    return 0
