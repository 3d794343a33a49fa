"""Logging out at the sandbox."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from gateway.login.sandbox.id_tokens import IdTokens
from tests.login.sandbox.asking import CLIENT_ID, SANDBOX, log_in
from tests.login.site import KEYS, PUBLIC_URL

BACK = "http://localhost:3000/bye?x=1"


def log_out(browser, method="GET", **fields):
    if method == "POST":
        return browser.post(f"{SANDBOX}/oauth2/logout", fields)
    return browser.get(f"{SANDBOX}/oauth2/logout?{urlencode(fields)}")


def hint(**claims):
    """An ID Token of this sandbox that says something else."""
    known = {"iss": PUBLIC_URL + SANDBOX, "aud": CLIENT_ID, "exp": 1}
    return IdTokens.of(KEYS).sign({**known, **claims})


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_logout_leads_back_to_the_client(browser, method):
    """OpenID Connect RP-Initiated Logout 1.0 §2, §3."""
    token = log_in(browser)["id_token"]
    back = log_out(browser, method, id_token_hint=token, post_logout_redirect_uri=BACK, state="s")

    assert (back.status, back.location) == (303, f"{BACK}&state=s")


@pytest.mark.parametrize("fields", [{"client_id": CLIENT_ID}, {"id_token_hint": hint()}])
def test_the_client_or_an_old_id_token_is_enough(browser, fields):
    back = log_out(browser, post_logout_redirect_uri=BACK, **fields)

    assert (back.status, back.location) == (303, BACK)


def test_without_an_address_to_go_to_a_page_tells(browser):
    page = log_out(browser)

    assert (page.status, b"You are logged out" in page.body) == (200, True)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"client_id": "other"},
        {"id_token_hint": "made-up"},
        {"id_token_hint": hint(aud="other")},
        {"id_token_hint": hint(iss="http://127.0.0.1:9/-/sandbox")},
        {"id_token_hint": hint(), "client_id": "other"},
        {"client_id": CLIENT_ID, "post_logout_redirect_uri": "https://evil.example/"},
    ],
)
def test_what_cannot_be_trusted_stays_here(browser, fields):
    page = log_out(browser, **{"post_logout_redirect_uri": BACK, **fields})

    assert (page.status, page.location) == (400, None)
    assert b"The sandbox cannot take this" in page.body
