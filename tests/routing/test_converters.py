from __future__ import annotations

import re

import pytest

from gateway.routing.converters import Matching, whole_number


@pytest.mark.parametrize(
    ("value", "number"), [("7", 7), ("007", 7), ("0", 0), ("12345678901234567890", 12345678901234567890)]
)
def test_ascii_digits_are_whole_numbers(value, number):
    assert whole_number(value) == number


@pytest.mark.parametrize("value", ["", "-1", "+1", " 1", "1_0", "1.0", "٣", "²", "x"])
def test_other_numerals_are_not_whole_numbers(value):
    with pytest.raises(ValueError, match=f"^{re.escape(value)}$"):
        whole_number(value)


def test_a_value_that_matches_as_a_whole_passes():
    assert Matching(re.compile(r"\d+|x"))("123") == "123"


@pytest.mark.parametrize("value", ["", "12a", "a12", "12\n"])
def test_a_value_that_matches_in_part_does_not_pass(value):
    with pytest.raises(ValueError, match=f"^{re.escape(value)}$"):
        Matching(re.compile(r"\d+"))(value)
