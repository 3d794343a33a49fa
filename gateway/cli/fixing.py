"""`gateway check --fix`: mend in the files what can be mended without asking."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from gateway.check.drafts import Draft
from gateway.check.mending import Mending
from gateway.check.report import shown_file
from gateway.cli.file import refused
from gateway.cli.patch import patch
from gateway.cli.rewriting import rewrite


def fixed(options: Namespace) -> int | None:
    """Mend; the status of the command, or None if the check comes next."""
    if not options.fix:
        return refused("check", ValueError("--diff goes with --fix"))
    mending = Mending(os.environ)
    mending.mend(options.file)
    status = carried_out(mending.changed, "check", is_shown=options.diff)
    counts = [f"{len(draft.mended)} in {shown_file(str(path))}" for path, draft in mending.changed.items()]
    if counts and status is None:
        (sys.stdout if options.format == "text" else sys.stderr).write(f"mended: {', '.join(counts)}\n")
    return status


def carried_out(changed: Mapping[Path, Draft], command: str, *, is_shown: bool) -> int | None:
    """Write what changed, None if that could be done; or print it, 1 if there is anything."""
    if is_shown:
        for path, draft in changed.items():
            sys.stdout.write(patch(str(path), draft.original, draft.settled, draft.hidden))
        return 1 if changed else 0
    try:
        rewrite({path: (draft.original, draft.settled) for path, draft in changed.items()})
    except (OSError, ValueError) as error:
        return refused(command, error)
    return None
