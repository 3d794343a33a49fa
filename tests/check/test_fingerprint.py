from __future__ import annotations

import pytest

from gateway.check.fingerprint import Identity, fingerprint
from gateway.errors import Position, Problem


def made(line: int = 1, rule: str = "GW002", message: str = "x", file: str = "a.yaml") -> Problem:
    return Problem(Position(file, line, 1, 1, "text"), rule, message)


def test_fingerprint_knows_nothing_of_lines() -> None:
    assert fingerprint(made(1)) == fingerprint(made(99))


@pytest.mark.parametrize("other", [{"rule": "GW003"}, {"message": "y"}, {"file": "b.yaml"}])
def test_fingerprint_tells_other_problems_apart(other: dict[str, str]) -> None:
    assert fingerprint(made()) != fingerprint(made(**other))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ('duplicate key "a"; first defined at line 39', 'duplicate key "a"; first defined at '),
        ("see line 3, column 9", "see "),
        ("see stacks.yaml:41", "see stacks.yaml"),
        ("at least 32 characters", "at least 32 characters"),
    ],
)
def test_identity_speaks_of_no_line(message: str, expected: str) -> None:
    assert Identity.of(made(message=message)) == ("a.yaml", "GW002", expected)
