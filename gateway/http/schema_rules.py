"""The rules of JSON Schema that would take a client's list, or object, too long as the library has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

Rule = Callable[[Any, Any, Any, Any], Iterator[ValidationError]]
"""It is called with the validator, what the schema says, the value, and the whole schema."""
_OF_EACH = (
    "items", "prefixItems", "contains", "unevaluatedItems", "additionalProperties", "patternProperties",
    "propertyNames", "unevaluatedProperties",
)  # fmt: skip


def rules() -> dict[str, Rule]:
    """Our own rules by their names."""
    usual = Draft202012Validator.VALIDATORS
    return {name: _bounded(rule) for name, rule in (*((name, usual[name]) for name in _OF_EACH), _UNIQUE)}


def _bounded(rule: Rule) -> Rule:
    """A rule that does not look into what `maxItems` or `maxProperties` refuses as a whole."""

    def check(validator: Any, wanted: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
        """The errors of the rule."""
        most = schema.get("maxItems" if isinstance(value, list) else "maxProperties", inf)
        if not isinstance(value, list | dict) or len(value) <= most:
            yield from rule(validator, wanted, value, schema)

    return check


def _unique_items(validator: Any, is_wanted: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """The rule `uniqueItems`: an error for a list in which an item repeats; each is looked at once."""
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


_UNIQUE = ("uniqueItems", _unique_items)
