"""Codes and refresh tokens become tokens."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from hashlib import sha256

import orjson
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.login.sandbox.asking import (
    BACK,
    CLIENT_ID,
    SANDBOX,
    VERIFIER,
    code_for,
    exchange,
    log_in,
    opened,
    refresh,
)
from tests.login.site import PUBLIC_URL, Browser, sandbox_site


def error(response):
    return response.status, orjson.loads(response.body)["error"]


def claims(browser, token):
    """What an ID Token says, verified with the key that the sandbox publishes."""
    keys = KeySet.import_key_set(orjson.loads(browser.get(f"{SANDBOX}/oauth2/jwks").body))
    return jwt.decode(token, keys, ["ES256"])


def test_a_code_is_exchanged_for_tokens(browser):
    """RFC 6749 §5.1."""
    answer = exchange(browser, code=code_for(browser))
    body = orjson.loads(answer.body)

    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert (answer.headers["Cache-Control"], answer.headers["Pragma"]) == ("no-store", "no-cache")
    assert body.keys() == {"access_token", "token_type", "expires_in", "scope", "refresh_token", "id_token"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3600)
    assert body["scope"] == "openid profile email offline_access"


@pytest.mark.parametrize(
    ("scope", "more"),
    [
        ("users.read", set()),
        ("openid", {"id_token"}),
        ("users.read offline.access", {"refresh_token"}),
        ("offline_access", {"refresh_token"}),
    ],
)
def test_which_tokens_there_are_follows_from_the_scope(browser, scope, more):
    body = log_in(browser, scope=scope)

    assert body.keys() - {"access_token", "token_type", "expires_in", "scope"} == more
    assert body["scope"] == scope


def test_an_id_token_says_who_logged_in_where_and_when(browser):
    """OpenID Connect Core 1.0 §2."""
    body, now = log_in(browser, "marisol_quint"), time.time()
    token = claims(browser, body["id_token"])
    half = sha256(body["access_token"].encode()).digest()[:16]
    told = dict(token.claims)
    times = [told.pop(name) for name in ("iat", "auth_time", "exp")]

    assert token.header.keys() == {"alg", "kid", "typ"}
    assert told.pop("sid")
    assert told == {
        "iss": f"{PUBLIC_URL}/-/sandbox",
        "sub": "9007199254740993",
        "aud": CLIENT_ID,
        "nonce": "n-once",
        "at_hash": urlsafe_b64encode(half).rstrip(b"=").decode(),
    }
    assert times == pytest.approx([now, now, now + 3600], abs=3)


def test_an_id_token_has_a_nonce_only_if_one_was_sent(browser):
    assert "nonce" not in claims(browser, log_in(browser, nonce=None)["id_token"]).claims


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"code": None}, "invalid_request"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"redirect_uri": BACK + "/"}, "invalid_grant"),
        ({"redirect_uri": [BACK, BACK]}, "invalid_request"),
        ({"code_verifier": None}, "invalid_grant"),
        ({"code_verifier": VERIFIER + "x"}, "invalid_grant"),
        ({"code_verifier": "short"}, "invalid_grant"),
    ],
)
def test_a_bad_request_for_tokens_is_refused(browser, fields, expected):
    """RFC 6749 §5.2, RFC 7636 §4.6."""
    answer = exchange(browser, **{"code": code_for(browser), **fields})

    assert error(answer) == (400, expected)
    assert (answer.headers["Cache-Control"], answer.headers["Pragma"]) == ("no-store", "no-cache")


def test_a_verifier_is_not_taken_for_its_challenge(browser):
    """Even if somebody made the challenge of a verifier that is too short (RFC 7636 §4.1)."""
    made = urlsafe_b64encode(sha256(b"short").digest()).rstrip(b"=").decode()
    code = code_for(browser, code_challenge=made)

    assert error(exchange(browser, code=code, code_verifier="short")) == (400, "invalid_grant")


def test_a_code_lives_for_a_minute(browser, monkeypatch):
    code, now = code_for(browser), time.time()
    monkeypatch.setattr("gateway.login.sandbox.grants.time.time", lambda: now + 61)

    assert error(exchange(browser, code=code)) == (400, "invalid_grant")


def test_a_second_use_of_a_code_ends_the_login(browser):
    """RFC 6749 §4.1.2: somebody else has it."""
    code = code_for(browser)
    body = orjson.loads(exchange(browser, code=code).body)
    worked = opened(browser, "/oauth2/userinfo", body["access_token"]).status

    assert error(exchange(browser, code=code)) == (400, "invalid_grant")
    assert (worked, opened(browser, "/oauth2/userinfo", body["access_token"]).status) == (200, 401)
    assert error(refresh(browser, body["refresh_token"])) == (400, "invalid_grant")


def test_another_spelling_of_a_code_is_the_same_code(browser):
    """Base64 passes over what is no letter of its alphabet."""
    code = code_for(browser)
    answers = [exchange(browser, code=text) for text in (code, f"{code[:5]}!{code[5:]}")]

    assert [answer.status for answer in answers] == [200, 400]


def test_any_worker_takes_a_code_once(tmp_path):
    """Two processes know the same keys and the same ledger, and nothing else."""
    one, two = Browser(sandbox_site(tmp_path)), Browser(sandbox_site(tmp_path))
    code = code_for(one)

    assert [exchange(worker, code=code).status for worker in (two, one)] == [200, 400]


def test_a_code_of_another_service_is_unknown(browser, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.login.site.KEYS", ("another-key-of-the-session-for-tests-12",))
    code = code_for(Browser(sandbox_site(tmp_path)))

    assert error(exchange(browser, code=code)) == (400, "invalid_grant")


def test_tokens_are_refreshed_for_the_same_login(browser):
    """OpenID Connect Core 1.0 §12.2: the same person and time, and no nonce."""
    before = log_in(browser)
    after = orjson.loads(refresh(browser, before["refresh_token"]).body)
    was, now = (claims(browser, tokens["id_token"]).claims for tokens in (before, after))
    same = ("iss", "sub", "aud", "sid", "auth_time")

    assert [now[name] for name in same] == [was[name] for name in same]
    assert "nonce" not in now
    assert after["scope"] == before["scope"]
    assert opened(browser, "/oauth2/userinfo", after["access_token"]).status == 200


def test_a_second_use_of_a_refresh_token_ends_the_login(browser):
    """RFC 9700 §4.14.2."""
    first = log_in(browser)["refresh_token"]
    second = orjson.loads(refresh(browser, first).body)["refresh_token"]

    assert error(refresh(browser, first)) == (400, "invalid_grant")
    assert error(refresh(browser, second)) == (400, "invalid_grant")


def test_a_refresh_may_ask_for_less_and_later_for_all_again(browser):
    """RFC 6749 §6."""
    first = log_in(browser)["refresh_token"]
    less = orjson.loads(refresh(browser, first, scope="profile").body)
    whole = orjson.loads(refresh(browser, less["refresh_token"]).body)

    assert (less["scope"], "id_token" in less) == ("profile", False)
    assert opened(browser, "/oauth2/userinfo", less["access_token"]).status == 403
    assert whole["scope"] == "openid profile email offline_access"


def test_a_refresh_cannot_ask_for_more(browser):
    token = log_in(browser)["refresh_token"]

    assert error(refresh(browser, token, scope="openid users.read")) == (400, "invalid_scope")
    assert refresh(browser, token).status == 200


def test_a_refresh_token_lives_for_thirty_days(browser, monkeypatch):
    token, now = log_in(browser)["refresh_token"], time.time()
    monkeypatch.setattr("gateway.login.sandbox.grants.time.time", lambda: now + 30 * 86400 + 1)

    assert error(refresh(browser, token)) == (400, "invalid_grant")


@pytest.mark.parametrize("kind", ["access_token", "id_token"])
def test_a_token_of_another_kind_refreshes_nothing(browser, kind):
    assert error(refresh(browser, log_in(browser)[kind])) == (400, "invalid_grant")
    assert error(refresh(browser, None)) == (400, "invalid_request")
