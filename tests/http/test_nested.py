from __future__ import annotations

from contextlib import suppress
from time import perf_counter

import pytest

from gateway.http.nested import LimitError, parse, split


def test_names_say_where_values_belong():
    pairs = [("a[b]", "1"), ("a[c][]", "2"), ("a[c][]", "3"), ("d", "4")]

    assert parse(pairs) == {"a": {"b": "1", "c": ["2", "3"]}, "d": "4"}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", []),
        ("a=1&b=2", [("a", "1"), ("b", "2")]),
        ("a&=1&&b=", [("a", ""), ("b", "")]),
        ("a[b=c]=1", [("a[b=c]", "1")]),
        ("a%5Bb%5d=1", [("a[b]", "1")]),
        ("a+b=%C3%A4+x", [("a b", "ä x")]),
        ("a=%zz+x&b=%FF", [("a", "%zz x"), ("b", "%FF")]),
    ],
)
def test_text_is_split_into_pairs(text, pairs):
    assert split(text) == pairs


def test_text_may_be_decoded_in_another_way():
    assert split("a=b", str.upper) == [("A", "B")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a=1&a=2", {"a": ["1", "2"]}),
        ("a[1]=x&a[0]=y&a[7]=z", {"a": ["y", "x", "z"]}),
        ("a[0]=1&a[b]=2", {"a": {"0": "1", "b": "2"}}),
        ("a=1&a[b]=2", {"a": ["1", {"b": "2"}]}),
        ("a[b]=1&a=2", {"a": [{"b": "1"}, "2"]}),
        ("a[b]=1&a=2&a[c]=3&[a]=4", {"a": {"0": {"b": "1"}, "1": "2", "c": "3", "2": "4"}}),
        ("a[b]=1&a=2&a[5]=3&[a]=4", {"a": [{"b": "1"}, "2", "3", "4"]}),
        (
            "a[b]=1&a=2&a[c]=3&a[x5]=6&a[7]=5&[a]=4",
            {"a": {"0": {"b": "1"}, "1": "2", "c": "3", "x5": "6", "7": "5", "8": "4"}},
        ),
        ("a[0][b]=1&a[0][c]=2&a[1]=3&a[1]x=4", {"a": [{"b": "1", "c": "2"}, "3", "4"]}),
        ("a=1&a[]=2", {"a": ["1", "2"]}),
        ("a[b]=1&a=", {"a": {"b": "1"}}),
        ("a=1&[a]=2", {"a": ["1", "2"]}),
        ("[]=1", {"0": "1"}),
        ("a[][]=1", {"a": ["1"]}),
        ("a[b", {"a": {"[b": ""}}),
        ("[", {"[": ""}),
        ("a[b]c=1", {"a": {"b": "1"}}),
        ("a[b[c]]=1", {"a": {"b[c]": "1"}}),
        ("a[01]=1", {"a": {"01": "1"}}),
        ("__proto__=1&a[__proto__][b]=2", {"a": {}}),
    ],
)
def test_names_that_meet_are_one_value(text, value):
    assert parse(split(text)) == value


@pytest.mark.parametrize(
    ("text", "limit", "most"),
    [
        ("a[b][c][d]", "depth", 2),
        ("a[3]", "list", 3),
        ("a[99999999999999999999]", "list", 3),
        ("a&a&a&a", "list", 3),
        ("a[]&a[]&a[]&a[]", "list", 3),
        ("a[0]&a[1]&a[2]&[a]=1", "list", 3),
        ("a[0]&a[1]&a[2]&a[2]x", "list", 3),
        ("a&a[2]", "list", 3),
        ("a&b&c&d&e&f", "fields", 5),
    ],
)
def test_what_is_over_a_limit_is_refused(text, limit, most):
    with pytest.raises(LimitError, match=f"more than {most} ") as caught:
        parse(split(text), max_depth=2, max_fields=5, list_limit=3)

    assert (caught.value.limit, caught.value.most) == (limit, most)


def test_values_need_not_be_text():
    photo = object()

    assert parse([("a[]", photo), ("a[]", "")]) == {"a": [photo, ""]}


@pytest.mark.parametrize(
    "text", ["a[" * 4000, "[" * 8000, "a[]" * 2000, "a[" + "]" * 8000, "%5B" * 2000 + "=1"]
)
def test_hostile_names_cost_little(text):
    start = perf_counter()

    with suppress(LimitError):
        parse(split(text))

    assert perf_counter() - start < 0.1
