from __future__ import annotations

import pytest

from gateway.check.environments import (
    Finding,
    environments,
    guessed,
    is_apart,
    told_once,
    unknown,
    without_routes,
)
from gateway.config.includes import assemble
from gateway.errors import Problem

BASE = """version: 1
env: {A: {}, B: {}}
session: {store: cookie, cookie: {max_age: 1h}}
login: {x: {provider: x}}
routes:
  - {prefix: /a, routes: [{path: /b, respond: {text: "${A}"}}]}
"""


@pytest.fixture
def assembled(tmp_path):
    """A document with a few routes and some overlays, and its files."""

    def assembled(overlays, base=BASE):
        (tmp_path / "gateway.yaml").write_text(f"{base}environments: {overlays}\n")
        return assemble(tmp_path / "gateway.yaml")

    return assembled


@pytest.mark.parametrize(
    ("overlays", "environ", "expected"),
    [
        ("{}", {}, ("development",)),
        ("{}", {"GATEWAY_ENV": "production"}, ("production",)),
        ("none", {}, ("development",)),
        ("{development: {}}", {}, ("development", "production")),
        ("{staging: {}, production: {}}", {}, ("development", "staging", "production")),
        ("{staging: {}, production: {}}", {"GATEWAY_ENV": "production"}, ("production", "staging")),
        ("{staging: {}}", {}, ("development", "staging")),
    ],
)
def test_environments_are_the_chosen_one_and_each_overlay(assembled, overlays, environ, expected):
    assert environments(assembled(overlays).document, environ) == expected


def test_name_that_no_environment_has_is_told_with_the_nearest(assembled):
    (problem,) = unknown(assembled("{stage: {}}").document, ["stage", "production", "stagd"])

    assert (problem.rule, problem.message) == (
        "GW090",
        'there is no environment "stagd" (did you mean "stage"?)',
    )
    assert problem.help == "there are stage, development and production"


@pytest.mark.parametrize("overlays", ["{}", "none"])
def test_any_name_is_an_environment_where_the_file_names_none(assembled, overlays):
    assert list(unknown(assembled(overlays).document, ["prod"])) == []


@pytest.mark.parametrize(
    ("overlay", "expected"),
    [
        (
            "{settings: {public_url: 'https://a.example', own: {a: 1}, trust_proxy: [loopback, 10.0.0.1]}}",
            True,
        ),
        ("{session: {store: redis, redis: {url: a}, keys: [a], cookie: {secure: true}}}", True),
        ("{env: {B: {optional: true, default: a}}, views: {cache: true}}", True),
        ("{login: {x: {provider: sandbox, client_id: a}}}", True),
        ("{routes: [], version: 2}", True),
        ("{env: {A: {default: a}}}", False),
        ("{settings: {query: nested}}", False),
        ("{settings: {public_url: a, hosts: [b]}}", False),
        ("{login: {y: {provider: x}}}", False),
        ("{login: {x: {start: /in}}}", False),
        ("{session: {cookie: {name: a}}}", False),
        ("{errors: []}", False),
        ("{middleware: {a: app:b}}", False),
    ],
)
def test_overlay_that_changes_no_route_is_apart(assembled, overlay, expected):
    document = assembled(f"{{production: {overlay}}}").document

    assert is_apart(document, "development", "production") is expected
    assert is_apart(document, "production", "development") is expected


@pytest.mark.parametrize(
    "base",
    ["version: 1\nroutes: []\n", f"{BASE}  - {{path: /c, mount: {{config: other.yaml}}}}\n"],
)
def test_new_session_and_mounted_files_are_looked_at_in_each_environment(assembled, base):
    document = assembled("{production: {session: {store: redis}}}", base).document

    assert not is_apart(document, "development", "production")


def test_files_without_routes_are_the_same_otherwise(assembled):
    whole = assembled("{}")
    rest = without_routes(whole)

    assert [key for key in whole.document if key not in rest.document] == ["routes"]
    assert rest.files == whole.files


def problem(at, message="wrong", rule="GW014", level="error"):
    return Problem(at, rule, message, "", level)


@pytest.mark.parametrize(("level", "is_whole"), [("error", False), ("warning", True)])
def test_what_is_found_in_a_guessed_environment_is_a_warning(assembled, level, is_whole):
    at = assembled("{}").document.key_at("session")
    found = guessed(Finding("production", [problem(at, level=level)]))

    assert ([each.level for each in found.problems], found.is_whole) == (["warning"], is_whole)


@pytest.fixture
def told(assembled):
    """What is told of findings, by (environment, problems at the values of the file, whether it is whole)."""
    document = assembled("{production: {settings: {query: flat}}}").document
    places = {
        "session": document.key_at("session"),
        "routes": document.key_at("routes"),
        "overlay": document["environments"]["production"]["settings"].value_at("query"),
    }

    def told(*findings):
        made = [
            Finding(name, [problem(places[at], *more) for at, *more in found], is_whole)
            for name, found, is_whole in findings
        ]
        return [each.message for each in told_once(made, document)]

    return told


def test_mistake_of_all_environments_is_told_once(told):
    found = [("session", "wrong"), ("routes", "bad")]

    assert told(("a", found, True), ("b", found, True)) == ["wrong", "bad"]


def test_mistake_in_other_words_is_the_same_mistake(told):
    assert told(("a", [("session", "wrong in a")], True), ("b", [("session", "wrong in b")], True)) == [
        "wrong in a"
    ]


def test_environment_that_tells_most_of_a_place_is_heard(told):
    more = [("session", "one"), ("session", "two")]

    assert told(("a", [("session", "one")], True), ("b", more, True)) == ["one", "two"]


def test_mistake_of_one_environment_names_it(told):
    assert told(("a", [], True), ("b", [("session",)], True)) == ['in environment "b": wrong']


def test_mistake_of_some_environments_names_them(told):
    found = [("session",)]

    assert told(("a", [], True), ("b", found, True), ("c", found, True)) == [
        'in environments "b" and "c": wrong'
    ]


@pytest.mark.parametrize("message", ["not for production", 'GATEWAY_ENV is "production"'])
def test_environment_that_is_named_already_is_not_named_again(told, message):
    assert told(("a", [], True), ("production", [("session", message)], True)) == [message]


def test_mistake_in_the_overlay_itself_need_not_name_it(told):
    assert told(("a", [], True), ("production", [("overlay",)], True)) == ["wrong"]
    assert told(("a", [], True), ("staging", [("overlay",)], True)) == ['in environment "staging": wrong']


def test_environment_with_errors_of_its_own_or_without_routes_says_nothing_of_others(told):
    assert told(("a", [("routes", "bad")], True), ("b", [("session",)], True)) == ["bad", "wrong"]
    assert told(("a", [("routes", "bad")], True), ("b", [], False)) == ["bad"]


def test_warnings_are_told_where_no_environment_has_an_error(told):
    warning = ("session", "careful", "GW037", "warning")

    assert told(("a", [warning], True), ("b", [("routes", "bad")], True)) == ['in environment "b": bad']
    assert told(("a", [warning], True), ("b", [warning], True)) == ["careful"]
