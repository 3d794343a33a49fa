from __future__ import annotations

import pytest

from gateway.check.replacements import plain, replacement


@pytest.mark.parametrize(
    ("old", "value", "expected"),
    [
        ("x", "y", "y"),
        ("'x'", "it's", "'it''s'"),
        ('"x"', 'é"', '"é\\""'),
        ("x", "5", '"5"'),
        ("x", "yes", '"yes"'),
        ("'5'", 5, "5"),
        ('"yes"', True, "true"),
        ("'012'", 12, None),
        ("*x", "y", None),
        ("&x y", "z", None),
        ("|\n x", "y", None),
        ("x\n y", "z", None),
    ],
)
def test_value_is_quoted_as_the_one_before(old, value, expected):
    assert replacement(old, value, is_key=False) == expected


def test_key_needs_no_quotes_to_be_text():
    assert replacement("x", "yes", is_key=True) == "yes"


def test_number_is_text_at_first():
    assert [plain(value) for value in ("a", 5, True)] == ["a", "5", "true"]
