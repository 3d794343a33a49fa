from __future__ import annotations

import re
import time

import pytest

from gateway.check.comments import comments

MARK = re.compile("mark")


def places(text: str) -> list[tuple[int, int]]:
    return [(at.line, at.column) for at in comments(text, "a.yaml", MARK)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# mark\na: b\n", [(1, 1)]),
        ("a: b # mark", [(1, 6)]),
        ("a: b # other\n", []),
        ("# other\na: b # mark\n", [(2, 6)]),
        ("a: {b: c} #mark\n", [(1, 11)]),
        ("a: b#mark\n", []),
        ('a: "b # mark"\n', []),
        ("a: 'b # mark' # mark\n", [(1, 15)]),
        ("a: 'b\n  # mark\n  c'\nd: e # mark\n", [(4, 6)]),
        ("a: |\n  # mark\n  b\n# mark\nc: d\n", [(4, 1)]),
        ("a: |\n  # mark\n  b\n", []),
        ("a: | # mark\n  b\n", [(1, 6)]),
        ("a: >-\n  b # mark\n\nc: d # mark\n", [(4, 6)]),
        ("é: 語 # mark\r\nb: 👨 # mark\r\n", [(1, 6), (2, 6)]),
        ("a: b\u2028c: d # mark\n", [(2, 6)]),
        ("", []),
    ],
)
def test_comment_is_found_where_it_stands(text: str, expected: list[tuple[int, int]]) -> None:
    assert places(text) == expected


def test_text_before_a_comment_is_left_out() -> None:
    (at,) = comments("keys: [hunter2] # mark it  \nb: c\n", "a.yaml", MARK)

    assert (at.text, at.width) == (" " * 16 + "# mark it", 9)
    assert at.text[at.column - 1 :] == "# mark it"


def test_comments_of_a_long_file_are_found_in_one_pass() -> None:
    begun = time.process_time()

    assert places("a: b # mark\n" * 20_000)[-1] == (20_000, 6)
    assert time.process_time() - begun < 10
