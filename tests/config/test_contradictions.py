from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "settings: {hosts: [a.org]}\nroutes: [{path: /, respond: {}, host: b.org}]",
            "3 GW058 settings.hosts does not have b.org: no request for it is answered",
        ),
        (
            "settings: {hosts: [a.org]}\nroutes: [{path: /, respond: {}, host: b c}]",
            '3 GW014 host: "b c" is not a host name',
        ),
        (
            "settings: {query: none}\nroutes: [{path: /, handler: 'a:b', query: {x: {}}}]",
            "3 GW051 settings.query is none: there is no query to check",
        ),
        (
            "settings: {query: none}\nroutes: [{path: /, respond: {}, when: {query: {a: true}}}]",
            "3 GW051 settings.query is none: there is no query to ask for",
        ),
        (
            "settings: {query: none, method_override: {query: a}}",
            "2 GW051 settings.query is none: no method can stand in the query",
        ),
        (
            "settings: {query: none, jsonp: {}}",
            "2 GW051 settings.query is none: the function to call stands in the query",
        ),
        (
            "routes: [{path: /, respond: {status: 204, html: a}}]",
            "2 GW051 an answer with status 204 has no body",
        ),
        (
            "routes: [{prefix: /a, routes: [{path: /, respond: {status: 304, json: null}}]}]",
            "2 GW051 an answer with status 304 has no body",
        ),
        ("observe: {health: /a, readiness: /a}", "2 GW058 health and readiness are both /a"),
        ("observe: {health: /readyz}", "2 GW058 health and readiness are both /readyz"),
        ("stacks: {a: [csrf, csrf]}", '2 GW045 "csrf" is in this list already, at line 2, column 14'),
        ("stacks: {a: ['b:c', 'b:c']}", '2 GW045 "b:c" is in this list already, at line 2, column 14'),
        (
            "routes: [{path: /, respond: {}, stack: [{csrf: {}}, csrf]}]",
            '2 GW045 "csrf" is in this list already, at line 2, column 41',
        ),
        ("routes: [{path: /, respond: {}, headers: {DATE: a, te: b}}]", '2 GW019 "te" is set by the server'),
    ],
)
def test_keys_that_contradict_each_other_are_told(refused, text: str, said: str) -> None:
    (found,) = refused(text)

    assert found.startswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "settings: {hosts: [A.org]}\nroutes: [{path: /, respond: {}, host: a.ORG}]",
        "settings: {query: flat}\nroutes: [{path: /, handler: 'a:b', query: {x: {}}}]",
        "settings: {public_url: 'https://a.org'}\nroutes: [{path: /, respond: {}, host: b.org}]",
        "routes: [{path: /, respond: {status: 204}}]",
        "routes: [{path: /, respond: {text: a}}]",
        "observe: {health: none, readiness: none}",
        "observe: {}",
        "stacks: {a: [{'b:c': {x: 1}}, {'b:c': {x: 2}}], b: [csrf], c: [csrf]}",
    ],
)
def test_keys_that_go_together_are_accepted(configured, text: str) -> None:
    assert configured(text)


@pytest.mark.parametrize(
    "text",
    [
        "env: {A: {}}\nsettings: {hosts: ['${A}']}\nroutes: [{path: /, respond: {}, host: b.org}]",
        "env: {A: {}}\nsettings: {hosts: [b.org]}\nroutes: [{path: /, respond: {}, host: '${A}'}]",
    ],
)
def test_host_that_is_not_known_yet_is_not_judged(configured, text: str) -> None:
    assert configured(text, require=False)
