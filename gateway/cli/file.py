"""Which gateway.yaml a command is about."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

PLACES = " (looked at FILE, GATEWAY_CONFIG, ./gateway.yaml)"


def add_file(options: ArgumentParser) -> None:
    """The FILE argument that most commands have."""
    options.add_argument(
        "file",
        nargs="?",
        type=Path,
        default=Path(os.environ.get("GATEWAY_CONFIG", "gateway.yaml")),
        metavar="FILE",
        help="default: GATEWAY_CONFIG, else ./gateway.yaml",
    )


def is_missing(file: Path, command: str, hint: str) -> bool:
    """Whether there is no such file, which is then told."""
    if file.is_file():
        return False
    sys.stderr.write(f"gateway {command}: {file} is not a file{hint}\n")
    return True


def refused(command: str, error: OSError | ValueError) -> int:
    """2 after telling which file could not be used, and why."""
    told = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else error
    sys.stderr.write(f"gateway {command}: {told}\n")
    return 2
