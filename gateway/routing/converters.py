"""What reads a path parameter that may not be just any text."""

from __future__ import annotations

import re
from dataclasses import dataclass


def whole_number(value: str) -> int:
    """ASCII digits as a number; raise ValueError for what else int() takes: signs, blanks, other scripts."""
    if not (value.isascii() and value.isdigit()):
        raise ValueError(value)
    return int(value)


@dataclass(frozen=True, slots=True)
class Matching:
    """Passes a value that a regular expression matches as a whole, and raises ValueError for others."""

    regex: re.Pattern[str]

    def __call__(self, value: str) -> str:
        """The value itself; raise ValueError unless all of it matches."""
        if self.regex.fullmatch(value) is None:
            raise ValueError(value)
        return value
