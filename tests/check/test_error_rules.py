from __future__ import annotations

import pytest

from gateway.check.error_rules import unreached_rules
from gateway.config import load


@pytest.fixture
def told(tmp_path):
    def told(rules: str) -> list[str]:
        (tmp_path / "gateway.yaml").write_text(f"version: 1\nerrors: [{rules}]\n")
        return [
            f"{problem.position.column} {problem.message}"
            for problem in unreached_rules(load(tmp_path / "gateway.yaml", environ={}))
        ]

    return told


@pytest.mark.parametrize("on", ["4xx", "404"])
def test_rule_behind_one_that_takes_its_errors_is_told(told, on):
    (problem,) = told(f"{{on: {on}, format: json}}, {{on: 404, format: text}}")

    assert problem.endswith(f"this rule is never asked: {on} at line 2 takes all its errors")


@pytest.mark.parametrize(
    "rules",
    [
        "{on: 404, format: json}, {on: 4xx, format: text}",
        "{on: 5xx, format: json}, {on: 404, format: text}",
        "{on: 404, handler: 'a:b'}, {on: 404, format: text}",
        "{on: 404, format: json}, {on: 'a:Lost', format: text}",
    ],
)
def test_rule_that_is_left_some_errors_is_not_told(told, rules):
    assert told(rules) == []
