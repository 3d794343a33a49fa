"""Logging in at the sandbox by OAuth 1.0a, in process, and what it refuses."""

from __future__ import annotations

import re
import time
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest

from gateway.login.sandbox.people import PEOPLE
from gateway.login.sandbox.provider import consumer
from gateway.login.signature import Credentials, authorization, client
from tests.login.site import KEYS, PUBLIC_URL, Browser, sandbox_site

SANDBOX = "/-/sandbox"
CALLBACK = f"{PUBLIC_URL}/login/callback"


def signed(browser, method, path, header=None, **more):
    """A request to the sandbox, signed as its consumer."""
    client_id, client_secret = consumer(KEYS[0])
    credentials = Credentials(**{"client_id": client_id, "client_secret": client_secret, **more})
    url = PUBLIC_URL + SANDBOX + path
    return browser.send(method, url, AUTHORIZATION=header or authorization(method, url, credentials))


def fields(response):
    return dict(parse_qsl(response.body.decode()))


def query(url):
    return dict(parse_qsl(urlsplit(url).query))


def code(response):
    return response.status, orjson.loads(response.body)["errors"][0]["code"]


def requested(browser):
    """A fresh request token, as what signs with it takes it."""
    found = fields(signed(browser, "POST", "/oauth/request_token", callback=CALLBACK))
    return {"token": found["oauth_token"], "token_secret": found["oauth_token_secret"]}


def chosen(browser, token, person="fennmark"):
    return browser.post(f"{SANDBOX}/oauth/authenticate", {"oauth_token": token, "person": person})


def granted(browser, person="fennmark"):
    """An access token."""
    token = requested(browser)
    verifier = query(chosen(browser, token["token"], person).location)["oauth_verifier"]
    found = fields(signed(browser, "POST", "/oauth/access_token", **token, verifier=verifier))
    return {"token": found["oauth_token"], "token_secret": found["oauth_token_secret"]}


@pytest.mark.case(33, 43)
@pytest.mark.parametrize("source", ["v1", "v2"])
def test_a_person_logs_in(tmp_path, source):
    """An id above 2^53."""
    browser = Browser(sandbox_site(tmp_path, source=source))
    page = browser.get(browser.get("/login?return_to=/orders").location)
    token = re.search(rb'name="oauth_token" value="([^"]+)"', page.body)[1].decode()
    landed = browser.get(chosen(browser, token, "marisol_quint").location)

    assert (landed.status, landed.location) == (303, "/orders")
    assert browser.user == {
        "id_str": "9007199254740993",
        "name": "Marisol Quint",
        "screen_name": "marisol_quint",
        "profile_image_url_https": "/-/sandbox/avatars/marisol_quint.svg",
    }


@pytest.mark.case(35)
def test_denying_ends_the_login(browser):
    token = query(browser.get("/login").location)["oauth_token"]
    back = chosen(browser, token, person="")
    page = browser.get(back.location)

    assert query(back.location) == {"denied": token}
    assert (page.status, browser.user) == (403, None)


def test_the_page_offers_everyone_and_says_what_it_is(browser):
    page = browser.get(browser.get("/login").location)

    assert page.status == 200
    assert b"This is not Twitter" in page.body
    assert all(f'value="{handle}"'.encode() in page.body for handle in PEOPLE)
    assert "form-action 'self' http://127.0.0.1:8000;" in page.headers["Content-Security-Policy"]


def test_the_page_needs_a_token_of_this_sandbox(browser):
    page = browser.get(f"{SANDBOX}/oauth/authenticate?oauth_token=made-up")

    assert (page.status, b"This login is over" in page.body) == (400, True)


def test_a_choice_needs_a_token_of_this_sandbox(browser):
    assert chosen(browser, "made-up").status == 400


def test_denying_twice_is_over(browser):
    token = requested(browser)["token"]

    assert [chosen(browser, token, person="").status for _ in range(2)] == [303, 400]


def test_a_denied_token_gives_no_access(browser):
    token = requested(browser)
    verifier = query(chosen(browser, token["token"]).location)["oauth_verifier"]
    chosen(browser, token["token"], person="")

    assert code(signed(browser, "POST", "/oauth/access_token", **token, verifier=verifier)) == (401, 89)


def test_a_request_token_gives_access_once(browser):
    token = requested(browser)
    verifier = query(chosen(browser, token["token"]).location)["oauth_verifier"]
    answers = [signed(browser, "POST", "/oauth/access_token", **token, verifier=verifier) for _ in range(2)]

    assert answers[0].status == 200
    assert code(answers[1]) == (401, 89)


@pytest.mark.case(38)
def test_a_verifier_counts_for_its_own_token_only(browser):
    one, two = requested(browser), requested(browser)
    verifier = query(chosen(browser, one["token"]).location)["oauth_verifier"]

    assert code(signed(browser, "POST", "/oauth/access_token", **two, verifier=verifier)) == (401, 32)
    assert code(signed(browser, "POST", "/oauth/access_token", **two)) == (401, 32)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"client_secret": "wrong"}, (401, 32)),
        ({"client_id": "other"}, (401, 32)),
        ({"callback": "https://evil.example/"}, (403, 415)),
        ({"callback": "javascript:alert(1)"}, (403, 415)),
        ({"callback": "http://[broken/"}, (403, 415)),
        ({"callback": "http://127.0.0.1/" + "a" * 500}, (403, 415)),
        ({"callback": None}, (403, 415)),
    ],
)
def test_a_bad_request_for_a_token_is_refused(browser, more, expected):
    """Section 2: Twitter's codes."""
    assert code(signed(browser, "POST", "/oauth/request_token", **{"callback": CALLBACK, **more})) == expected


@pytest.mark.parametrize("header", ["OAuth broken", "Bearer x"])
def test_what_is_no_signature_is_a_400(browser, header):
    assert code(signed(browser, "POST", "/oauth/request_token", header)) == (400, 215)


def test_no_authorization_is_a_401(browser):
    assert code(browser.post(f"{SANDBOX}/oauth/request_token")) == (401, 32)


def test_a_nonce_counts_once(browser):
    url = f"{PUBLIC_URL}{SANDBOX}/oauth/request_token"
    client_id, client_secret = consumer(KEYS[0])
    known = Credentials(client_id=client_id, client_secret=client_secret, callback=CALLBACK)
    header = authorization("POST", url, known)
    answers = [signed(browser, "POST", "/oauth/request_token", header) for _ in range(2)]

    assert answers[0].status == 200
    assert code(answers[1]) == (401, 32)


@pytest.mark.case(42)
@pytest.mark.parametrize(
    "stamp", [lambda: time.time() - 400, lambda: time.time() + 400, lambda: "now", lambda: "²"]
)
def test_a_time_out_of_bounds_is_refused(browser, monkeypatch, stamp):
    """Code 135."""
    moment = stamp()
    text = moment if isinstance(moment, str) else str(int(moment))
    monkeypatch.setattr("authlib.oauth1.rfc5849.client_auth.generate_timestamp", lambda: text)

    assert code(signed(browser, "POST", "/oauth/request_token", callback=CALLBACK)) == (401, 135)


def test_a_missing_nonce_is_refused(browser, monkeypatch):
    monkeypatch.setattr("authlib.oauth1.rfc5849.client_auth.generate_nonce", lambda: "")

    assert code(signed(browser, "POST", "/oauth/request_token", callback=CALLBACK)) == (401, 32)


def test_parameters_in_a_form_are_signed_too(browser):
    """RFC 5849 §3.4.1.3.1."""
    url = f"{PUBLIC_URL}{SANDBOX}/oauth/request_token"
    client_id, client_secret = consumer(KEYS[0])
    signer = client(Credentials(client_id=client_id, client_secret=client_secret, callback=CALLBACK))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    _, headers, body = signer.sign("POST", url, form, "x_auth_access_type=read")
    sent = headers["Authorization"]
    answers = [browser.send("POST", url, text.encode(), AUTHORIZATION=sent) for text in ("changed=1", body)]

    assert code(answers[0]) == (401, 32)
    assert answers[1].status == 200


def test_the_profile_comes_in_both_forms(browser):
    access = granted(browser, "odger_h")
    v1 = orjson.loads(signed(browser, "GET", "/1.1/account/verify_credentials.json", **access).body)
    v2 = orjson.loads(signed(browser, "GET", "/2/users/me", **access).body)

    assert (v1["id"], v1["id_str"], v1["name"]) == (730044518, "730044518", "Ødger Halvång")
    assert v2 == {"data": {"id": "730044518", "name": "Ødger Halvång", "username": "odger_h"}}


def test_a_request_token_is_no_access_token(browser):
    assert code(signed(browser, "GET", "/2/users/me", **requested(browser))) == (401, 89)


def test_an_access_token_needs_its_secret(browser):
    access = granted(browser) | {"token_secret": "guessed"}

    assert code(signed(browser, "GET", "/2/users/me", **access)) == (401, 32)


def test_tokens_grow_old(browser, monkeypatch):
    """Section 2: a request token ends after ten minutes, whatever its signature says."""
    token, now = requested(browser)["token"], time.time()
    monkeypatch.setattr("gateway.login.sandbox.issuer.time.time", lambda: now + 601)

    assert browser.get(f"{SANDBOX}/oauth/authenticate?oauth_token={token}").status == 400


def test_tokens_of_another_service_are_unknown(browser, tmp_path, monkeypatch):
    token = requested(browser)["token"]
    monkeypatch.setattr("tests.login.site.KEYS", ("another-key-of-the-session-for-tests-12",))
    other = Browser(sandbox_site(tmp_path))

    assert other.get(f"{SANDBOX}/oauth/authenticate?oauth_token={token}").status == 400
