from __future__ import annotations

from pathlib import Path

import pytest

from gateway.check.ignores import without_ignored
from gateway.errors import Position, Problem

HELP = "# gateway: ignore[GW032] why it does no harm here"


def left(folder: Path, text: str, *found: tuple[int, str]) -> list[tuple[int, int, str]]:
    """What is left of warnings, each given by line and rule."""
    file = folder / "gateway.yaml"
    file.write_text(text)
    warnings = [Problem(Position(str(file), line, 1), rule, "told", "", "warning") for line, rule in found]
    kept = without_ignored(warnings, [file])
    return [(problem.position.line, problem.position.column, problem.message) for problem in kept]


@pytest.mark.parametrize(
    "comment",
    [
        "# gateway: ignore[GW032] it is read only",
        "#gateway:ignore[GW032] it is read only",
        "# gateway:  ignore [ GW032 ]  it is read only",
        "# yamllint disable-line # gateway: ignore[GW032] it is read only",
    ],
)
def test_comment_takes_a_warning_of_its_line_away(tmp_path, comment):
    assert left(tmp_path, f"a: b {comment}\nc: d\n", (1, "GW032"), (2, "GW032")) == [(2, 1, "told")]


def test_one_comment_takes_several_rules_away(tmp_path):
    text = "a: b # gateway: ignore[GW032, GW037] both are meant\n"

    assert left(tmp_path, text, (1, "GW032"), (1, "GW037"), (1, "GW045")) == [(1, 1, "told")]


def test_comment_without_effect_is_told(tmp_path):
    text = "a: b # gateway: ignore[GW032] no more\n"

    assert left(tmp_path, text, (1, "GW037")) == [
        (1, 1, "told"),
        (1, 6, "ignore[GW032] suppresses nothing"),
    ]


def test_only_the_rule_without_effect_is_told(tmp_path):
    text = "a: b # gateway: ignore[GW032, GW037] one of them\n"

    assert left(tmp_path, text, (1, "GW032")) == [(1, 6, "ignore[GW037] suppresses nothing")]


def test_comment_without_reason_is_told_instead(tmp_path):
    text = "a: b # gateway: ignore[GW032]\n"

    assert left(tmp_path, text, (1, "GW032")) == [(1, 6, "ignore[GW032] gives no reason")]


@pytest.mark.parametrize("comment", ["ignore", "ignore GW032 it is read only", "ignore[] nothing"])
def test_comment_that_names_no_rule_is_told(tmp_path, comment):
    text = f"a: b # gateway: {comment}\n"

    assert left(tmp_path, text, (1, "GW032")) == [
        (1, 1, "told"),
        (1, 6, "the comment names no rule to ignore"),
    ]


def test_rule_of_comments_cannot_be_ignored(tmp_path):
    text = "a: b # gateway: ignore[GW099] quiet\n"

    assert left(tmp_path, text) == [(1, 6, "ignore[GW099] suppresses nothing")]


@pytest.mark.parametrize("text", ["a: 'b # gateway: ignore[GW032] text'\n", "a: b # our gateway: good\n"])
def test_other_text_is_no_such_comment(tmp_path, text):
    assert left(tmp_path, text, (1, "GW032")) == [(1, 1, "told")]


def test_complaint_shows_the_comment_alone(tmp_path):
    file = tmp_path / "gateway.yaml"
    file.write_text("keys: [hunter2] # gateway: ignore[GW032]\n")
    (told,) = without_ignored([], [file])

    assert (told.rule, told.level, told.position.text.strip()) == (
        "GW099",
        "warning",
        "# gateway: ignore[GW032]",
    )
