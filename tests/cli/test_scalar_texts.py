from __future__ import annotations

import pytest

from gateway.cli.scalar_texts import block_lines, folded_lines, in_one_line, keeps_its_end
from gateway.cli.trees import tree


def value(text):
    return tree(text).entries[0].value


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("'Front Door'", "Front Door"),
        ('"/items"', "/items"),
        ('"/"', "/"),
        ("'/:id'", "'/:id'"),
        ('"/*path"', '"/*path"'),
        ('"${KEY}"', '"${KEY}"'),
        ("'yes'", "'yes'"),
        ("'true'", "'true'"),
        ("'null'", "'null'"),
        ("'y'", "'y'"),
        ("'20'", "'20'"),
        ("'a  b'", "'a  b'"),
        ("' a'", "' a'"),
        ("'a#b'", "'a#b'"),
        ("''", "''"),
        ('"caf\\u00e9"', '"caf\\u00e9"'),
        ('"of\n   may"', "of may"),
        ('"a,\n   b"', '"a, b"'),
        ("a,\n b", '"a, b"'),
    ],
)
def test_quotes_stay_only_where_they_matter(written, expected):
    assert in_one_line(value(f"a: {written}\n")) == expected


def test_text_over_several_lines_keeps_them():
    assert folded_lines(value("a: b\n     c\n\n     d\n")) == ["b", "c", "", "d"]
    assert folded_lines(value("a: 'may'\n")) == ["may"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: |\n     b\n       c\n\n     d\n", ["|", "b", "  c", "", "d"]),
        ("a: >-  # e\n b\n", [">-", "b"]),
        ("a: |4-\n      b\n    c\n", ["|2-", "  b", "c"]),
        ("a: |-4\n      b\n    c\n", ["|2-", "  b", "c"]),
        ("a: |+\n b\n\n\n", ["|+", "b", "", ""]),
        ("a: |\n b\n\n\n", ["|", "b"]),
        ("a: |\n b", ["|-", "b"]),
        ("a: |\nb: 1\n", ["|"]),
    ],
)
def test_block_of_text_keeps_its_lines(text, expected):
    assert block_lines(value(text), 0) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("a: [1]\n", False), ("a:\n - |+\n  b\n", True), ("a: '+'\n", False)]
)
def test_empty_lines_may_be_part_of_a_value(text, expected):
    assert keeps_its_end(value(text)) is expected
