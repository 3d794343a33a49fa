"""Which gateway.yaml a command is about."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path


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
