"""Each case of tests/login/cases.yaml is proved by a test that carries its number, or has a reason."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml

TESTS = Path(__file__).parent
CASES = yaml.safe_load((TESTS / "login" / "cases.yaml").read_text(encoding="utf-8"))


def marked(tree: ast.AST) -> list[int]:
    """The numbers in every `pytest.mark.case(…)` of a file, whatever it is put on."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    marks = [call for call in calls if ast.unparse(call.func) == "pytest.mark.case"]
    return [ast.literal_eval(number) for mark in marks for number in mark.args]


def places() -> dict[int, list[str]]:
    """The files that carry each number."""
    found: dict[int, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for number in marked(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(number, []).append(path.relative_to(TESTS).as_posix())
    return found


PLACES = places()


def test_cases_are_82_and_each_has_a_title() -> None:
    assert list(CASES) == list(range(1, 83))
    assert [number for number, case in CASES.items() if not case["title"]] == []
    assert {key for case in CASES.values() for key in case} <= {"title", "reason"}


def test_tests_carry_no_number_of_an_unknown_case() -> None:
    assert {number: files for number, files in PLACES.items() if number not in CASES} == {}


@pytest.mark.parametrize("number", CASES)
def test_case_is_proved_by_a_test_or_has_a_reason(number: int) -> None:
    assert number in PLACES or CASES[number].get("reason"), CASES[number]["title"]


def test_case_that_is_proved_has_no_reason_not_to_be() -> None:
    assert [number for number in PLACES if "reason" in CASES[number]] == []


def test_numbers_are_found_wherever_they_are_put() -> None:
    text = """
pytestmark = [pytest.mark.browser, pytest.mark.case(1)]

@pytest.mark.case(2, 3)
class TestOne:
    @pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.case(4))])
    def test_two(self): ...
"""
    assert sorted(marked(ast.parse(text))) == [1, 2, 3, 4]
