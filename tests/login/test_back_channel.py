"""Sessions that a provider ends, because their person logged out there."""

from __future__ import annotations

import time
from urllib.parse import urlencode

import pytest
from werkzeug.test import Client

from tests.login.peers.answering import as_json
from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET
from tests.login.peers.fake_oidc import FakeOidc, by_key, changed, key

TEXT = """
settings: {{public_url: "http://127.0.0.1:8000"}}
session: {{keys: [a-key-of-the-tests-a-key-of-the-tests], store: {store}, revocation: true}}
stacks: {{web: [session, csrf]}}
login:
  corp: {{kind: oidc, issuer: "{issuer}", client_id: {client}, client_secret: "{secret}", stack: web,
    back_channel_logout: /ended, profile: "served:profile"}}
routes: [{{path: /who, stack: web, handler: "served:who"}}]
"""
HANDLERS = """
def who(request):
    return {"user": request.user}

def profile(profile):
    return {"name": profile["name"]}
"""
BASE = "http://127.0.0.1:8000"
EVENT = {"http://schemas.openid.net/event/backchannel-logout": {}}


@pytest.fixture
def provider():
    provider = FakeOidc()
    yield provider
    provider.close()


@pytest.fixture(params=["memory", "sql"])
def service(serve, provider, request):
    told = {"issuer": provider.issuer, "client": CLIENT_ID, "secret": CLIENT_SECRET, "store": request.param}
    return serve(TEXT.format(**told), HANDLERS, GATEWAY_ENV="development").application


class Visitor:
    """A browser of somebody at the service."""

    def __init__(self, service):
        self.client = Client(service)

    def log_in(self, provider, **claims):
        provider.claims = claims
        provider.userinfo = {"sub": claims.get("sub", "seven")}
        back = provider.agree(self.client.get("/login", base_url=BASE).location)
        landed = self.client.get(back.removeprefix(BASE), base_url=BASE)
        assert landed.status_code == 303, landed.text
        return self

    @property
    def is_known(self):
        return self.client.get("/who", base_url=BASE).json["user"] is not None


def logout_token(provider, header=None, **changes):
    now = int(time.time())
    claims = {
        "iss": provider.issuer,
        "aud": CLIENT_ID,
        "sub": "seven",
        "iat": now,
        "exp": now + 120,
        "jti": "j",
        "events": EVENT,
    }
    return by_key(key("one"))({"alg": "ES256", "kid": "one", **(header or {})}, changed(claims, changes))


def end(service, token):
    fields = urlencode({} if token is None else {"logout_token": token})
    kind = "application/x-www-form-urlencoded"
    return Client(service).post("/ended", base_url=BASE, data=fields, content_type=kind)


def test_a_logout_at_the_provider_ends_all_sessions_of_the_person(provider, service):
    here, there = (Visitor(service).log_in(provider, sid=sid) for sid in ("a", "b"))
    other = Visitor(service).log_in(provider, sub="eight")
    answer = end(service, logout_token(provider))

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert [visitor.is_known for visitor in (here, there, other)] == [False, False, True]


def test_a_logout_of_one_login_ends_its_session_alone(provider, service):
    here, there = (Visitor(service).log_in(provider, sid=sid) for sid in ("a", "b"))
    end(service, logout_token(provider, sid="a"))

    assert [visitor.is_known for visitor in (here, there)] == [False, True]


def test_a_logout_that_comes_twice_is_fine(provider, service):
    Visitor(service).log_in(provider)
    token = logout_token(provider)

    assert [end(service, token).status_code for _ in range(2)] == [200, 200]


def test_what_the_profile_leaves_out_is_kept_to_be_found(provider, service):
    visitor = Visitor(service).log_in(provider)

    assert visitor.client.get("/who", base_url=BASE).json["user"] == {
        "name": "Seven",
        "iss": provider.issuer,
        "sub": "seven",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"aud": "other"},
        {"sub": None},
        {"iat": None},
        {"exp": None},
        {"exp": 1_000_000_000},
        {"jti": None},
        {"events": None},
        {"events": {}},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": True}},
        {"events": []},
        {"nonce": "n"},
    ],
    ids=str,
)
def test_a_token_that_is_no_logout_token_ends_nothing(provider, service, changes, caplog):
    visitor = Visitor(service).log_in(provider)
    answer = end(service, logout_token(provider, **changes))

    assert (answer.status_code, answer.json) == (400, {"error": "invalid_request"})
    assert visitor.is_known
    assert "a logout by the provider failed: logout_token_" in caplog.text


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", "é", "x" * 70_000])
def test_what_is_no_token_ends_nothing(provider, service, token):
    visitor = Visitor(service).log_in(provider)

    assert end(service, token).status_code == 400
    assert visitor.is_known


def test_a_token_of_another_key_ends_nothing(provider, service):
    visitor = Visitor(service).log_in(provider)
    forged = by_key(key("two"))
    provider_key, provider.sign = provider.sign, forged
    token = forged({"alg": "ES256", "kid": "one"}, {"iss": provider.issuer})
    provider.sign = provider_key

    assert end(service, token).status_code == 400
    assert visitor.is_known


def test_a_token_that_cannot_be_checked_now_is_a_503(provider, service):
    provider.answers["/.well-known/openid-configuration"] = as_json({}, 500)

    assert end(service, logout_token(provider)).status_code == 503
