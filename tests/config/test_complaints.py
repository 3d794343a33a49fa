from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jsonschema.validators import Draft202012Validator

from gateway.config.complaints import Complaint, complaint, shown
from gateway.config.document import Map
from gateway.config.variables import Secret, Variable
from gateway.errors import Position


def complaints(schema: dict[str, Any], value: Any) -> list[Complaint]:
    return [found for error in Draft202012Validator(schema).iter_errors(value) for found in complaint(error)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text", '"text"'),
        ("x" * 100, '"' + "x" * 60 + '…"'),
        (True, "true"),
        (False, "false"),
        (None, "null"),
        (1.5, "1.5"),
        ([], "a list"),
        (Map(Position("f", 1, 1)), "a mapping"),
        (Variable.of("text", ("A",)), '"text"'),
        (Secret.of("hunter2", ("A",)), "a secret"),
    ],
)
def test_values_are_shown_shortly_and_secrets_never(value: Any, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        ({"type": "object"}, 5, "the file must be a mapping, not 5"),
        ({"enum": [False]}, True, "the file must be false, not true"),
        ({"not": {}, "x-instead": "host: a.org"}, 1, '"this" is no middleware here; it is written elsewhere'),
        ({"uniqueItems": True}, [1, 1], "the file does not fit the schema (uniqueItems)"),
        ({"minimum": 5}, 1, "the file must be at least 5, not 1"),
        (
            {"additionalProperties": False, "properties": {"abc": {}}},
            {"abd": 1},
            'unknown key "abd" in this mapping (did you mean "abc"?)',
        ),
        ({"required": ["a"]}, {}, 'this mapping needs "a"'),
        ({"items": {"maximum": 1}}, [2], "an item of the file must be at most 1, not 2"),
        ({"not": {}}, 1, '"this" may not stand here'),
    ],
)
def test_keyword_that_failed_is_told_in_words(schema: dict[str, Any], value: Any, message: str) -> None:
    assert [found.message for found in complaints(schema, value)] == [message]


def test_each_unknown_key_is_a_complaint_of_its_own() -> None:
    found = complaints({"additionalProperties": False, "properties": {"a": {}}}, {"a": 1, "b": 2, "c": 3})

    assert [each.key for each in found] == ["b", "c"]


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ((), "it has no keys: write {}"),
        (("size",), "there is size"),
        (("size", "type"), "there are size and type"),
    ],
)
def test_keys_there_are_instead_are_told(known: tuple[str, ...], told: str) -> None:
    properties: dict[str, Any] = {key: {} for key in known}
    (found,) = complaints({"additionalProperties": False, "properties": properties}, {"x": 1})

    assert found.help == told


def test_mistake_that_an_alias_repeats_is_told_once(refused: Callable[[str], list[str]]) -> None:
    text = (
        "routes:\n"
        "  - {path: /a, respond: {}, cache: &hour {max_age: 60}}\n"
        "  - {path: /b, respond: {}, cache: *hour}\n"
    )

    assert refused(text) == ["3 GW016 max_age needs a unit, not the bare number 60 (60s?)"]


def test_key_with_a_reference_is_told_elsewhere():
    schema = {"propertyNames": {"pattern": "^[a-z]+$"}}

    assert complaints(schema, {"${NAME}": 1}) == []
    assert [found.key for found in complaints(schema, {"A": 1})] == ["A"]
