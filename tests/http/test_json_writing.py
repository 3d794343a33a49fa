from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http.json_writing import encoder, usual

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab<&>\u2028"), inner),
    max_leaves=10,
)


@dataclass
class Point:
    x: int


@given(st.sampled_from([0, 1, 2, 4, 10]), st.booleans(), VALUES)
def test_what_is_written_is_read_as_it_was(indent, escape_html, value):
    assert json.loads(encoder(indent, escape_html=escape_html)(value)) == value


@pytest.mark.parametrize(
    ("indent", "written"),
    [
        (0, '{"a":[1,{}],"é":"\\n"}'),
        (1, '{\n "a": [\n  1,\n  {}\n ],\n "é": "\\n"\n}'),
        (2, '{\n  "a": [\n    1,\n    {}\n  ],\n  "é": "\\n"\n}'),
        (4, '{\n    "a": [\n        1,\n        {}\n    ],\n    "é": "\\n"\n}'),
    ],
)
def test_each_level_is_moved_in(indent, written):
    assert encoder(indent)({"a": [1, {}], "é": "\n"}).decode() == written


@pytest.mark.parametrize("indent", [0, 2, 3])
def test_markup_is_escaped_where_asked_for(indent):
    written = encoder(indent, escape_html=True)({"<a>": ["</script>&"]})

    assert not {"<", ">", "&"} & set(written.decode())
    assert b"\\u003c/script\\u003e\\u0026" in written


@pytest.mark.parametrize("indent", [0, 2, 5])
def test_author_says_what_becomes_of_what_json_cannot_hold(indent):
    write = encoder(indent, default=str)

    assert json.loads(write({"price": Decimal("1.50"), "names": {"a"}})) == {
        "price": "1.50",
        "names": "{'a'}",
    }


@pytest.mark.parametrize("indent", [0, 2, 5])
@pytest.mark.parametrize("default", [None, lambda value: value])
def test_what_stays_unknown_is_refused(indent, default):
    with pytest.raises(TypeError, match=r"JSON|recursion"):
        encoder(indent, default=default)([object()])


@pytest.mark.parametrize("indent", [0, 2, 5])
def test_kinds_that_python_knows_are_held(indent):
    value = [Point(1), datetime(2026, 11, 21, tzinfo=UTC), float("nan"), float("inf")]

    assert json.loads(encoder(indent)(value)) == [{"x": 1}, "2026-11-21T00:00:00+00:00", None, None]


@pytest.mark.parametrize("default", [None, str])
@pytest.mark.parametrize("indent", [0, 2, 5])
@pytest.mark.parametrize(
    ("value", "read"),
    [
        ({2: "é", 2.5: None, True: [Point(1)]}, {"2": "é", "2.5": None, "true": [{"x": 1}]}),
        ({"n": 10**30}, {"n": 10**30}),
        (["\ud800é"], ["\ud800é"]),
    ],
)
def test_what_only_orjson_cannot_hold_is_written_all_the_same(value, read, indent, default):
    assert json.loads(encoder(indent, default=default)(value)) == read


def test_deep_values_are_written():
    value = []
    for _ in range(500):
        value = [value]

    assert encoder()(value) == b"[" * 501 + b"]" * 501


def test_names_that_are_numbers_look_as_other_names():
    assert encoder()({1: {"é": [1, 2]}}) == '{"1":{"é":[1,2]}}'.encode()
    assert encoder(2)({1: [1]}) == b'{\n  "1": [\n    1\n  ]\n}'


@pytest.mark.parametrize("value", [{1: float("nan")}, {(1, 2): 3}, {1: object()}])
def test_what_no_json_can_hold_is_refused_as_ever(value):
    with pytest.raises(TypeError, match=r"JSON|must be"):
        encoder()(value)


def test_plain_json_is_written_by_the_usual_writer_alone():
    assert encoder() is usual
