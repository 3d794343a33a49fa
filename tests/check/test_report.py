from __future__ import annotations

from pathlib import Path

import pytest

from gateway.check.report import render, shown_file
from gateway.errors import Position, Problem


def problem(text: str, column: int, width: int = 1, **more: str) -> Problem:
    return Problem(Position("gateway.yaml", 12, column, width, text), "GW010", "unknown key", **more)


def marked(text: str, column: int, width: int = 1) -> tuple[str, str]:
    _, line, mark, *_ = render([problem(text, column, width)], color=False).splitlines()
    return line.removeprefix(" 12 | "), mark.removeprefix("    | ")


def test_problem_is_shown_with_line_mark_and_help() -> None:
    report = render([problem("  handlr: a:b", 3, 6, help="write handler")], color=False)

    assert report == (
        "gateway.yaml:12:3: error[GW010]: unknown key\n"
        " 12 |   handlr: a:b\n"
        "    |   ^^^^^^\n"
        "    = help: write handler\n"
        "\n"
        "1 error in 1 file"
    )


def test_line_in_which_a_secret_is_written_is_left_out() -> None:
    report = render([problem("  keys: [hunter2", 3), problem("  client_secret: hunter2", 3)], color=False)

    assert "hunter2" not in report


def test_problem_without_a_line_is_one_line() -> None:
    assert (
        render([problem("", 1)], color=False)
        == "gateway.yaml:12:1: error[GW010]: unknown key\n\n1 error in 1 file"
    )


@pytest.mark.parametrize(
    ("text", "column", "width", "line", "mark"),
    [
        ("a: bc", 4, 2, "a: bc", "   ^^"),
        ("\ta: b", 5, 1, "    a: b", "       ^"),
        ("日本: 語語", 5, 2, "日本: 語語", "      ^^^^"),
        ("e\u0301: x", 5, 1, "e\u0301: x", "   ^"),
        ("👨\u200d👩: x", 6, 1, "👨\u200d👩: x", "      ^"),
        ("a\x1b[31m: x", 9, 1, "a�[31m: x", "        ^"),
        ("a", 2, 1, "a", " ^"),
        ("a: b", 4, 50, "a: b", "   ^"),
        ("a: b", 4, 0, "a: b", "   ^"),
    ],
)
def test_mark_stands_below_what_is_meant(text: str, column: int, width: int, line: str, mark: str) -> None:
    assert marked(text, column, width) == (line, mark)


def test_long_line_is_cut_around_the_place() -> None:
    line, mark = marked("x" * 500 + "HERE" + "y" * 500, 501, 4)

    assert (line[0], line[-1], len(line)) == ("…", "…", 162)
    assert line[mark.index("^") : mark.rindex("^") + 1] == "HERE"


def test_beginning_of_a_long_line_is_shown_as_it_is() -> None:
    line, mark = marked("key: " + "x" * 500, 1, 3)

    assert (line[:5], line[-1], mark) == ("key: ", "…", "^^^")


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\x1b[2Jb", "a\u202eb", "a\x07b"])
def test_message_cannot_move_the_cursor(text: str) -> None:
    found = Problem(Position(text, 1, 1), "GW010", text, text)

    assert text not in render([found], color=True)
    assert "a�" in render([found], color=True)


def test_colour_is_there_only_if_it_is_wanted() -> None:
    found = [problem("a: b", 1), problem("a: b", 1, level="warning")]
    plain, colored = render(found, color=False), render(found, color=True)

    assert "\x1b" not in plain
    assert ("\x1b[1;31m" in colored, "\x1b[1;33m" in colored) == (True, True)


@pytest.mark.parametrize(
    ("levels", "summary"),
    [
        ([], "no problems found"),
        (["error"], "1 error in 1 file"),
        (["error", "error"], "2 errors in 1 file"),
        (["warning"], "1 warning in 1 file"),
        (["error", "warning", "warning"], "1 error and 2 warnings in 1 file"),
    ],
)
def test_last_line_counts_the_problems(levels: list[str], summary: str) -> None:
    found = [problem("a: b", 1, level=level) for level in levels]

    assert render(found, color=False).splitlines()[-1] == summary


def test_last_line_counts_the_files() -> None:
    found = [Problem(Position(name, 1, 1), "GW001", "x") for name in ("a.yaml", "b.yaml")]

    assert render(found, color=False).endswith("2 errors in 2 files")


def test_file_below_the_current_folder_is_shown_shortly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert shown_file(str(tmp_path / "sub" / "a.yaml")) == "sub/a.yaml"
    assert shown_file(str(tmp_path.parent / "a.yaml")) == str(tmp_path.parent / "a.yaml")
