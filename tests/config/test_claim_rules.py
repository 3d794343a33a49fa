"""What require_login asks for can be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.config import load
from gateway.errors import ConfigError

REST = "session: {}\nroutes: [{path: /, stack: [session, {require_login: %s}], respond: {text: x}}]\n"


def told(folder: Path, options: str) -> list[str]:
    (folder / "gateway.yaml").write_text("version: 1\n" + REST % options)
    try:
        load(folder / "gateway.yaml", environ={}, require=False)
    except ConfigError as error:
        return [f"{p.position.column} {p.rule} {p.message} | {p.help}" for p in error.problems]
    return []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            "{any_of: [admin]}",
            "54 GW051 any_of has the values of a claim, but no claim is named | claim: roles, for example",
        ),
        (
            "{all_of: [admin]}",
            "54 GW051 all_of has the values of a claim, but no claim is named | claim: roles, for example",
        ),
        (
            "{claim: roles, any_of: []}",
            "76 GW051 any_of is empty: there is nothing to ask for | leave it out, or write a value",
        ),
    ],
)
def test_values_need_a_claim_and_a_claim_values(tmp_path: Path, options: str, said: str) -> None:
    assert told(tmp_path, options) == [said]


@pytest.mark.parametrize(
    "options",
    ["{}", "{claim: roles}", "{claim: roles, any_of: [a, 1, true]}", "{claim: a.b, all_of: [x]}"],
)
def test_claim_may_stand_with_values_or_without(tmp_path: Path, options: str) -> None:
    assert told(tmp_path, options) == []


def test_claim_from_a_variable_that_is_not_set_may_be_checked(tmp_path: Path) -> None:
    text = "version: 1\nenv: {CLAIM: {}}\n" + REST % '{claim: "${CLAIM}", any_of: [admin]}'
    (tmp_path / "gateway.yaml").write_text(text)

    assert load(tmp_path / "gateway.yaml", environ={}, require=False).warnings == ()


def test_entry_that_is_no_mapping_is_left_to_the_schema(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, "[roles]")

    assert "GW051" not in problem
