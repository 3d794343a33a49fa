from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.check.common_schemas import is_schema, surely_fits
from gateway.check.lints.mismatch import mismatch
from gateway.http.schema import BodySchema

KEYWORDS = (
    "type enum minimum maximum minLength maxItems items properties required pattern"
    " additionalProperties default title uniqueItems multipleOf anyOf $ref"
)
NAMES = st.sampled_from(KEYWORDS.split())
LEAVES = st.sampled_from(
    ["integer", "string", "array", "strin", "(", "#/nowhere", "#", 1, -1, 1.0, True, None]
)
SCHEMAS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3)
)


def is_one_at_the_start(schema) -> bool:
    try:
        BodySchema(schema)
    except ValueError:
        return False
    return True


@given(st.dictionaries(NAMES, SCHEMAS, max_size=4))
def test_schema_is_one_if_it_is_one_at_the_start(schema):
    assert is_schema(schema) is is_one_at_the_start(schema)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "integer"}}}, True),
        ({"type": "object", "required": ["a", "a"]}, False),
        ({"properties": {"a": {"items": {"required": ["a", "a"]}}}}, False),
        ({"additionalProperties": {"required": ["a", "a"]}}, False),
        ({"type": "array", "items": {"type": "strin"}}, False),
        ({"type": ["string", "null"]}, True),
        ({"pattern": "["}, False),
        ({"pattern": "^[a-z]+$"}, True),
        ({"minLength": -1}, False),
        ({"minLength": True}, False),
        ({"$ref": "#/$defs/a", "$defs": {"a": {}}}, True),
        ({"$ref": "#/$defs/b", "$defs": {"a": {}}}, False),
        ({"default": {"required": ["a", "a"]}}, True),
        ({"default": {"$ref": "#/nowhere"}}, False),
        ({"enum": [{"$ref": "#/nowhere"}]}, False),
        ({"properties": {"required": {"type": "string"}}}, True),
    ],
)
def test_schema_is_told_from_what_is_none(schema, expected):
    assert (is_schema(schema), is_one_at_the_start(schema)) == (expected, expected)


@given(SCHEMAS, st.dictionaries(NAMES, SCHEMAS, max_size=3))
def test_what_surely_fits_breaks_nothing(value, schema):
    assert not surely_fits(schema, value) or mismatch(schema, value) == ""


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"type": "integer", "minimum": 1}, 1, True),
        ({"type": "integer", "minimum": 1}, 0, False),
        ({"type": "integer"}, "1", False),
        ({"enum": ["a", "b"]}, "b", True),
        ({"type": "string", "pattern": "(a+)+$"}, "a" * 40 + "b", False),
    ],
)
def test_plain_value_is_judged_and_no_pattern_is_tried(schema, value, expected):
    assert surely_fits(schema, value) is expected


def test_common_schema_is_told_without_the_library():
    code = (
        "import sys; from gateway.check.common_schemas import is_schema;"
        "assert is_schema({'type': 'object', 'properties': {'a': {'type': 'string', 'minLength': 1}}});"
        "assert 'jsonschema' not in sys.modules;"
        "assert is_schema({'anyOf': [{}]}); assert 'jsonschema' in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
