"""What an access token opens."""

from __future__ import annotations

import time

import orjson
import pytest

from tests.login.sandbox.asking import SANDBOX, code_for, log_in, opened

PATH = "/oauth2/userinfo"
WHOLE = {
    "sub": "9007199254740993",
    "name": "Marisol Quint",
    "preferred_username": "marisol_quint",
    "picture": "http://127.0.0.1:8000/-/sandbox/avatars/marisol_quint.svg",
    "roles": ["admin"],
    "email": "marisol_quint@people.example",
    "email_verified": True,
}


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ("openid", {"sub"}),
        ("openid email", {"sub", "email", "email_verified"}),
        ("openid profile", {"sub", "name", "preferred_username", "picture", "roles"}),
        ("openid profile email", WHOLE.keys()),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_scope_decides_what_is_told(browser, method, scope, names):
    """OpenID Connect Core 1.0 §5.4."""
    answer = opened(browser, PATH, log_in(browser, "marisol_quint", scope=scope)["access_token"], method)

    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert orjson.loads(answer.body) == {name: WHOLE[name] for name in names}


def test_people_differ_in_what_they_may_do(browser):
    told = {
        person: orjson.loads(opened(browser, PATH, log_in(browser, person)["access_token"]).body)
        for person in ("marisol_quint", "fennmark", "odger_h", "leocadia")
    }

    assert [claims.get("roles") for claims in told.values()] == [["admin"], ["editor", "author"], None, None]
    assert [claims["email_verified"] for claims in told.values()] == [True, True, True, False]


@pytest.mark.parametrize("header", [{}, {"AUTHORIZATION": "Basic eA=="}, {"AUTHORIZATION": "Bearer"}])
def test_who_has_no_token_is_told_to_bring_one(browser, header):
    """RFC 6750 §3: without an error, as long as nothing was tried."""
    answer = browser.get(SANDBOX + PATH, **header)
    tried = ', error="invalid_token"' if header.get("AUTHORIZATION") == "Bearer" else ""

    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith(f'Bearer realm="sandbox"{tried}')


def test_a_token_in_the_address_is_not_taken(browser):
    token = log_in(browser)["access_token"]

    assert browser.get(f"{SANDBOX}{PATH}?access_token={token}").status == 401
    assert browser.post(SANDBOX + PATH, {"access_token": token}).status == 401


def test_what_is_no_access_token_is_refused(browser):
    code, body = code_for(browser), log_in(browser)
    answers = [
        opened(browser, PATH, text) for text in ("made-up", code, body["refresh_token"], body["id_token"])
    ]

    assert [answer.status for answer in answers] == [401] * 4
    assert all('error="invalid_token"' in answer.headers["WWW-Authenticate"] for answer in answers)


def test_an_access_token_lives_for_an_hour(browser, monkeypatch):
    token, now = log_in(browser)["access_token"], time.time()
    monkeypatch.setattr("gateway.login.sandbox.grants.time.time", lambda: now + 3601)

    assert opened(browser, PATH, token).status == 401


def test_a_login_without_openid_is_told_nothing_here(browser):
    answer = opened(browser, PATH, log_in(browser, scope="profile email")["access_token"])

    assert answer.status == 403
    assert 'error="insufficient_scope", scope="openid"' in answer.headers["WWW-Authenticate"]
