from __future__ import annotations

import pytest

from gateway.check.doubles import double_problems
from gateway.config.reader import parse

NONE = "is none of those that are always there"


def told(text):
    return [(problem.position.column, problem.message) for problem in double_problems(parse(text, "a.yaml"))]


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("session: {keep_on_login: [cart, size, cart]}", 39, '"cart" is in this list already'),
        ("session: {keys: [aaaa, aaaa]}", 24, "this key is in this list already"),
        ("on_startup: [a:b, a:b]", 19, '"a:b" is in this list already'),
        ("environments: {prodution: {}}", 16, f'environment "prodution" {NONE} (did you mean "production"?)'),
    ],
)
def test_what_was_meant_once_is_told(text, column, message):
    assert told(text) == [(column, message)]


@pytest.mark.parametrize(
    "text",
    [
        "settings: {own: {list: [a, a]}}",
        "session: {keep_on_login: [cart, size]}",
        "environments: {production: {}, production2: {}, preproduction: {}, staging: {}, develop: {}}",
        "environments: 5",
    ],
)
def test_what_may_be_meant_is_not_told(text):
    assert told(text) == []
