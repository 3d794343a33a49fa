from __future__ import annotations

import pytest

from gateway.check.lints.unused import unused_layers
from gateway.config.includes import assemble

ROUTE = "routes: [{path: /, stack: web, respond: {}}]\n"


def lint(config):
    return unused_layers(assemble(config.file).document)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("middleware: {limit: 'a:b'}\n", ['2:14 middleware "limit" is in no stack']),
        (
            "stacks: {web: [], api: [csrf]}\n" + ROUTE,
            ['2:19 stack "api" is named by no route and no other stack'],
        ),
        ("stacks: {api: [base], base: []}\n", ['2:10 stack "api" is named by no route and no other stack']),
        ("stacks: {web: [limit]}\nmiddleware: {limit: 'a:b'}\n" + ROUTE, []),
        ("stacks: {web: []}\nsettings: {default_stack: web}\n", []),
        ("stacks: {web: [session]}\nlogin: {a: {provider: sandbox, stack: web}}\n", []),
        ("stacks: {web: []}\nroutes: [{prefix: /a, stack: [web], routes: []}]\n", []),
        ("stacks: {web: []}\nenvironments: {production: {settings: {default_stack: web}}}\n", []),
        ("environments: {production: {middleware: {a: 'b:c'}}}\n", ['2:42 middleware "a" is in no stack']),
        ("env: {S: {}}\nstacks: {web: []}\nsettings: {default_stack: '${S}'}\n", []),
        ("stacks: {web: [{body_limit: {}}]}\n" + ROUTE, []),
    ],
)
def test_what_no_stack_and_no_route_names_is_told(told, text, expected):
    assert [one.replace(" warning[GW045]:", "") for one in told(lint, text)] == expected


def test_name_in_an_included_file_is_used(told):
    more = {"more.yaml": "routes: [{path: /, stack: web, respond: {}}]\n"}

    assert told(lint, "include: [more.yaml]\nstacks: {web: []}\n", more) == []


@pytest.mark.parametrize(
    ("stacks", "expected"),
    [
        ("base: [log], web: [log], api: [base, web]", '2:47 "log" twice (via base and via web); it runs'),
        ("base: [log], api: [base, log]", '2:35 "log" twice (via base and itself); it runs'),
        (
            "base: [log, zip], api: [log, zip, base]",
            '2:44 "log" and "zip" twice (itself and via base); each runs',
        ),
        ("base: [log], web: [base], api: [base, web]", '2:48 "log" twice (via base and via web); it runs'),
        ("base: [log], web: [base], api: [web]", ""),
        ("base: [csrf], api: [base, {csrf: {}}]", ""),
        ("base: [log], api: [zip, base, csrf]", ""),
    ],
)
def test_layer_that_comes_by_two_ways_is_told_where_it_comes_again(told, stacks, expected):
    text = f"stacks: {{{stacks}}}\nmiddleware: {{log: 'a:b', zip: 'a:c'}}\nsettings: {{default_stack: api}}\n"
    found = [
        one.replace(' warning[GW045]: stack "api" names', "") for one in told(lint, text) if " names " in one
    ]

    assert found == ([f"{expected} once"] if expected else [])


def test_stack_in_a_circle_is_opened_once(told):
    assert len(told(lint, "stacks: {a: [b], b: [a]}\n" + ROUTE.replace("web", "a"))) == 0


def test_layer_that_a_list_of_a_route_brings_twice_is_told(told):
    text = "stacks: {web: [session]}\nroutes: [{path: /, stack: [web, session], respond: {}}]\n"

    assert told(lint, text) == [
        '3:33 warning[GW045]: this stack names "session" twice (via web and itself); it runs once'
    ]
