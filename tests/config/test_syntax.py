from __future__ import annotations

import pytest

from gateway.config.reader import parse
from gateway.errors import ConfigSyntaxError, Problem


def problem(text: str) -> Problem:
    with pytest.raises(ConfigSyntaxError) as refused:
        parse(text, "f")
    return refused.value.problems[0]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a:\n\tb: 1", (2, 1), "a tab cannot indent"),
        ("a:\n  \tb: 1\n  c: 2", (2, 3), "a tab cannot indent"),
        ("a: [${X}]", (1, 5), "where text is meant"),
        ("a: {b: x${X}}", (1, 9), "where text is meant"),
        ("a: [${X]", (1, 5), "where text is meant"),
        ("a: b: c", (1, 5), '": " inside an unquoted value'),
        ("a: [1\nb: 2", (2, 2), "goes on without a comma"),
        ("a: {b: 1", (1, 4), "goes on without a comma"),
        ("a: 'x\n\n", (1, 4), "ends inside something"),
        ("a:\n  - b\nc:\n  - d\n e: f", (5, 2), "this does not belong"),
        ('a: "\\q"', (1, 5), "escape is not known"),
        ('a: "\\x"', (1, 7), "hexadecimal"),
        ("a: @x", (1, 4), "cannot begin with"),
        ("a: `x`", (1, 4), "cannot begin with"),
        ("a:\n  - x\n  y", (3, 3), "a key without a colon"),
        ("{", (1, 1), "not valid YAML"),
        ("%YAML 3.0\n---\na: 1", (1, 1), "not valid YAML"),
    ],
)
def test_what_is_not_yaml_is_told_at_its_place(text: str, place: tuple[int, int], message: str) -> None:
    found = problem(text)

    assert (found.rule, found.position[1:3]) == ("GW001", place)
    assert message in found.message


def test_what_is_never_closed_tells_where_it_began() -> None:
    assert problem("a: [1,\n  2\nb: 3").help == "it began at line 1"


def test_width_covers_the_reference() -> None:
    assert problem("a: [${NAME}, b]").position.width == 7
