from __future__ import annotations

import time

import pytest

from gateway.check.lints.defaults import unfit_defaults


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{a: {type: boolean, default: 'no'}}", ["78 the default of a is not of type boolean"]),
        (
            "{a: {type: [integer, 'null'], default: b}}",
            ["88 the default of a is not of type integer or null"],
        ),
        ("{a: {type: integer, minimum: 5, default: 1}}", ["90 the default of a does not fit minimum: 5"]),
        ("{a: {enum: [b, c], default: d}}", ["77 the default of a does not fit enum: ['b', 'c']"]),
        ("{a: {pattern: '^b', default: c}}", ["78 the default of a does not fit pattern: ^b"]),
        ("{default: {type: integer, default: b}}", ["84 the default of default is not of type integer"]),
        ("{a: {type: integer, default: 1}, b: {default: [1]}, c: true, d: {type: string}}", []),
        ("{a: {pattern: '^b', type: [string, 'null'], default: null}}", []),
        ("{a: {$ref: '#/$defs/b', default: 1}}", []),
        ("{a: {type: int, default: 1}, b: {minimum: c, default: 1}}", []),
        ("{a: {type: integer, default: '${N}'}}", []),
        ("{a: {type: string, default: '${U}'}}", []),
        ("{}", []),
    ],
)
def test_default_of_a_query_fits_its_schema(told, query, expected):
    env = "env: {N: {type: integer, default: 5}, U: {}}\n"
    text = f"{env}routes: [{{path: /, handler: 'shop:show', query: {query}}}]\n"

    assert [
        one.removeprefix("3:").replace(" error[GW083]:", "") for one in told(unfit_defaults, text)
    ] == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{properties: {a: {type: integer, default: b}}}", ["the default of a is not of type integer"]),
        ("{properties: {default: {type: integer}}, type: object, default: {}}", []),
        ("{anyOf: [{type: integer, default: b}]}", ["the default is not of type integer"]),
        ("{items: {type: integer, default: b}}", ["the default is not of type integer"]),
        ("{const: {type: integer, default: b}, examples: [{type: integer, default: b}]}", []),
        ("schema.json", []),
    ],
)
def test_default_in_a_schema_fits_it(told, schema, expected):
    text = f"routes: [{{path: /, methods: [POST], handler: 'a:b', body: {{schema: {schema}}}}}]\n"
    found = told(unfit_defaults, text, {"schema.json": "{}"})

    assert [one.partition(": ")[2] for one in found] == expected


def test_pattern_that_could_take_for_ever_is_not_tried(told):
    route = f"{{path: /, handler: 'a:b', query: {{a: {{pattern: '(a+)+$', default: {'a' * 40}!}}}}}}"
    text = f"routes: [{{prefix: /a, routes: [{route}]}}]\n"
    before = time.perf_counter()

    assert told(unfit_defaults, text) == []
    assert time.perf_counter() - before < 5
