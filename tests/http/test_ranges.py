from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from gateway.http import ranges


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=0-25", range(26)),
        ("bytes=5-9", range(5, 10)),
        ("bytes=5-", range(5, 26)),
        ("bytes=25-", range(25, 26)),
        ("bytes=20-99", range(20, 26)),
        ("bytes=0-" + "9" * 5000, range(26)),
        ("bytes=00005-0000000000000000000000009", range(5, 10)),
        ("bytes=-1", range(25, 26)),
        ("bytes=-26", range(26)),
        ("bytes=-27", range(26)),
        ("bytes=-" + "9" * 5000, range(26)),
        ("Bytes=5-9", range(5, 10)),
        ("bytes= 5-9 ", range(5, 10)),
        ("bytes=5 - 9", range(5, 10)),
        ("bytes=0-1,90-99", range(2)),
        ("bytes=90-,-0, 3-4", range(3, 5)),
        ("bytes=0-4,5-9", range(10)),
        ("bytes=5-9, 0-4", range(10)),
        ("bytes=0-9,2-3", range(10)),
        ("bytes=0-9,5-19,20-20", range(21)),
        ("bytes=-5,0-20", range(26)),
        ("bytes=" + ",".join(["0-0"] * 1000), range(1)),
    ],
)
def test_one_range_is_found(header, part):
    assert ranges.parse(header, 26) == part


@pytest.mark.parametrize(
    "header",
    [
        None, "", "bytes", "bytes=-", "bytes=a-b", "bytes=9-5", "bytes=90-5", "bytes=5", "bytes=--5",
        "bytes=0x1-5", "bytes=٥-9", "items=0-5", "bytes 0-5", "bytes=0-1,5-9",
        "bytes=0-1,3-4", "bytes=-1,0-0", "bytes=0-1,", "bytes=0-1,x", "bytes=0-1,9-5", "bytes=0-1;2-3",
    ],
)  # fmt: skip
def test_what_is_no_one_range_means_the_whole(header):
    assert ranges.parse(header, 26) is None


@pytest.mark.parametrize(
    "header", ["bytes=26-", "bytes=26-30", "bytes=-0", "bytes=26-,-0", "bytes=" + "9" * 5000 + "-"]
)
def test_range_without_a_byte_is_refused(header):
    with pytest.raises(RequestedRangeNotSatisfiable) as refused:
        ranges.parse(header, 26)

    assert ("Content-Range", "bytes */26") in refused.value.get_headers()


def test_empty_file_has_no_first_byte():
    with pytest.raises(RequestedRangeNotSatisfiable):
        ranges.parse("bytes=0-", 0)


def test_end_of_an_empty_file_is_the_whole():
    assert ranges.parse("bytes=-5", 0) is None


@given(
    st.from_regex(r"bytes=[0-9]{0,4}-[0-9]{0,4}(,[0-9]{0,4}-[0-9]{0,4}){0,3}", fullmatch=True),
    st.integers(0, 2000),
)
def test_every_range_lies_within_the_file(header, size):
    try:
        part = ranges.parse(header, size)
    except RequestedRangeNotSatisfiable:
        return

    assert part is None or (0 <= part.start < part.stop <= size)
