"""The spellings that several kinds of text have in common."""

from __future__ import annotations

import re

OBJECT = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)


class MendableError(ValueError):
    """Text that is not what it must be, and surely means `fix` if that is given."""

    def __init__(self, message: str, fix: str | None) -> None:
        """Keep what is meant; the message is the text."""
        self.fix = fix
        super().__init__(message)


def line(text: str) -> None:
    """One line: nothing that could begin another."""
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise ValueError("it must be one line without control characters")
