"""The peers do what the tests of logins rely on."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from urllib.error import HTTPError
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from joserfc import jwk, jwt

from tests.login.peers.answering import Answer, as_html
from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET
from tests.login.peers.fake_github import FakeGithub
from tests.login.peers.fake_oidc import FakeOidc
from tests.login.peers.fake_x import FakeX
from tests.login.peers.oidc_provider import Person

BACK = "http://127.0.0.1:8000/login/callback"
VERIFIER = "a-verifier-of-forty-three-characters-or-more-0"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture(params=[FakeOidc, FakeX, FakeGithub])
def fake(request):
    fake = request.param()
    yield fake
    fake.close()


def ask(url, form=None, **headers):
    request = Request(url, urlencode(form).encode() if form else None, headers)
    try:
        with build_opener(ProxyHandler({})).open(request) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def leaving(url, client_id=CLIENT_ID, scope="openid profile email"):
    fields = {
        "client_id": client_id,
        "response_type": "code",
        "redirect_uri": BACK,
        "scope": scope,
        "state": "s",
        "nonce": "n",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return f"{url}?{urlencode(fields)}"


def came(url):
    return dict(parse_qsl(urlsplit(url).query))


def basic(client_id=CLIENT_ID):
    pair = f"{quote_plus(client_id)}:{quote_plus(CLIENT_SECRET)}"
    return "Basic " + b64encode(pair.encode()).decode()


def redeeming(code, **more):
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        **more,
    }


WAYS = [("basic", "RS256"), ("post", "ES256"), ("public", "RS256")]


@pytest.mark.parametrize(("client", "algorithm"), WAYS)
def test_the_certified_provider_knows_three_clients(oidc_provider, client, algorithm):
    issuer = oidc_provider.issuer
    back = came(Person(oidc_provider).agree(leaving(issuer + "/auth", client)))
    form = redeeming(back["code"], client_id=client)
    more = {"basic": {"Authorization": basic(client)}}.get(client, {})
    if client == "post":
        form["client_secret"] = CLIENT_SECRET
    status, body = ask(issuer + "/token", form, **more)
    keys = jwk.KeySet.import_key_set(json.loads(ask(issuer + "/jwks")[1]))
    token = jwt.decode(json.loads(body)["id_token"], keys, algorithms=[algorithm])

    assert (status, back["iss"], token.claims["sub"]) == (200, issuer, "rosalba")
    assert oidc_provider.calls()["/token"] == 1


def test_the_certified_provider_lets_people_say_no(oidc_provider):
    back = came(Person(oidc_provider).deny(leaving(oidc_provider.issuer + "/auth", "public")))

    assert (back["error"], back["state"]) == ("access_denied", "s")


def test_the_certified_provider_changes_its_keys(oidc_provider):
    before = ask(oidc_provider.issuer + "/jwks")
    oidc_provider.rotate()

    assert ask(oidc_provider.issuer + "/jwks") != before


def test_a_fake_gives_a_token_once_and_to_who_asked(fake):
    path = next(path for path in fake.routes if "token" in path)
    authorize = next(path for path in fake.routes if "authorize" in path)
    back = came(fake.agree(leaving(fake.base + authorize)))
    form = redeeming(back["code"], client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    answers = [
        ask(fake.base + path, form, Authorization=basic(), Accept="application/json") for _ in range(2)
    ]

    assert [b"access_token" in body for _, body in answers] == [True, False]
    assert len(fake.asked(path)) == 2


def test_an_answer_of_a_fake_can_be_replaced(fake):
    path = next(path for path in fake.routes if "token" in path)
    fake.answers[path] = as_html("<p>no", 503)
    first = ask(fake.base + path)
    fake.answers[path] = Answer(b"drip", drip=0.01)

    assert (first, ask(fake.base + path)) == ((503, b"<p>no"), (200, b"drip"))
