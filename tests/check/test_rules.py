from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from gateway.check.examination import examined
from gateway.check.ignores import without_ignored
from gateway.check.rules import page, rules, rules_directory
from gateway.compiler import compile_file
from gateway.errors import ConfigError

PACKAGE = Path(__file__).parents[2] / "gateway"
SETS = re.compile(r"^# (\w+)=(.*)$", re.MULTILINE)
FILES = re.compile(r"^`([\w/.]+)`:\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^## (Wrong|Right)\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def emitted() -> set[str]:
    """The ids that stand in the code."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.py"))
    texts = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and re.fullmatch(r"GW\d{3}", text)}


@pytest.fixture
def told(tmp_path, monkeypatch):
    """The rules of an example's problems, as a check finds them, or else a server."""
    before = set(sys.modules)
    monkeypatch.setattr(sys, "path", list(sys.path))

    def told(text: str, example: str) -> list[str]:
        for name, content in [*FILES.findall(text), ("gateway.yaml", example)]:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content, encoding="utf-8")
        environ = dict(SETS.findall(example))
        file = tmp_path / environ.get("GATEWAY_CONFIG", "gateway.yaml")
        return found(file, environ, strict=True) or found(file, environ, strict=False)

    yield told
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(f"{tmp_path}/"):
            del sys.modules[name]


def found(file: Path, environ: dict[str, str], *, strict: bool) -> list[str]:
    try:
        if not strict:
            compile_file(file, environ=environ)
            return []
        result = examined(file, environ=environ)
    except ConfigError as error:
        return [problem.rule for problem in error.problems]
    return [problem.rule for problem in without_ignored(result.warnings, result.files)]


def test_every_rule_has_a_page_and_every_page_a_rule():
    assert set(rules()) == emitted()


@pytest.mark.parametrize("rule", rules())
def test_wrong_example_gives_its_rule_and_nothing_else(told, rule):
    examples = dict(EXAMPLE.findall(page(rule)))

    assert told(page(rule), examples["Wrong"]) == [rule]


@pytest.mark.parametrize("rule", rules())
def test_right_example_gives_no_problem(told, rule):
    examples = dict(EXAMPLE.findall(page(rule)))

    assert told(page(rule), examples["Right"]) == []


@pytest.mark.parametrize("rule", rules())
def test_page_begins_with_its_rule_and_a_sentence(rule):
    heading, _, text = page(rule).partition("\n\n")

    assert re.fullmatch(rf"# {rule}: [a-z\"$].*[^.]", heading)
    assert re.match(r"[A-Z`$][^#]*\.\n", text)
    assert [line for line in page(rule).splitlines() if len(line) > 120] == []


def test_pages_of_an_installed_package_are_inside_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr("gateway.check.rules.__file__", str(tmp_path / "gateway" / "check" / "rules.py"))

    assert rules_directory() == tmp_path / "gateway" / "rules"
