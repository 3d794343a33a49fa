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
