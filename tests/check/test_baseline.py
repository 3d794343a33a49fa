from __future__ import annotations

import json

import pytest

from gateway.check.baseline import baseline_of, read, unknown, write
from gateway.errors import Position, Problem


def warning(line: int, message: str = "told", rule: str = "GW037") -> Problem:
    return Problem(Position("a.yaml", line, 1, 1, "text"), rule, message, "", "warning")


def test_known_problem_is_told_no_more_wherever_it_moves():
    known = baseline_of([warning(3, "as line 9 says")])

    assert unknown([warning(30, "as line 90 says")], known) == ()


def test_other_problem_is_told():
    new = [warning(3, "other"), warning(3, rule="GW045")]

    assert unknown([warning(3), *new], baseline_of([warning(3)])) == tuple(new)


def test_one_more_of_the_same_words_is_told():
    found = [warning(line) for line in (1, 2, 3)]

    assert unknown(found, baseline_of(found[:2])) == (found[2],)


def test_baseline_comes_back_from_its_file(tmp_path):
    known = baseline_of([warning(1), warning(2), warning(3, "é: 語")])
    write(tmp_path / "known.json", known)

    assert read(tmp_path / "known.json") == known


def test_file_is_sorted_and_holds_no_lines(tmp_path):
    write(tmp_path / "known.json", baseline_of([warning(7, "b"), warning(9, "a"), warning(8, "b")]))

    assert json.loads((tmp_path / "known.json").read_text()) == {
        "version": 1,
        "problems": [
            {"file": "a.yaml", "rule": "GW037", "message": "a", "count": 1},
            {"file": "a.yaml", "rule": "GW037", "message": "b", "count": 2},
        ],
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "problems": []}',
        '{"version": 1, "problems": [{}]}',
        '{"version": 1, "problems": 1}',
        '{"version": 1, "problems": [{"file": "a", "rule": "b", "message": "c", "count": "d"}]}',
        '{"version": 1, "problems": [{"file": [], "rule": "b", "message": "c", "count": 1}]}',
        "[" * 100_000,
    ],
)
def test_file_that_is_no_baseline_is_refused(tmp_path, text):
    (tmp_path / "known.json").write_text(text)

    with pytest.raises(ValueError, match=r"known\.json is no baseline of this gateway"):
        read(tmp_path / "known.json")


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "known.json").write_bytes(b"\xff")

    with pytest.raises(ValueError, match="is no baseline"):
        read(tmp_path / "known.json")
