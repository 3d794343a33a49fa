"""The quick answer is that of the library: over every golden file, and over each with one value changed."""

from __future__ import annotations

import random

import pytest
from jsonschema.validators import Draft202012Validator

from gateway.config.document import Map, Seq
from gateway.config.fitting import fitting
from gateway.config.fragments import of_overlay, strict
from gateway.config.reader import parse
from gateway.config.violations import _validator_of
from gateway.errors import ConfigError
from tests.goldens import golden, goldens

ODD = [
    None,
    True,
    False,
    0,
    1,
    -1,
    1.0,
    0.5,
    "",
    "x",
    "none",
    "yes",
    "5",
    "5m",
    "/x",
    "a:b",
    [],
    [1],
    {},
    {"x": 1},
]
CHANGES = 12
NESTED = {"a": {"items": {"$ref": "#/$defs/a"}, "type": "array"}}


def documents():
    for folder in ("accepted", "refused", "several"):
        for file in goldens(folder):
            case = golden(file)
            for name, text in {"gateway.yaml": case.written, **case.files}.items():
                try:
                    document = parse(text, name) if name.endswith(("yaml", "yml")) else None
                except ConfigError:
                    continue
                if isinstance(document, Map):
                    yield file.stem, document


def plain(value):
    if isinstance(value, Map):
        return {key: plain(value[key]) for key in value}
    return [plain(item) for item in value] if isinstance(value, Seq) else value


def places(value):
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def test_quick_answer_is_that_of_the_library():
    chosen = random.Random(5)
    ways = [(fitting(schema()), _validator_of(schema).is_valid) for schema in (strict, of_overlay)]
    compared = 0
    for _, document in documents():
        value = plain(document)
        assert all(quick(value) is slow(value) for quick, slow in ways), value
        found = [*places(value)]
        for holder, key in chosen.choices(found, k=CHANGES) if found else ():
            kept = holder[key]
            holder[key] = chosen.choice(ODD)
            assert all(quick(value) is slow(value) for quick, slow in ways), value
            holder[key] = kept
            compared += 1
    assert compared > 5000


@pytest.mark.parametrize(
    ("schema", "value", "fits"),
    [
        ({"enum": [1]}, True, False),
        ({"enum": [True]}, True, True),
        ({"type": "integer"}, 1.0, False),
        ({"type": ["null", "number"]}, 1.5, True),
        (True, 5, True),
        ({"unknownKeyword": 5}, 5, False),
        ({"x-hint": 5}, 5, True),
        ({"patternProperties": {"^a": {"type": "null"}}, "additionalProperties": False}, {"ab": None}, True),
        ({"patternProperties": {"^a": {"type": "null"}}, "additionalProperties": False}, {"b": None}, False),
        ({"patternProperties": {"^a": {"type": "null"}}}, {"ab": 1}, False),
        ({"pattern": "^a$"}, "b", False),
        ({"pattern": "^a$"}, 5, True),
        ({"maxProperties": 1}, {"a": 1, "b": 2}, False),
        (
            {"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}, "type": "array"}}},
            [[], [[]]],
            True,
        ),
        (
            {"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}, "type": "array"}}},
            [[], [5]],
            False,
        ),
    ],
)
def test_keyword_is_decided(schema, value, fits):
    assert fitting(schema)(value) is fits
    if schema != {"unknownKeyword": 5} and value != 1.0:  # 1.0 is a whole number elsewhere
        assert Draft202012Validator(schema).is_valid(value) is fits
