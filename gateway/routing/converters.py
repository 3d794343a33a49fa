"""What reads a path parameter that may not be just any text."""

from __future__ import annotations

import re
from collections.abc import Callable


def whole_number(value: str) -> int:
    """ASCII digits as a number; raise ValueError for what else int() takes: signs, blanks, other scripts."""
    if not (value.isascii() and value.isdigit()):
        raise ValueError(value)
    return int(value)


def matching(pattern: str) -> Callable[[str], str]:
    """What passes a value that a regular expression matches as a whole, and raises ValueError for others."""
    whole = re.compile(pattern)

    def convert(value: str) -> str:
        """The value itself; raise ValueError unless all of it matches."""
        if whole.fullmatch(value) is None:
            raise ValueError(value)
        return value

    return convert
