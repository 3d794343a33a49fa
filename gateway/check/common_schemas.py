"""Whether a JSON Schema is surely one, told of the common ones without the library that knows them all."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from gateway.config.fitting import fitting
from gateway.config.plain import plain

_TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"]
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_TEXTS = ("title", "description", "format")
_SCALAR = {"type": ["string", "number", "boolean", "null"]}  # others may hold what looks like a reference
_SCHEMA = {"$ref": "#/$defs/schema"}
_WORDS: dict[str, Any] = {
    "type": {"enum": _TYPES},
    "enum": {"type": "array", "items": _SCALAR},
    "default": _SCALAR,
    "const": _SCALAR,
    "pattern": {"type": "string", "format": "regex"},
    "uniqueItems": {"type": "boolean"},
    "items": _SCHEMA,
    "properties": {"type": "object", "additionalProperties": _SCHEMA},
    "additionalProperties": _SCHEMA,
    "required": {"type": "array", "minItems": 1, "items": {"type": "string"}},
    **{name: {"type": "integer", "minimum": 0} for name in _COUNTS},
    **{name: {"type": "number"} for name in _NUMBERS},
    **{name: {"type": "string"} for name in _TEXTS},
}
WORDS = _WORDS.keys()
"""The words of JSON Schema that are common."""
_OBJECT = {"type": ["object", "boolean"], "properties": _WORDS, "additionalProperties": False}
_FLAT = frozenset({"type", "default", "minimum", "maximum", "minLength", "enum", "title", "description"})
_is_common = fitting({**_SCHEMA, "$defs": {"schema": _OBJECT}})


def is_schema(schema: Any) -> bool:
    """Whether a plain schema is one, whose references lead somewhere; an uncommon one is asked about."""
    return _is_sure(schema) or not import_module("gateway.check.schemas").is_wrong(schema)


def surely_fits(schema: Any, value: Any) -> bool:
    """Whether a value fits a schema that says nothing but what is decided here."""
    wanted = plain(schema)
    return wanted.keys() <= _FLAT and _is_sure(wanted) and fitting(wanted)(plain(value))


def _is_sure(schema: Any) -> bool:
    """Whether a schema has common keywords only, and what belongs there."""
    return _is_common(schema) and not _repeats(schema)


def _repeats(schema: Any) -> bool:
    """Whether a name is required twice, which is no JSON Schema, here or further in."""
    if not isinstance(schema, dict):
        return False
    names = schema.get("required", ())
    inner = [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]
    return len({*names}) < len(names) or any(map(_repeats, inner))
