"""A whole login at the level DEBUG, after which no secret stands anywhere that people look."""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from tests.login.peers.answering import as_json
from tests.login.peers.authorizing import CLIENT_SECRET
from tests.login.peers.fake_oidc import DISCOVERY, FakeOidc
from tests.login.peers.fake_x import FakeX
from tests.login.peers.oidc_provider import Person
from tests.login.peers.service import SESSION_KEY, oidc, preset


def spellings(secret):
    """How a secret may stand in a text."""
    yield from (secret, quote(secret), quote(secret, safe=""), secret.replace(" ", "+"))
    yield b64encode(secret.encode()).decode().rstrip("=")


def found(secrets, said):
    return [secret for secret in secrets if any(spelling in said for spelling in spellings(secret))]


def bodies(visitor):
    return "".join(page.text for page in visitor.seen)


def query(url):
    return dict(parse_qsl(urlsplit(url).query))


@pytest.mark.case(78)
def test_a_whole_login_at_the_certified_provider_logs_no_secret(service, oidc_provider, caplog):
    site = service(corp=oidc(oidc_provider.issuer, "basic"))
    visitor = site.visitor()
    with caplog.at_level(logging.DEBUG):
        back = Person(oidc_provider).agree(visitor.get("/login").location)
        cookies = list(visitor.cookies.values())
        visitor.get(back)
        visitor.get(back)
    (token,) = oidc_provider.seen("/token")
    userinfo = oidc_provider.seen("/me")[0]["authorization"]
    secrets = [CLIENT_SECRET, SESSION_KEY, query(back)["code"], query(back)["state"]]
    secrets += [query(visitor.seen[0].location)["nonce"], token["fields"]["code_verifier"]]
    secrets += [userinfo.partition(" ")[2], *cookies, *visitor.cookies.values()]

    assert visitor.user["sub"] == "rosalba"
    assert found(secrets, caplog.text + bodies(visitor) + repr(site.compiled.app.logins)) == []
    assert "/login/callback" in caplog.text


@pytest.mark.case(78)
def test_a_whole_login_at_x_logs_no_secret(service, start, caplog):
    x = start(FakeX)
    site = service(x=preset("x", **x.urls()))
    visitor = site.visitor()
    with caplog.at_level(logging.DEBUG):
        visitor.log_in(x)
        visitor.log_in(x, code="guessed-code")
    fields = [asked.form for asked in x.asked("/2/oauth2/token")]
    secrets = [CLIENT_SECRET, SESSION_KEY, *x.tokens, *(form["code_verifier"] for form in fields)]
    secrets += [form["code"] for form in fields] + list(visitor.cookies.values())

    assert len(secrets) >= 8
    assert found(secrets, caplog.text + bodies(visitor) + repr(site.compiled.app.logins)) == []


BAD = [
    (DISCOVERY, {"issuer": "hush"}),
    ("/token", {"error": "invalid_grant", "error_description": "hush"}),
    ("/token", {"error": "hush hush", "access_token": "hush"}),
    ("/token", {"access_token": "hush", "token_type": "hush"}),
    ("/token", {"access_token": "hush", "token_type": "bearer", "id_token": "hush.hush.hush"}),
    ("/jwks", {"keys": [{"kty": "oct", "k": "hush"}]}),
    ("/userinfo", {"sub": "hush"}),
    ("/userinfo", ["hush"]),
]


@pytest.mark.case(78)
@pytest.mark.parametrize(("path", "answer"), BAD)
def test_what_a_provider_answers_wrongly_is_told_to_nobody(fake, visitor, path, answer, caplog):
    with caplog.at_level(logging.DEBUG):
        for status in (200, 400, 500):
            left = visitor.get("/login").location if path != DISCOVERY else ""
            fake.answers[path] = as_json(answer, status)
            visitor.get(fake.agree(left) if left else "/login")
            del fake.answers[path]

    assert caplog.text.count("login corp failed: ") == 3
    assert "hush" not in caplog.text + bodies(visitor)


@pytest.mark.case(78)
def test_tokens_that_are_not_wanted_are_kept_nowhere(fake, visitor, service):
    visitor.log_in(fake)
    kept = json.dumps(visitor.cookies)

    assert found(fake.tokens, kept) == []
    assert set(visitor.user) == {
        "iss",
        "sub",
        "name",
        "preferred_username",
        "picture",
        "email",
        "email_verified",
    }


@pytest.mark.case(78)
@pytest.mark.parametrize("kind", [FakeOidc, FakeX])
def test_what_a_login_needs_is_unreadable_in_its_cookie(service, start, kind):
    provider = start(kind)
    login = oidc(provider.issuer) if kind is FakeOidc else preset("x", **provider.urls())
    visitor = service(site=login).visitor()
    visitor.log_in(provider)
    verifier = next(asked.form["code_verifier"] for asked in provider.log if "token" in asked.path)
    cookies = [value for page in visitor.seen for value in page.headers.getlist("Set-Cookie")]

    assert len(cookies) >= 2
    assert found([verifier, query(visitor.seen[0].location)["state"]], "".join(cookies)) == []


@pytest.mark.case(79)
def test_the_access_log_masks_what_a_callback_brings(fake, visitor, caplog):
    with caplog.at_level(logging.INFO, "gateway.access"):
        back = fake.agree(visitor.get("/login").location)
        visitor.get(back)
    (line,) = [json.loads(text) for text in caplog.messages if "/login/callback" in text]
    logged = query(line["path"])

    assert (logged["code"], logged["state"]) == ("***", "***")


@pytest.mark.case(79)
@pytest.mark.parametrize("changes", [{}, {"state": "other"}, {"code": "other"}, {"code": None}])
def test_a_callback_tells_its_address_to_nobody(fake, visitor, changes):
    answer = visitor.log_in(fake, **changes)

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.status_code == 303 if not changes else "http" not in answer.text
