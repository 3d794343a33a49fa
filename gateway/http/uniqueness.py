"""Whether the items of a JSON list repeat, told in one pass where the library compares each with each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema.exceptions import ValidationError


def unique_items(validator: Any, is_wanted: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """The rule `uniqueItems` of JSON Schema: an error for a list in which an item repeats."""
    if is_wanted and validator.is_type(value, "array") and len({*map(_spelled, value)}) < len(value):
        yield ValidationError("an item repeats")


def _spelled(value: Any) -> str:
    """A value so that equal ones, and no others, are spelled alike: 1 is 1.0, the order of keys is none.

    Text is hashed with a secret of the process, so nobody can make a great many spellings collide.
    """
    if isinstance(value, dict):
        return "{" + ",".join(sorted(f"{name!r}:{_spelled(item)}" for name, item in value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_spelled, value)) + "]"
    return repr(int(value) if isinstance(value, float) and value.is_integer() else value)
