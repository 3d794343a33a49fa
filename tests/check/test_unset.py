from __future__ import annotations

from pathlib import Path

import pytest

from gateway.check.examination import examined
from gateway.check.unset import judged
from gateway.errors import ConfigError, Position, Problem


def told(file: Path, environment: str) -> list[str]:
    """What is said of each mistake, with the text that it marks."""
    try:
        problems = examined(file, environ={"GATEWAY_ENV": environment}).warnings
    except ConfigError as error:
        problems = error.problems
    places = [each.position for each in problems]
    marks = [at.text[at.column - 1 : at.column - 1 + at.width] for at in places]
    return [f"{each.message} {mark}" for each, mark in zip(problems, marks, strict=True)]


UNSET = [Problem(Position("gateway.yaml", 2, 7, 1, "env: {X: {}}"), "GW021", "X is not set")]


def problem(message: str, line: str, column: int, width: int) -> Problem:
    return Problem(Position("gateway.yaml", 3, column, width, line), "GW060", message)


def test_value_with_an_unset_variable_is_not_judged():
    line = "routes: [{path: '${X}', handler: '${X}:show'}]"
    problems = [problem('no module "${X}"', line, 34, 11), problem("a path starts with /", line, 17, 6)]

    assert [*judged(problems, UNSET)] == []


def test_all_else_is_judged():
    line = "routes: [{path: '${X}', handler: 'a${Y}:show'}]"
    problems = [problem("no module", line, 34, 13), problem('no module "a${Y}"', line, 1, 1)]

    assert [*judged(problems, UNSET)] == problems
    assert [*judged([problem('no module "${X}"', line, 1, 1)], [])] != []


@pytest.mark.parametrize("environment", ["development", "production"])
@pytest.mark.parametrize("line", (Path(__file__).parent / "unset.txt").read_text().splitlines())
def test_no_value_is_refused_while_its_variable_is_not_set(tmp_path, line, environment):
    (tmp_path / "handlers").mkdir()
    (tmp_path / "handlers" / "a.py").write_text("def f(request, **values): ...\n")
    text = line.replace(" | ", "\n")
    (tmp_path / "gateway.yaml").write_text(f"version: 1\nenv: {{X: {{}}}}\n{text}\n")

    assert [each for each in told(tmp_path / "gateway.yaml", environment) if "${X}" in each] == []
