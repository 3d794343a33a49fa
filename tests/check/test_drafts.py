from __future__ import annotations

import pytest

from gateway.check.drafts import Draft
from gateway.errors import Position, Problem


def problem(line, column, fix, rule="GW010"):
    """A problem about what begins at a place."""
    return Problem(Position("a.yaml", line, column), rule, "wrong", fix=fix)


def begun(text):
    return Draft(text, text)


def mended(text, *problems):
    draft = begun(text)
    draft.mend([problem(*each) for each in problems])
    return draft.settled


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("a: x # x\r\nb: x\r\n", (1, 4, "y"), "a: y # x\r\nb: x\r\n"),
        ("a: x", (1, 1, "b"), "b: x"),
        ("a: 'x'", (1, 4, "it's"), "a: 'it''s'"),
        ('a: "x"', (1, 4, 'é"'), 'a: "é\\""'),
        ("a: x", (1, 4, "5"), 'a: "5"'),
        ("a: x", (1, 4, "012"), 'a: "012"'),
        ("a: '5'", (1, 4, 5), "a: 5"),
        ("a: 'True'", (1, 4, True), "a: true"),
        ("{a: x}", (1, 2, "true"), "{true: x}"),
    ],
)
def test_only_the_spot_is_written_otherwise(text, place, expected):
    assert mended(text, place) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: x\n", (1, 2, "y")),
        ("a: x\n", (1, 4, None)),
        ("a: &k x\nb: *k\n", (1, 4, "y")),
        ("a: &k x\nb: *k\n", (2, 4, "y")),
        ("a: &k {b: x}\nc: *k\n", (1, 11, "y")),
        ("a: |\n  x\n", (1, 4, "y")),
        ("a: x\n  z\n", (1, 4, "y")),
        ("a: '012'\n", (1, 4, 12)),
        ("a: x\n", (1, 4, "y # z")),
        ("a: [x]\n", (1, 5, "[")),
        ("a: x\nb: y\n", (1, 1, "b")),
        ("a: [", (1, 1, "b")),
    ],
)
def test_what_would_change_anything_else_is_left(text, place):
    draft = begun(text)

    assert not draft.mend([problem(*place)])
    assert (draft.settled, draft.mended) == (text, set())


def test_two_keys_that_mean_one_are_left():
    assert mended("aa: x\nab: y\n", (1, 1, "a"), (2, 1, "a")) == "aa: x\nab: y\n"


def test_spot_with_two_meanings_is_left():
    assert mended("a: x", (1, 4, "y"), (1, 4, "z")) == "a: x"


def test_spot_is_mended_once():
    draft = begun("a: x")

    assert [draft.mend([problem(1, 4, "y")]), draft.mend([problem(1, 4, "x")])] == [True, False]
    assert draft.settled == "a: y"


def test_old_boolean_is_text_until_it_is_mended():
    draft = begun("a: yes # yes\nb: no\nyes: 'off'\n")

    assert draft.text == 'a: "yes" # yes\nb: "no"\nyes: \'off\'\n'
    assert draft.mend([problem(1, 4, fix=True)])
    assert draft.settled == "a: true # yes\nb: no\nyes: 'off'\n"


def test_values_below_keys_that_nobody_knows_are_hidden():
    draft = begun("a: {b: hunter2, c: d}\ne: [f]\n")
    draft.mend([problem(1, 1, None), problem(2, 1, None, "GW014")])

    assert draft.hidden == {"hunter2", "d"}
