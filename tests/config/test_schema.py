from __future__ import annotations

import pytest

from gateway.config.document import Map
from gateway.config.reader import parse
from gateway.config.schema import check
from gateway.config.variables import Variable, substituted


def checked(text: str, **environ: str) -> tuple[Map, list[str]]:
    document, problems = substituted(parse(f"version: 1\n{text}", "f"), environ, require=True)
    found = sorted(check(document), key=lambda problem: problem.position[1:3])
    return document, [f"{p.rule} {p.position.column}" for p in (*problems, *found)]


def test_correct_file_has_no_problems() -> None:
    assert checked("routes: [{path: /, respond: {text: hi}}]\n")[1] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("setings: 1", ["GW010 1"]),
        ("views: {a: 1, b: 2}", ["GW010 9", "GW010 15"]),
        ("settings: {etag: 1}", ["GW014 18"]),
        ("settings: {etag: stong}", ["GW015 18"]),
        ("settings: {trust_proxy: -1}", ["GW014 25"]),
        ("settings: {trust_proxy: loopback}", ["GW014 25"]),
        ("settings: {trust_proxy: [loopbak, 10.0.0.0/99]}", ["GW014 26", "GW014 35"]),
        ("settings: {json: {indent: 11}}", ["GW014 27"]),
        ("settings: {cookies: {}}", ["GW011 21"]),
        ("routes: [{path: /, mount: {}, proxy: {}}]", ["GW018 31"]),
        ("routes: [{path: /, handler: 'a:b', body: [{parser: jsn}, []]}]", ["GW015 52", "GW014 58"]),
        ("routes: [{path: /, handler: 'a:b', body: []}]", ["GW014 42"]),
        ("stacks: {web: [{vhost: {}}]}", ["GW040 17"]),
        ("settings: {query: 5}", ["GW014 19"]),
        ("settings: {query: nsted}", ["GW015 19"]),
        ("settings: {body: {max_size: true}}", ["GW014 29"]),
        ("settings: {body: {max_size: 1.5}}", ["GW016 29"]),
        ("routes: [{path: /, respond: {status: 200.0}}]", ["GW014 38"]),
        ("routes: [{path: /, respond: {status: true}}]", ["GW014 38"]),
        ("routes: [{path: /, redirect: {}}]", ["GW011 30"]),
        ("routes: [{path: /, redirect: {too: /a}}]", ["GW010 31"]),
        ("routes: [{path: /, handler: 'a:b', query: {a: 5}}]", ["GW014 47"]),
        ("stacks: {web: [{}]}", ["GW040 16"]),
        ("stacks: {web: [{a: 1, b: 2}]}", ["GW040 17", "GW040 23"]),
        ("stacks: {'a b': []}", ["GW019 10"]),
        ("login: {a: {provider: myspace}}", ["GW015 23"]),
        ("env: {A: 5}", ["GW014 10"]),
        ("environments: {Ä: {}}", ["GW019 16"]),
        ("environments: []", ["GW014 15"]),
        ("environments: {production: 5}", ["GW014 28"]),
        ("environments: {production: {routes: []}}", ["GW091 29"]),
        ("environments: {production: {login: {a: {}}}}", []),
        ("environments: {production: {settings: {etag: 5}}}", ["GW014 46"]),
    ],
)
def test_one_mistake_is_one_problem_at_its_place(text: str, found: list[str]) -> None:
    assert checked(text)[1] == found


def test_text_of_the_environment_becomes_what_is_asked_for() -> None:
    text = "env: {S: {}, F: {}, B: {}}\nroutes: [{path: /, redirect: {to: /a, status: '${S}'}}]\n"
    text += "session: {cookie: {secure: '${B}', http_only: '${F}'}}\n"
    document, problems = checked(text, S="301", F="false", B="true")

    assert problems == []
    assert (document["routes"][0]["redirect"]["status"], document["session"]["cookie"]) == (
        301,
        {"secure": True, "http_only": False},
    )


def test_text_of_the_environment_stays_text_where_text_is_asked_for() -> None:
    document, problems = checked("env: {A: {}}\nsettings: {default_stack: '${A}'}\n", A="5")

    assert (document["settings"]["default_stack"], problems) == ("5", [])
    assert isinstance(document["settings"]["default_stack"], Variable)


@pytest.mark.parametrize(
    ("value", "environ", "rules"),
    [
        ("{status: '${A}'}", {"A": "999"}, ["GW014 38"]),
        ("{status: '${A}'}", {"A": "x"}, ["GW024 38"]),
        ("{status: 'x${A}'}", {"A": "1"}, ["GW024 38"]),
        ("'${A}'", {"A": "x"}, ["GW024 29"]),
    ],
)
def test_text_of_the_environment_that_does_not_fit_is_told(
    value: str, environ: dict[str, str], rules: list[str]
) -> None:
    text = f"routes: [{{path: /, respond: {value}}}]\nenv: {{A: {{}}}}\n"

    assert checked(text, **environ)[1] == rules


def test_nothing_is_said_about_a_value_that_is_not_set() -> None:
    document = parse("version: 1\nenv: {A: {}}\nroutes: [{path: '${A}', respond: {status: '${A}'}}]\n", "f")
    filled, _ = substituted(document, {}, require=False)

    assert check(filled) == []


def test_key_that_is_needed_but_not_set_names_its_variable() -> None:
    text = "version: 1\nenv: {A: {optional: true}}\nroutes: [{path: /, redirect: {to: '${A}'}}]\n"
    filled, _ = substituted(parse(text, "f"), {}, require=True)
    (problem,) = check(filled)

    assert (problem.rule, problem.message) == (
        "GW021",
        "a redirect needs to, but the optional variable A is not set",
    )


@pytest.mark.parametrize(
    "value",
    [
        "settings: {query: '${A}', body: {max_size: '${A}'}, routing: {case_sensitive: '${A}'}}",
        "session: {cookie: {max_age: '${A}', secure: '${A}', http_only: '${A}'}}",
        "routes: [{path: /, redirect: {to: '${A}', status: '${A}'}}]",
        "routes: [{path: /, file: a.txt, cache: {max_age: '${A}', immutable: '${A}'}}]",
        "routes: [{path: /, handler: '${A}', methods: ['${A}'], params: {id: '${A}'}}]",
        "routes: [{path: /, handler: 'a:b', body: {schema: '${A}'}}]",
        "stacks: {web: [{body_limit: {max_size: '${A}'}}, {'a:b': {c: '${A}'}}]}",
        "errors: [{on: '${A}', format: html}]",
        "settings: {own: {a: '${A}'}, public_url: '${A}', hosts: ['${A}']}",
        "observe: {health: '${A}'}",
        "views: {directory: '${A}', layout: '${A}'}",
    ],
)
def test_value_that_is_not_set_can_be_anywhere_when_none_is_required(configured, value: str) -> None:
    assert configured(f"env: {{A: {{}}}}\n{value}", require=False)
