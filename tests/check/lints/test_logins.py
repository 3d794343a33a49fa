from __future__ import annotations

import pytest

from gateway.check.lints.logins import endless_logins


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
