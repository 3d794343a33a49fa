"""How a key or value is written in place of another."""

from __future__ import annotations

import json

from gateway.config.scalars import AmbiguousScalarError, scalar

Scalar = str | float | bool
_NO_TEXT_OF_ITS_OWN = ("*", "&", "|", ">")


def replacement(old: str, value: Scalar, *, is_key: bool) -> str | None:
    """A text for what was written as `old`, quoted in the same way; None if that cannot be replaced alone.

    What begins with an anchor or is an alias is meant elsewhere too, and 012 in quotes may be 12 or 10.
    """
    inner = old.strip("'\"")
    if old.startswith(_NO_TEXT_OF_ITS_OWN) or "\n" in old:
        return None
    if not isinstance(value, str):
        return plain(value) if isinstance(value, bool) or plain(value) == inner else None
    if old.startswith("'"):
        return "'" + value.replace("'", "''") + "'"
    is_bare = not old.startswith('"') and (is_key or _is_plain(value))
    return value if is_bare else json.dumps(value, ensure_ascii=False)


def plain(value: Scalar) -> str:
    """A value as text, before YAML knows what it is."""
    return value if isinstance(value, str) else json.dumps(value)


def _is_plain(text: str) -> bool:
    """Whether an unquoted text is read as this text."""
    try:
        return scalar(text) == text
    except AmbiguousScalarError:
        return False
