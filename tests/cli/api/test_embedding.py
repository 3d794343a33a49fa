from __future__ import annotations

import pytest

from gateway.cli.api.embedding import embedded

PLACE = "#/components/schemas/It"


@pytest.mark.parametrize("key", ["items", "not", "if", "additionalProperties", "contains"])
def test_reference_below_one_schema_leads_within_the_document(key):
    assert embedded({key: {"$ref": "#/$defs/a"}}, PLACE) == {key: {"$ref": f"{PLACE}/$defs/a"}}


def test_references_below_many_schemas_lead_within_the_document():
    schema = {"properties": {"$ref": {"$ref": "#"}}, "anyOf": [{"$ref": "#/anyOf/1"}, True]}

    assert embedded(schema, PLACE) == {
        "properties": {"$ref": {"$ref": PLACE}},
        "anyOf": [{"$ref": f"{PLACE}/anyOf/1"}, True],
    }


def test_what_names_a_schema_as_a_file_is_left_out():
    inner = {"$anchor": "inner", "$id": "inner.json", "type": "string"}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "it.json",
        "prefixItems": [{"$ref": "#inner"}, {"$ref": "inner.json"}, {"$ref": "it.json#/$defs/a~1b"}],
        "$defs": {"a/b": inner},
    }

    assert embedded(schema, PLACE) == {
        "prefixItems": [{"$ref": f"{PLACE}/$defs/a~1b"}] * 3,
        "$defs": {"a/b": {"type": "string"}},
    }


def test_values_that_look_like_references_stay():
    schema = {"const": {"$ref": "#/a"}, "enum": [{"$ref": "#"}], "default": {"items": {"$ref": "#"}}}

    assert embedded(schema, PLACE) == schema


def test_reference_to_another_file_stays():
    assert embedded({"$ref": "other.json#/a"}, PLACE) == {"$ref": "other.json#/a"}


@pytest.mark.parametrize("odd", [{"properties": 1}, {"allOf": {}}, {"$ref": 1}, True, False])
def test_what_is_no_schema_stays(odd):
    assert embedded(odd, PLACE) == odd
