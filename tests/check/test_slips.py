from __future__ import annotations

import pytest

from gateway.check.slips import well_placed
from gateway.config.reader import load
from gateway.errors import ConfigSyntaxError


@pytest.fixture
def told(tmp_path):
    """Where a text is said to be wrong, and what is said."""

    def told(text):
        file = tmp_path / "gateway.yaml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigSyntaxError) as caught:
            well_placed(load)(file)
        (problem,) = caught.value.problems
        return (
            problem.position.line,
            problem.position.column,
            problem.message.removeprefix("not valid YAML: "),
        )

    return told


def test_other_problems_stay_where_they_are(told):
    assert told("a: &b\n  c: *b\n")[:2] == (2, 6)
    assert told("a: *b\n") == (1, 4, "no anchor &b is written before this alias")


def test_file_that_takes_long_to_read_again_is_told_as_it_was(told):
    line, _, message = told(f"# {'x' * 100_000}\nversion 1\nroutes: []\n")

    assert (line, message.partition(",")[0]) == (3, '": " inside an unquoted value')


def test_character_that_no_parser_takes_is_told_where_it_stands(told):
    assert told("a: 1\nb: \x07\n") == (2, 4, "the character U+0007 cannot stand in a file")


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        (
            "a: {b: 1\nc: 2\n",
            *(1, 4, "the mapping that begins here is not closed; line 2 does not belong to it"),
        ),
        (
            "a:\n  - [b\nc: 1\n",
            *(2, 5, "the list that begins here is not closed; line 3 does not belong to it"),
        ),
        (
            'a: "b\nc: "d"\n',
            *(1, 4, "the quote that begins here is not closed in its line, but at line 2 or never"),
        ),
        (
            "a: \"b\nc: '\\d'\n",
            *(1, 4, "the quote that begins here is not closed in its line, but at line 2 or never"),
        ),
        ("version:1\nroutes: []\n", 1, 8, "a colon needs a blank behind it"),
        ("version 1\n\n# more\nroutes: []\n", 1, 1, "a key without a colon"),
        (
            "a:\n  b: 1\n    c: 2\n",
            3,
            6,
            '": " inside an unquoted value, or a key that is not indented like the others',
        ),
        ("a:\n  -b\n  c: 2\n", 2, 3, "a dash needs a blank behind it"),
        ("version 1\na: 2\nb\nc: [\n", 1, 1, "a key without a colon"),
        ("a:\n    b: 1\n  - c: 2\n", 2, 3, "this has no dash, and line 3 goes on with one"),
        ("a:\n    b: 1\n    d: 1\n  - c: 2\n", 2, 3, "this has no dash, and line 4 goes on with one"),
        ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", 2, 1, "a merge has left this behind"),
        ("a:\n  - b:/ # c\n    d: 1\n", 2, 6, "a colon needs a blank behind it"),
        ("a:\n  -b: 1\n   d: 1\n", 2, 3, "a dash needs a blank behind it"),
        ("a:\n  - http://b # c\n    d: 1\n", 3, 5, "a list goes on without a dash, or is indented otherwise"),
        ("[a]\nroutes: []\n", 2, 1, "this comes after the end of the document"),
        ("a:\n  b: 1\n- c: 2\n- d\n", 2, 1, "this has no dash, and line 3 goes on with one"),
        ("a: 1\n- b\n", 2, 1, "this does not belong to the mapping above it"),
        ("a: 1\n=======\nb: 3\n", 2, 1, "a merge has left this behind"),
    ],
)
def test_slip_is_told_where_it_was_made(told, text, line, column, message):
    assert told(text) == (line, column, message)
