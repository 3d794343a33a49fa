"""`gateway migrate`: bring an older file to the version that is read, and tell what is left to decide."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace

from gateway.check.mending import Mending
from gateway.check.report import shown_file
from gateway.check.versions import renewed
from gateway.cli import check
from gateway.cli.file import PLACES, add_file, is_missing
from gateway.cli.fixing import carried_out


def add_options(options: ArgumentParser) -> None:
    """FILE and --diff."""
    add_file(options)
    options.add_argument("--diff", action="store_true", help="print what would be written, and write nothing")


def run(options: Namespace) -> int:
    """Write the version and the names that keys have now, then check: 1 if something is left to decide."""
    if is_missing(options.file, "migrate", PLACES):
        return 2
    mending = Mending(os.environ, renewed)
    mending.mend(options.file)
    status = carried_out(mending.changed, "migrate", is_shown=options.diff)
    if status is not None:
        return status
    for path in mending.changed:
        print(f"migrated {shown_file(str(path))}")
    checking = ArgumentParser()
    check.add_options(checking)
    return check.run(checking.parse_args(["--", str(options.file)]))
