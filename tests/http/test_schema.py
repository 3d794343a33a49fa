from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from gateway.http.schema import BodySchema, Query

ORDER = {
    "type": "object",
    "required": ["name", "items"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 2, "pattern": "^[a-z{}]+$"},
        "items": {"type": "array", "maxItems": 2, "items": {"type": ["integer", "null"], "minimum": 1}},
        "a/b~c": {"enum": ["x", "y"]},
        "never": False,
        "either": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
    },
}
TREE = {"$defs": {"tree": {"items": {"$ref": "#/$defs/tree"}}}, "$ref": "#/$defs/tree"}


def query(**schema):
    return Query({"n": schema})


def test_body_that_fits_passes():
    BodySchema(ORDER).check({"name": "ab", "items": [1, None], "a/b~c": "x", "either": 1})


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([], "it must be of type object"),
        ({}, "it lacks name, items"),
        ({"name": "a", "items": []}, "/name must have at least 2 characters"),
        ({"name": "A!", "items": []}, "/name must match ^[a-z{}]+$"),
        ({"name": "ab", "items": [1, "s3cret"]}, "/items/1 must be of type integer or null"),
        ({"name": "ab", "items": [0]}, "/items/0 must be at least 1"),
        ({"name": "ab", "items": [1, 1, 1]}, "/items must have at most 2 items"),
        ({"name": "ab", "items": [], "a/b~c": "s3cret"}, "/a~1b~0c must be one of ['x', 'y']"),
        ({"name": "ab", "items": [], "s3cret": 1}, "it has a property that is not expected"),
        ({"name": "ab", "items": [], "never": "s3cret"}, "holds what is not allowed"),
        ({"name": "ab", "items": [], "either": []}, "/either breaks the rule `oneOf`"),
    ],
)
def test_body_that_does_not_fit_is_refused_with_place_and_reason(value, reason):
    with pytest.raises(BadRequest) as refused:
        BodySchema(ORDER).check(value)

    assert refused.value.description.startswith("the body does not fit: ")
    assert refused.value.description.endswith(reason)
    assert "s3cret" not in refused.value.description


def test_all_reasons_are_told_at_once():
    with pytest.raises(BadRequest, match=r"/name must match .*; /items must be of type array"):
        BodySchema(ORDER).check({"name": "A!", "items": 1})


def test_ten_reasons_are_enough():
    with pytest.raises(BadRequest) as refused:
        BodySchema({"items": {"type": "string"}}).check(list(range(1000)))

    assert refused.value.description.count("must be") == 10


def test_body_nested_too_deeply_is_refused():
    value = []
    for _ in range(1000):
        value = [value]

    with pytest.raises(BadRequest, match="nested too deeply"):
        BodySchema(TREE).check(value)


def test_schema_may_refer_to_itself():
    BodySchema(TREE).check([[], [[]]])


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "number?"},
        {"required": "name"},
        {"$ref": "#/$defs/nowhere"},
        {"properties": {"a": {"allOf": [{"$ref": "http://example.org/schema.json"}]}}},
    ],
)
def test_what_is_no_schema_is_refused_when_compiled(schema):
    with pytest.raises(ValueError, match="not a JSON Schema"):
        BodySchema(schema)


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        ({}, "x", "x"),
        ({"type": "string"}, "1", "1"),
        ({"type": "integer"}, "-12", -12),
        ({"type": "integer"}, "1234567890123456789", 1234567890123456789),
        ({"type": "number"}, "1.5e3", 1500.0),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "false", False),
        ({"type": ["string", "integer"]}, "1", 1),
        ({"type": ["string", "integer"]}, "x", "x"),
    ],
)
def test_parameter_is_converted_by_its_type(schema, text, value):
    assert query(**schema).read(MultiDict({"n": text})) == {"n": value}


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"type": "integer"}, "x"),
        ({"type": "integer"}, ""),
        ({"type": "integer"}, "1.5"),
        ({"type": "integer"}, " 1"),
        ({"type": "integer"}, "٣"),
        ({"type": "integer"}, "9" * 5000),
        ({"type": "number"}, "nan"),
        ({"type": "number"}, "1e999"),
        ({"type": "boolean"}, "yes"),
        ({"type": "integer", "minimum": 1}, "0"),
        ({"type": "string", "enum": ["a"]}, "b"),
        ({"type": "array", "items": {"type": "integer"}}, "x"),
        ({"type": "array", "items": {"maximum": 1, "type": "integer"}}, "2"),
    ],
)
def test_parameter_that_does_not_fit_is_refused_by_name(schema, text):
    with pytest.raises(BadRequest, match="query parameter /n"):
        query(**schema).read(MultiDict({"n": text}))


def test_first_of_repeated_parameters_counts():
    assert query(type="integer").read(MultiDict([("n", "1"), ("n", "2")])) == {"n": 1}


@pytest.mark.parametrize(("items", "values"), [({"items": {"type": "integer"}}, [1, 2]), ({}, ["1", "2"])])
def test_array_takes_all_of_them(items, values):
    assert query(type="array", **items).read(MultiDict([("n", "1"), ("n", "2")])) == {"n": values}


def test_missing_parameter_is_refused_by_name():
    with pytest.raises(BadRequest, match="query parameter n is missing"):
        query(type="integer").read(MultiDict({"other": "1"}))


def test_default_is_filled_in_afresh_each_time():
    parameters = query(type="array", default=[])

    parameters.read(MultiDict())["n"].append(1)

    assert parameters.read(MultiDict()) == {"n": []}


@pytest.mark.parametrize(
    "schema", [{"type": "object"}, {"type": "null"}, {"type": "array", "items": {"type": "array"}}]
)
def test_types_that_text_cannot_be_are_refused_when_compiled(schema):
    with pytest.raises(ValueError, match="a query parameter is of type"):
        query(**schema)


def test_nested_query_gives_texts_and_lists_of_texts():
    query = Query({"page": {"type": "integer", "default": 1}, "tags": {"type": "array", "default": []}})

    assert query.read({"page": "2", "tags": ["a", "b"], "other": {}}) == {"page": 2, "tags": ["a", "b"]}
    assert query.read({"page": ["3"], "tags": "a"}) == {"page": 3, "tags": ["a"]}


@pytest.mark.parametrize("value", [{}, {"a": "b"}, [{"a": "b"}], [["a"]]])
def test_nested_parameter_that_is_no_text_is_refused(value):
    with pytest.raises(BadRequest, match="query parameter /page must be of type string"):
        Query({"page": {"type": "string"}}).read({"page": value})
