from __future__ import annotations

import pytest

from gateway.check.reach.alphabet import Alphabet
from gateway.check.reach.inclusion import Inclusion, Undecided
from gateway.check.reach.languages import Languages, texts_of
from gateway.routing.planting import ways


@pytest.fixture
def outside(make_rows):
    """The shortest path that the first of some rows takes and no other."""

    def find(*lines, slash="redirect", usual=False, steps=10_000):
        rows = make_rows(*lines)
        compared = ways(case_sensitive=True, trailing_slash=slash)
        alphabet = Alphabet.of(text for row in rows for text in texts_of(row))
        made = Languages(alphabet, compared)
        first, *others = (
            made.of(row, None if row.regex else row.patterns[0].alternatives[0]) for row in rows
        )
        return Inclusion(alphabet, compared.trims, steps).outside(first, others, usual=usual)

    return find


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        (["/:x"], "/x"),
        (["/:x", "/x"], "/7"),
        (["/*x", "/:x"], "//x"),
        (["/a", "/:x"], None),
        ([{"regex": "^/a"}, "/a"], "/ax"),
        (["/é", {"regex": "^/%C3%A9$"}], "/é"),
        (["/a", {"regex": "^/a$"}], "/%61"),
    ],
)
def test_shortest_path_outside_is_found(outside, lines, path):
    assert outside(*lines) == path


def test_unusual_spellings_may_be_left_out(outside):
    assert outside("/a", {"regex": "^/a$"}, usual=True) is None


@pytest.mark.parametrize(("slash", "path"), [("strict", None), ("ignore", "/a/")])
def test_last_slash_may_be_ignored(outside, slash, path):
    assert outside("/a", {"regex": "^/a$"}, slash=slash, usual=True) == path


def test_question_ends_when_the_steps_are_used_up(outside):
    with pytest.raises(Undecided):
        outside("/:x", "/:y", steps=3)
