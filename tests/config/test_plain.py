from __future__ import annotations

from typing import Any

import pytest

from gateway.config.plain import plain, revealed
from gateway.config.reader import parse
from gateway.config.variables import Secret, Unset, Variable


def test_containers_are_plain_all_the_way_down() -> None:
    value = plain(parse("a: [{b: 1}]\n", "f"))

    assert value == {"a": [{"b": 1}]}
    assert (type(value), type(value["a"]), type(value["a"][0])) == (dict, list, dict)


@pytest.mark.parametrize(
    ("kind", "expected"), [("text", "5"), ("integer", 5), ("number", 5.0), ("boolean", None)]
)
def test_text_of_the_environment_is_what_its_type_says(kind: str, expected: Any) -> None:
    value = plain(Variable.of("5", ("A",), kind))

    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize("made", [Secret, Unset])
def test_secret_and_unset_values_stay_themselves(made: type[Variable]) -> None:
    assert isinstance(plain([made.of("a", ("A",))])[0], made)


def test_secrets_are_revealed_wherever_they_stand() -> None:
    secret = Secret.of("hunter2", ("A",))

    assert revealed({"a": [secret, 1], "b": {"c": secret}, "d": None}) == {
        "a": ("hunter2", 1),
        "b": {"c": "hunter2"},
        "d": None,
    }
