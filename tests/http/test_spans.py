from __future__ import annotations

import pytest

from gateway.http.spans import Span, parse


@pytest.mark.parametrize(
    ("header", "spans"),
    [
        ("bytes=0-4", [Span(0, 4)]),
        ("bytes=5-", [Span(5, 9)]),
        ("bytes=-3", [Span(7, 9)]),
        ("bytes=-20", [Span(0, 9)]),
        ("bytes=8-20", [Span(8, 9)]),
        ("bytes= 1 - 2 , 20-30, 4-4", [Span(1, 2), Span(4, 4)]),
        ("bytes=007-8", [Span(7, 8)]),
        ("bytes=1-" + "9" * 5000, [Span(1, 9)]),
    ],
)
def test_spans_are_cut_to_the_size(header, spans):
    assert parse(header, 10) == spans


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=3-1", "bytes=-0", "bytes=" + "9" * 5000 + "-"])
def test_spans_outside_are_unsatisfiable(header):
    assert parse(header, 10) == -1


@pytest.mark.parametrize(
    "header", ["bytes", "bytes=", "bytes=1", "bytes=-", "bytes=a-b", "bytes=0-1,x", "bytes=--1", "bytes=1-٣"]
)
def test_other_headers_are_malformed(header):
    assert parse(header, 10) == -2


def test_nothing_is_had_of_nothing():
    assert (parse("bytes=0-0", 0), parse("bytes=-5", 0)) == (-1, -1)


def test_unit_is_told():
    assert parse("rows=0-1", 10).type == "rows"


@pytest.mark.parametrize(
    ("header", "spans"),
    [
        ("bytes=0-4,3-7", [Span(0, 7)]),
        ("bytes=0-4,5-7", [Span(0, 7)]),
        ("bytes=0-4,6-7", [Span(0, 4), Span(6, 7)]),
        ("bytes=0-7,2-3", [Span(0, 7)]),
        ("bytes=8-9,0-1,1-3", [Span(8, 9), Span(0, 3)]),
        ("bytes=5-6,9-9,4-4", [Span(4, 6), Span(9, 9)]),
    ],
)
def test_spans_that_touch_are_combined(header, spans):
    combined = parse(header, 10, combine=True)

    assert (combined, combined.type) == (spans, "bytes")
