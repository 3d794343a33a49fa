from __future__ import annotations

import pytest

from gateway.check.reach.alphabet import Alphabet
from gateway.check.reach.languages import Languages, shape_of, texts_of
from gateway.routing.planting import ways


@pytest.fixture
def language(make_row):
    def make(path=None, *, case=True, slash="redirect", **options):
        row = make_row(0, *[path] * (path is not None), **options)
        made = Languages(Alphabet.of(texts_of(row)), ways(case_sensitive=case, trailing_slash=slash))
        return made.of(row, None if path is None else row.patterns[0].alternatives[0])

    return make


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/a/:x/*y", {}),
        ("/v:x.html", {"params": {"x": "int"}}),
        ("/:x-:y", {}),
        ("/*x/edit", {}),
        ("/*x", {"params": {"x": "[a-z]+"}}),
        ("/A", {"case": False}),
        ("/", {"prefix": True}),
        (None, {"regex": "^/a"}),
    ],
)
def test_paths_are_read_exactly(language, path, options):
    assert language(path, **options).is_exact


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/:x-:y", {"params": {"x": "int"}}),
        ("/:x..:y", {}),
        ("/a-*x", {}),
        ("/*x", {"params": {"x": "[a-z]*"}}),
        ("/*x", {"params": {"x": "int"}, "slash": "ignore"}),
        ("/:x", {"params": {"x": "(?=a)."}}),
        ("/:x-:y", {"case": False}),
        ("/é", {"case": False}),
        ("/a", {"prefix": True, "params": {"path": "int"}}),
        (None, {"regex": "(?<=a)"}),
        (None, {"regex": "a{400}"}),
    ],
)
def test_what_cannot_be_read_exactly_says_so(language, path, options):
    assert not language(path, **options).is_exact


def test_converter_that_nobody_knows_is_not_read(make_row):
    row = make_row(0, "/:x")
    row = type(row)(index=0, patterns=row.patterns, converters={"x": int}, endpoint=0)
    made = Languages(Alphabet.of([]), ways(case_sensitive=True, trailing_slash="strict"))

    assert not made.of(row, row.patterns[0].alternatives[0]).is_exact


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ({"paths": ["/:x"]}, {"paths": ["/:y"]}, True),
        ({"paths": ["/:x"], "params": {"x": "a"}}, {"paths": ["/:y"], "params": {"y": "a"}}, True),
        ({"paths": ["/:x"], "params": {"x": "a"}}, {"paths": ["/:x"], "params": {"x": "b"}}, False),
        ({"paths": ["/:x"]}, {"paths": ["/*x"]}, False),
        ({"paths": ["/a"]}, {"paths": ["/a"], "prefix": True}, False),
    ],
)
def test_rows_of_one_shape_take_the_same(make_rows, one, other, is_same):
    shapes = [shape_of(row, row.patterns[0].alternatives[0]) for row in make_rows(one, other)]

    assert (shapes[0] == shapes[1]) == is_same
