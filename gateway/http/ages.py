"""How long something lasts: a number of seconds, or text that says the unit."""

from __future__ import annotations

import re
from datetime import timedelta

Age = float | str | timedelta
"""Seconds, text such as `15m` or `1.5h`, or a timedelta."""

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_duration = re.compile(r"(\d+(?:\.\d+)?)(ms|[smhdw])", re.ASCII).fullmatch


def in_seconds(age: Age, name: str = "an age") -> float:
    """An age in seconds; raise ValueError, which says its `name`, for text that is no duration."""
    if isinstance(age, timedelta):
        return age.total_seconds()
    if not isinstance(age, str):
        return age
    found = _duration(age)
    if found is None:
        raise ValueError(f"{name} is a number of seconds, or text such as 15m; found {age!r}")
    return float(found[1]) * _UNITS[found[2]]
