"""What a client may ask a person for."""

from __future__ import annotations

import re
import time
from urllib.parse import urlencode

import pytest

from gateway.login.sandbox.people import PEOPLE
from tests.login.sandbox.asking import ASKED, BACK, CLIENT_ID, SANDBOX, ask, choose, code_for, query
from tests.login.site import PUBLIC_URL

ISSUER = PUBLIC_URL + SANDBOX


def test_the_page_offers_everyone_and_says_what_is_asked_for(browser):
    page = ask(browser)

    assert page.status == 200
    assert b"This is not a real provider." in page.body
    assert b"<code>127.0.0.1:3000</code> asks who you are, and for <code>openid</code>, " in page.body
    assert all(f'value="{handle}"'.encode() in page.body for handle in PEOPLE)
    assert "form-action 'self' http://127.0.0.1:3000;" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


def test_a_choice_leads_back_with_code_state_and_issuer(browser):
    """RFC 6749 §4.1.2, RFC 9207."""
    back = choose(browser, ask(browser))
    came = query(back)

    assert (back.status, back.location.startswith(f"{BACK}&code=")) == (303, True)
    assert came.pop("code")
    assert came == {"x": "1", "state": ASKED["state"], "iss": ISSUER}


def test_a_no_leads_back_without_a_code(browser):
    came = query(choose(browser, ask(browser), person=""))

    assert came == {
        "x": "1",
        "error": "access_denied",
        "error_description": "the person said no",
        "state": ASKED["state"],
        "iss": ISSUER,
    }


def test_a_state_that_was_not_sent_does_not_come_back(browser):
    assert "state" not in query(choose(browser, ask(browser, state=None)))


def test_a_code_shows_nothing_of_what_it_stands_for(browser):
    assert code_for(browser, "leocadia") != code_for(browser, "leocadia")
    assert re.fullmatch(r"[\w-]+", code_for(browser, "leocadia"))


def test_a_client_may_ask_by_post(browser):
    """OpenID Connect Core 1.0 §3.1.2.1."""
    page = browser.post(f"{SANDBOX}/oauth2/authorize", ASKED)

    assert query(choose(browser, page))["state"] == ASKED["state"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"client_id": None}, b"client_id must be sandbox"),
        ({"client_id": "other"}, b"client_id must be sandbox"),
        ({"client_id": [CLIENT_ID, CLIENT_ID]}, b"client_id must be sandbox"),
        ({"redirect_uri": None}, b"redirect_uri must be"),
        ({"redirect_uri": "https://evil.example/"}, b"redirect_uri must be"),
        ({"redirect_uri": [BACK, "https://evil.example/"]}, b"redirect_uri must be"),
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_trusted(browser, change, said):
    """RFC 6749 §4.1.2.1."""
    page = ask(browser, **change)

    assert (page.status, page.location) == (400, None)
    assert said in page.body


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"nonce": ["a", "b"]}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"request": "e30.e30."}, "request_not_supported"),
        ({"request_uri": "urn:x"}, "request_uri_not_supported"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_what_is_wrong_is_told_to_the_client(browser, change, error):
    """RFC 6749 §4.1.2.1, RFC 9207, OpenID Connect Core 1.0 §3.1.2.6."""
    back = ask(browser, **change)
    came = query(back)

    assert (back.status, back.location.startswith(f"{BACK}&error={error}&")) == (303, True)
    assert (came["state"], came["iss"]) == (ASKED["state"], ISSUER)


def test_a_repeated_state_does_not_come_back(browser):
    came = query(ask(browser, state=["a", "b"]))

    assert (came["error"], "state" in came) == ("invalid_request", False)


def test_unknown_parameters_and_scopes_are_passed_over(browser):
    page = ask(browser, display="page", prompt="consent", scope="openid everything openid")

    assert b"and for <code>openid</code>.</p>" in page.body


def test_without_a_scope_the_profile_is_meant(browser):
    assert b"and for <code>users.read</code>.</p>" in ask(browser, scope=None).body


def test_a_person_may_think_for_ten_minutes(browser, monkeypatch):
    page, now = ask(browser), time.time()
    monkeypatch.setattr("gateway.login.sandbox.authorize.time.time", lambda: now + 601)
    answer = choose(browser, page)

    assert (answer.status, b"This login is over" in answer.body) == (400, True)


def test_a_choice_needs_a_page_of_this_sandbox(browser):
    code = code_for(browser)
    answers = [
        browser.post(f"{SANDBOX}/oauth2/authorize", {"asked": asked, "person": "fennmark"})
        for asked in ("made-up", code, "")
    ]

    assert [answer.status for answer in answers] == [400, 400, 400]


def test_what_a_client_sends_is_escaped_on_the_page(browser):
    text = '"><script>alert(1)</script>'
    page = browser.get(f"{SANDBOX}/oauth2/authorize?{urlencode({**ASKED, 'state': text, 'nonce': text})}")

    assert (page.status, b"<script" in page.body) == (200, False)
    assert query(choose(browser, page))["state"] == text
