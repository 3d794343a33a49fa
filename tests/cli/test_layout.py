from __future__ import annotations

import pytest

from gateway.cli.layout import laid_out
from gateway.cli.notes import annotate
from gateway.cli.trees import tree

LONG = "x" * 60


def laid(text):
    root = tree(text)
    annotate(root, text, 0)
    return "".join(f"{line}\n" for line in laid_out(root))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n- 1\n-   b: 2\n    c: 3\n", "a:\n  - 1\n  - b: 2\n    c: 3\n"),
        ("a:\n      b:   1\n", "a:\n  b: 1\n"),
        ("a: {b : 1,c: [ 2,3 ]}\n", "a: {b: 1, c: [2, 3]}\n"),
        ("a: {b: , c: ''}\n", "a: {b: null, c: ''}\n"),
        ("a: [b: 1]\n", "a: [{b: 1}]\n"),
        ("a:\nb: ~\n", "a:\n\nb: ~\n"),
        ("a:\n  -\n    - 1\n    - - 2\n", "a:\n  - - 1\n    - - 2\n"),
        ("a:\n  -\n  - {}\n", "a:\n  -\n  - {}\n"),
        ("a: &x\n  - &y\n    b: 1\n  - *y\n", "a: &x\n  - &y\n    b: 1\n  - *y\n"),
        ("a: &x 1\nb: [&y 2, *y]\n", "a: &x 1\n\nb: [&y 2, *y]\n"),
        (f"a: [{LONG}, {LONG}]\n", f"a:\n  - {LONG}\n  - {LONG}\n"),
        (
            f"- {{a: {LONG}, b: {{c: {LONG}}}, d: [1]}}\n",
            f"- a: {LONG}\n  b: {{c: {LONG}}}\n  d: [1]\n",
        ),
    ],
)
def test_style_is_one(text, expected):
    assert laid(text).replace("\n\n-", "\n-") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1# b\n", "a: 1# b\n"),
        ("a: 1 # b\n", "a: 1  # b\n"),
        ("a:     1  # b\n", "a: 1  # b\n"),
        ("a:     1   # b\n", "a: 1       # b\n"),
        ("a: # b\n  c: 1 # d\n", "a:  # b\n  c: 1  # d\n"),
        ("a: [ # b\n  1]\n", "a: [1]  # b\n"),
        ("a: [1, # b\n  2] # c\n", "a:  # c\n  - 1  # b\n  - 2\n"),
        ("a: [1,\n  # b\n  2]\n", "a:\n  - 1\n  # b\n  - 2\n"),
        ("a: [1\n  # b\n  ]\n", "a:\n  - 1\n  # b\n"),
        ("a: [\n  # b\n  ]\n", "# b\na: []\n"),
        ("a: [] # b\n# c\n", "a: []  # b\n# c\n"),
        ("a:\n  b: 1\n  # c\n# d\ne: 1\n", "a:\n  b: 1\n  # c\n\n# d\ne: 1\n"),
        ("a:\n  - b: 1\n    # c\n  - 2\n", "a:\n  - b: 1\n    # c\n  - 2\n"),
        ("a:\n  - b: 1\n      # c\n  - 2\n", "a:\n  - b: 1\n    # c\n  - 2\n"),
        ("a:\n  - 1\n     # c\n  - 2\n", "a:\n  - 1\n  # c\n  - 2\n"),
        ("a:\n# b\n  - 1\n", "a:\n  # b\n  - 1\n"),
        ("a:\n  - # b\n    c: 1\n", "a:\n  # b\n  - c: 1\n"),
        ("a:\n  -\n    # b\n    - 1\n", "a:\n  # b\n  - - 1\n"),
        ("a:\n  - {b: 1, # c\n     d: 2} # e\n", "a:\n  # e\n  - b: 1  # c\n    d: 2\n"),
        ("{a: 1} # b\n", "a: 1\n# b\n"),
        ("{ # b\n a: 1}\n", "# b\na: 1\n"),
        ("a: b\n   c # d\n", "a: b\n  c  # d\n"),
        ("a: 'b\n   # c' # d\n", "a: 'b\n  # c'  # d\n"),
        ("a: | # b\n  c\n", "a: |  # b\n  c\n"),
        ("a: [ # b\n1] # c\n", "# c\na: [1]  # b\n"),
        ("# b\n{}\n", "{}\n# b\n"),
        ("a: {b: 1\n  # c\n  }\n", "a:\n  b: 1\n  # c\n"),
        ("a: {b: [1\n  # c\n  ]}\n", "a:\n  b:\n    - 1\n    # c\n"),
    ],
)
def test_comment_stays_where_it_belongs(text, expected):
    assert laid(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n\n\n\nb: 1\n", "a: 1\n\nb: 1\n"),
        ("a:\n\n  - 1\n\n\n  - 2\n  - 3\n", "a:\n  - 1\n\n  - 2\n  - 3\n"),
        ("a:\n  - 1\n\n  # b\n  - 2\n", "a:\n  - 1\n\n  # b\n  - 2\n"),
        ("a:\n  # b\n\n  - 2\n", "a:\n  # b\n\n  - 2\n"),
        ("a: |+\n  x\n\nb: 1\n", "a: |+\n  x\n\nb: 1\n"),
        ("a: {b: 1,\n\n  c: 1}\n", "a: {b: 1, c: 1}\n"),
        ("a: {b: 1,\n\n  c: 1} # d\n\n", "a: {b: 1, c: 1}  # d\n"),
    ],
)
def test_one_empty_line_parts_what_was_apart(text, expected):
    assert laid(text) == expected
