"""Words of JSON Schema that are misspelt, which every validator passes over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

from gateway.check.common_schemas import WORDS
from gateway.config.document import Map, Seq, section_of
from gateway.config.route_rules import every_body, every_route
from gateway.config.suggest import did_you_mean
from gateway.errors import Problem

_SILENT: Final = frozenset(
    {
        *("$schema", "$id", "$defs", "$comment", "$anchor", "$dynamicAnchor", "$vocabulary"),
        *("title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"),
        *(
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
            "definitions",
            "minContains",
            "maxContains",
        ),
        *("then", "else"),
    }
)
_OF_NAMES: Final = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_OF_VALUES: Final = ("default", "examples", "enum", "const")


def vocabulary_problems(document: Map) -> Iterator[Problem]:
    """A warning for each word in a schema of the file that is nearly one of JSON Schema, and none."""
    for item in every_route(document):
        query = section_of(item, "query")
        for schema in (*query.values(), *(body.get("schema") for body in every_body(item))):
            yield from _words(schema)


def _words(schema: Any) -> Iterator[Problem]:
    """The words of one schema and of those in it."""
    if isinstance(schema, Seq):
        for each in schema:
            yield from _words(each)
    for key in schema if isinstance(schema, Map) else ():
        near = "" if key in WORDS else _near(key)
        if near:
            message = f'JSON Schema has no word "{key}"{near}'
            yield Problem(schema.key_at(key), "GW081", message, level="warning")
        elif key in _OF_NAMES:
            for name in section_of(schema, key):
                yield from _words(schema[key][name])
        elif key not in _OF_VALUES:
            yield from _words(schema[key])


def _near(key: str) -> str:
    """What may be meant instead of a word, in a sentence; empty if that is one, or is like none."""
    words = _SILENT | import_module("jsonschema.validators").Draft202012Validator.VALIDATORS.keys()
    return "" if key in words else did_you_mean(key, sorted(words))
