from __future__ import annotations

import pytest

from gateway.check.amounts import amount_problems
from gateway.config.reader import parse

LOGIN = "login: {{x: {{provider: x, timeout: {}}}}}"
SIZE = "settings: {{body: {{max_size: {}}}}}"
AGE = "routes: [{{path: /, file: a.txt, cache: {{max_age: {}}}}}]"
FIELDS = "routes: [{{path: /, body: {{max_fields: {}}}}}]"


def said(text, amount):
    return [problem.message for problem in amount_problems(parse(text.format(amount), "a.yaml"))]


@pytest.mark.parametrize(
    ("text", "amount", "message"),
    [
        (LOGIN, "0s", "timeout: 0s is over before anything can happen"),
        (SIZE, "0KiB", "max_size: 0KiB lets nothing in"),
        (SIZE, "1025GiB", "max_size: 1025GiB is more than 1024GiB, and so is no limit"),
        (AGE, "3661d", "max_age: 3661d is longer than ten years"),
        (FIELDS, "1000000001", "max_fields: 1000000001 is more than anything can have"),
    ],
)
def test_amount_out_of_proportion_is_told(text, amount, message):
    assert said(text, amount) == [message]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        (LOGIN, "1ms"),
        (LOGIN, "soon"),
        (LOGIN, "'${TIMEOUT}'"),
        (SIZE, "1B"),
        (SIZE, "1024GiB"),
        (AGE, "0s"),
        (AGE, "3660d"),
        (FIELDS, "1000000000"),
        ("middleware: {{zip: {{compress: {{min_size: {}}}}}}}", "0B"),
        ("settings: {{own: {{amount: {}}}}}", "5000000000"),
        ("session: {{cookie: {{max_age: {}}}}}", "none"),
    ],
)
def test_amount_that_can_be_meant_is_not_told(text, amount):
    assert said(text, amount) == []


def test_amount_is_told_where_it_stands():
    (problem,) = amount_problems(parse("version: 1\nsettings: {body: {max_size: 0B}}", "a.yaml"))

    assert (problem.position[1:3], problem.rule, problem.level) == ((2, 29), "GW017", "warning")
