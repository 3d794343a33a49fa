from __future__ import annotations

from time import perf_counter

import pytest
from werkzeug.exceptions import BadRequest

from gateway.http.schema import BodySchema

UNIQUE = BodySchema({"uniqueItems": True})


@pytest.mark.parametrize(
    "items",
    [
        [],
        [1, "1", True, 1.5, None, "None", "True"],
        [0, False],
        [[1], [[1]], ["1"], {"1": 1}],
        [{"a": 1}, {"a": "1"}, {"a": 1, "b": 2}, {"b": 1}],
        ["a,b", ["a", "b"], ["a,b"], "'a','b'"],
        [[], {}, "", 0, None, False, "[]", "{}"],
        [1e300, 1e301],
        "aa",
        {"a": 1, "b": 1},
    ],
)
def test_items_that_differ_are_taken(items):
    UNIQUE.check(items)


@pytest.mark.parametrize(
    "items",
    [
        ["a", "b", "a"],
        [1, 1.0],
        [0.0, -0.0],
        [None, None],
        [True, True],
        [{"a": 1, "b": [2]}, {"b": [2.0], "a": 1}],
        [[1, {"a": "x"}], [1, {"a": "x"}]],
    ],
)
def test_items_that_repeat_are_refused(items):
    with pytest.raises(BadRequest, match="it must not repeat an item"):
        UNIQUE.check(items)


def test_items_may_repeat_where_nobody_minds():
    BodySchema({"uniqueItems": False}).check([1, 1])


def test_comparing_many_items_takes_no_longer_than_reading_them():
    start = perf_counter()
    UNIQUE.check([{"a": number} for number in range(20_000)])

    assert perf_counter() - start < 5


def test_items_that_are_nested_too_deeply_are_refused():
    deep = []
    for _ in range(1000):
        deep = [deep]

    with pytest.raises(BadRequest, match="nested too deeply"):
        UNIQUE.check([deep])


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"maxItems": 2, "items": {"type": "integer"}}, ["a", "b", "c"]),
        ({"maxItems": 2, "contains": {"type": "integer"}}, ["a", "b", "c"]),
        ({"maxItems": 2, "uniqueItems": True}, ["a", "a", "a"]),
        ({"maxProperties": 1, "additionalProperties": {"type": "integer"}}, {"a": "b", "c": "d"}),
        ({"maxProperties": 1, "propertyNames": {"maxLength": 1}}, {"aa": 1, "bb": 2}),
    ],
)
def test_what_is_too_long_is_not_looked_into(schema, value):
    with pytest.raises(BadRequest, match=r"it must have at most \d (items|properties)$"):
        BodySchema(schema).check(value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"maxItems": 2, "items": {"type": "integer"}}, [1, "b"]),
        ({"prefixItems": [{"type": "integer"}]}, ["b"]),
        ({"maxProperties": 1, "additionalProperties": {"type": "integer"}}, {"a": "b"}),
        ({"patternProperties": {"^a": {"type": "integer"}}}, {"a": "b"}),
    ],
)
def test_what_is_not_too_long_is_looked_into(schema, value):
    with pytest.raises(BadRequest, match="must be of type integer"):
        BodySchema(schema).check(value)


def test_length_of_a_list_is_nothing_to_what_is_none():
    BodySchema({"maxItems": 1, "items": {"type": "integer"}}).check("text")
