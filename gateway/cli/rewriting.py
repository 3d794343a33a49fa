"""New texts for files, each put in place of the old one at once."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def rewrite(texts: Mapping[Path, tuple[str, str]]) -> None:
    """Write the second of two texts to each file if all of them still hold the first.

    A byte order mark, modes and links stay, and owners where that is allowed. Raise OSError if a file cannot
    be written, ValueError if one holds something else by now; nothing is written then.
    """
    with ExitStack() as undone:
        beside = {}
        for file, (old, new) in texts.items():
            target = file.resolve()
            beside[target] = _beside(target, old, new)
            undone.callback(beside[target].unlink, missing_ok=True)
        for target, written in beside.items():
            written.replace(target)


def _beside(file: Path, old: str, new: str) -> Path:
    """A file next to another, of the same mode, that holds the new text."""
    content = file.read_bytes()
    if content.decode("utf-8-sig", "replace") != old:
        raise ValueError(f"{file.name} was changed meanwhile; nothing was written")
    known = file.stat()
    with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as stream:
        stream.write((BOM_UTF8 if content.startswith(BOM_UTF8) else b"") + new.encode())
        stream.flush()
        os.fsync(stream.fileno())
        with suppress(PermissionError):
            os.fchown(stream.fileno(), known.st_uid, known.st_gid)
        os.fchmod(stream.fileno(), known.st_mode)
    return Path(stream.name)
