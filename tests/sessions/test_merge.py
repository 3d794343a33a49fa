"""Changes of one request, put onto those of another."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.sessions.merge import Change

VALUES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2))


@given(VALUES, VALUES, VALUES, VALUES)
def test_change_makes_one_payload_of_the_other(before, after, private, other):
    old, new = orjson.dumps([before, private]), orjson.dumps([after, other])
    merged = Change.between(old, new).onto(old)

    assert orjson.loads(merged) == ([after, other] if other else after)


@pytest.mark.parametrize(
    ("before", "after", "onto", "merged"),
    [
        ({}, {"a": 1}, {"b": 2}, {"b": 2, "a": 1}),
        ({"a": 1}, {}, {"a": 5, "b": 2}, {"b": 2}),
        ({"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": 1}, {"a": 3}, {"a": 2}, {"a": 3}),
        ({"a": 1}, {"a": 3}, {}, {"a": 3}),
        ({"a": None}, {}, {"a": None}, {}),
        ({}, {"a": None}, {}, {"a": None}),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, {"a": {"c": 3}}, {"a": {"b": 2}}),
    ],
)
def test_only_the_keys_that_changed_are_written(before, after, onto, merged):
    change = Change.between(orjson.dumps(before), orjson.dumps(after))

    assert orjson.loads(change.onto(orjson.dumps(onto))) == merged
