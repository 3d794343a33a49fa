from __future__ import annotations

import pytest

from gateway.check.lints.logins import endless_logins, missing_logins
from gateway.check.written import written


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("success: /login", "success leads to /login, where login.a begins"),
        ("success: /login?again=1", "success leads to /login?again=1, where login.a begins"),
        ("success: /in, start: /in", "success leads to /in, where login.a begins"),
        (
            "success: /login/callback",
            "success leads to /login/callback, where the provider of login.a answers",
        ),
        ("success: /logout", "success leads to /logout, where login.a logs out"),
        ("failure: /login", "failure leads to /login, where login.a begins"),
        ("failure: /logout", ""),
        ("failure: failed.html", ""),
        ("success: /, failure: /?failed", ""),
        ("", ""),
    ],
)
def test_login_ends_where_none_begins(told, login, expected):
    found = told(endless_logins, f"login: {{a: {{provider: sandbox, {login}}}}}\n")

    assert [one.partition("[GW085]: ")[2].partition(": people")[0] for one in found] == (
        [expected] if expected else []
    )


def test_login_that_leads_to_another_goes_round_as_well(told):
    text = "login: {a: {provider: sandbox, success: /login/b}, b: {provider: sandbox}}\n"

    assert told(endless_logins, text) == [
        "2:41 error[GW085]: success leads to /login/b, where login.b begins: people would go round in circles"
    ]


MEMBER = "session: {}\nstacks: {member: [session, require_login]}\n"
ROUTES = "routes: [{path: [/a, /b], stack: member, respond: {}}, {path: /c, stack: member, respond: {}}]\n"
OWN = "session: {}\nroutes: [{path: /, stack: [session, {require_login: {%s}}], respond: {}}]\n"
BASIC = "routes: [{path: /, stack: [{basic_auth: {check: 'a:b'}}, require_login], respond: {}}]\n"
DEFAULT = "settings: {default_stack: member}\nroutes: [{path: /, respond: {}}]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MEMBER + ROUTES, ['3:28 stack "member"']),
        (MEMBER + DEFAULT, ['3:28 stack "member"']),
        (OWN % "", ["3:38 this stack"]),
        (OWN % "redirect: /in", []),
        (f"{MEMBER}login: {{a: {{provider: sandbox}}}}\n{ROUTES}", []),
        (BASIC, []),
        (MEMBER, []),
    ],
)
def test_page_behind_a_login_that_there_is_not_is_told(told, text, expected):
    found = told(lambda config: missing_logins(written(config, {})), text)

    assert [one.replace(" warning[GW085]:", "").partition(" uses")[0] for one in found] == expected


def test_login_of_the_file_around_is_one(told):
    inner = f"version: 1\n{MEMBER}routes: [{{path: /, stack: member, respond: {{}}}}]\n"
    mount = "routes: [{path: /in, mount: {config: inner.yaml}}]\n"
    login = "session: {}\nlogin: {a: {provider: sandbox}}\n"

    assert [
        len(told(lambda config: missing_logins(written(config, {})), text, {"inner.yaml": inner}))
        for text in (mount, login + mount)
    ] == [1, 0]
