from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gateway.config.manifest import Declared, converted, manifest
from gateway.config.reader import parse
from gateway.errors import Problem


def declared(options: str, **environ: str) -> tuple[Declared, list[Problem]]:
    found, problems = manifest(parse(f"env: {{A: {options}}}\n", "f"), environ)
    return found["A"], problems


@pytest.mark.parametrize(
    ("options", "environ", "expected"),
    [
        ("{}", {"A": "x"}, "x"),
        ("null", {"A": "x"}, "x"),
        ("{}", {}, None),
        ("{}", {"A": ""}, None),
        ("{default: x}", {}, "x"),
        ("{default: x}", {"A": "y"}, "y"),
        ("{default: x}", {"A": ""}, "x"),
        ("{default: 8000}", {}, "8000"),
        ("{default: true}", {}, "true"),
        ("{default: [x]}", {}, None),
        ("{min_length: 3}", {"A": "abc"}, "abc"),
        ("{format: url}", {"A": "https://example.org/x"}, "https://example.org/x"),
        ("{format: duration}", {"A": "5m"}, "5m"),
        ("{format: nonsense}", {"A": "5m"}, "5m"),
        ("{type: number}", {"A": "-1.5"}, "-1.5"),
        ("{type: nonsense}", {"A": "5m"}, "5m"),
        ("text", {"A": "x"}, "x"),
    ],
)
def test_value_is_that_of_the_environment_or_the_default(
    options: str, environ: dict[str, str], expected: str | None
) -> None:
    found, problems = declared(options, **environ)

    assert (found.value, problems) == (expected, [])


@pytest.mark.parametrize(
    ("options", "text", "message"),
    [
        ("{type: integer}", "80a", 'A is "80a", but must be of type integer'),
        ("{type: integer}", "1_000", 'A is "1_000", but must be of type integer'),
        ("{type: number}", "nan", 'A is "nan", but must be of type number'),
        ("{type: boolean}", "yes", 'A is "yes", but must be of type boolean'),
        ("{format: url}", "example.org", 'A is "example.org", but must be a url'),
        ("{format: url}", "http://[", 'A is "http://[", but must be a url'),
        ("{format: size}", "5", 'A is "5", but must be a size'),
        ("{min_length: 32}", "short", "A has 5 characters, needs 32"),
        ("{secret: true, min_length: 32}", "hunter2", "A has 7 characters, needs 32"),
        ("{secret: true, format: url}", "hunter2", "A is a secret, but must be a url"),
    ],
)
def test_unfit_value_is_told_without_a_secret(options: str, text: str, message: str) -> None:
    found, problems = declared(options, A=text)

    assert [(p.rule, p.message) for p in problems] == [("GW024", message)]
    assert (found.value, found.unfit) == (None, True)


def test_unfit_default_is_told_at_the_default() -> None:
    (problem,) = declared("{type: integer, default: x}")[1]

    assert (problem.rule, problem.position.column) == ("GW024", 35)


def test_options_say_what_a_variable_is() -> None:
    found, _ = declared("{secret: true, optional: true, type: text}", A="x")

    assert (found.secret, found.optional, found.kind) == (True, True, "text")


@pytest.mark.parametrize(
    ("content", "expected"), [("x\n", "x"), ("x\r\n", "x"), ("x\n\n", "x\n"), ("x y", "x y"), ("", None)]
)
def test_value_can_stand_in_a_file(tmp_path: Path, content: str, expected: str | None) -> None:
    (tmp_path / "a").write_bytes(content.encode())

    assert declared("{secret: true}", A_FILE=str(tmp_path / "a"))[0].value == expected


@pytest.mark.parametrize(
    ("content", "rule", "reason"),
    [(b"\xff", "GW021", "not UTF-8"), (b"x" * 70_000, "GW024", "larger than 65536")],
)
def test_file_that_holds_no_value_is_told(tmp_path: Path, content: bytes, rule: str, reason: str) -> None:
    (tmp_path / "a").write_bytes(content)
    (problem,) = declared("{}", A_FILE=str(tmp_path / "a"))[1]

    assert (problem.rule, reason in problem.message) == (rule, True)


@pytest.mark.parametrize("name", ["nowhere", "", "a\0b"])
def test_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    (problem,) = declared("{}", A_FILE=f"{tmp_path}/{name}")[1]

    assert (problem.rule, "cannot be read" in problem.message) == ("GW021", True)


def test_value_and_file_cannot_both_be_set() -> None:
    (problem,) = declared("{}", A="x", A_FILE="y")[1]

    assert problem.message == "both A and A_FILE are set; keep one"


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        ("{secret: true, default: x}", ["GW022"]),
        ("{secret: true, type: integer}", ["GW014"]),
        ("{secret: false, default: x}", []),
    ],
)
def test_secret_has_no_default_and_is_text(options: str, rules: list[str]) -> None:
    found, problems = declared(options)

    assert [problem.rule for problem in problems] == rules
    assert found.value == ("x" if not rules else None)


def test_line_of_a_secret_default_is_not_shown() -> None:
    assert declared("{secret: true, default: hunter2}")[1][0].position.text == ""


@pytest.mark.parametrize("text", ["x: 1", "env: []", "env: text", "env:"])
def test_file_without_a_manifest_declares_nothing(text: str) -> None:
    assert manifest(parse(text, "f"), {}) == ({}, [])


@pytest.mark.parametrize(
    ("text", "types", "expected"),
    [
        ("1", ("integer",), 1),
        ("-12", ("integer",), -12),
        ("1.5", ("integer",), None),
        ("١", ("integer",), None),
        ("9" * 19, ("integer",), None),
        ("1.5", ("number",), 1.5),
        ("inf", ("number",), None),
        ("true", ("string", "boolean"), "true"),
        ("false", ("boolean",), False),
        ("True", ("boolean",), None),
        ("x", ("object", "array", "null"), None),
        ("", ("integer",), None),
    ],
)
def test_text_becomes_the_first_type_it_fits(text: str, types: tuple[str, ...], expected: Any) -> None:
    assert converted(text, types) == expected
