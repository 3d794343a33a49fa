"""Which keys check what a provider signs."""

from __future__ import annotations

import json

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey

from gateway.errors import LoginError
from gateway.login.jwks import key_set
from tests.login.corp import HANDLERS, TEXT, Visitor, login, reason_of
from tests.login.peers.answering import Answer, as_json
from tests.login.peers.fake_oidc import FakeOidc, by_hmac, key

GOOD = key("one").as_dict(private=False)
LONG = key("long", "RSA").as_dict(private=False)
ODD = [
    None,
    1,
    "-----BEGIN PUBLIC KEY-----",
    [],
    {},
    {"kty": []},
    {"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0", "kid": "one"},
    {"kty": "oct", "k": "AA", "kid": "one"},
    {"kty": "AKP", "kid": "one"},
    {**GOOD, "use": "enc"},
    {**GOOD, "use": []},
    {**GOOD, "x": "AA"},
    {**GOOD, "x": 5},
    {**LONG, "n": LONG["n"][:170]},
    {**LONG, "n": 5},
]


@pytest.mark.parametrize("item", ODD, ids=lambda item: json.dumps(item)[:40])
def test_what_is_no_public_key_for_signatures_is_passed_over(item):
    assert [each.kid for each in key_set({"keys": [item, GOOD, LONG]})] == ["one", "long"]


@pytest.mark.parametrize("told", [{}, {"keys": None}, {"keys": {}}, {"keys": []}, {"keys": ODD}], ids=len)
def test_a_set_without_a_key_is_nonsense(told):
    with pytest.raises(LoginError, match="no key that checks signatures"):
        key_set(told)


@pytest.fixture
def provider():
    provider = FakeOidc()
    yield provider
    provider.close()


@pytest.fixture
def visitor(serve, provider):
    text = TEXT + login(provider.issuer)
    return Visitor(serve(text, HANDLERS, GATEWAY_ENV="development").application)


def test_a_published_secret_checks_nothing(provider, visitor, caplog):
    secret = b"a secret that everybody can read"
    published = {"kty": "oct", "k": "YSBzZWNyZXQgdGhhdCBldmVyeWJvZHkgY2FuIHJlYWQ", "kid": "one"}
    provider.answers["/jwks"] = as_json({"keys": [published, key("two").as_dict(private=False)]})
    provider.metadata = {"id_token_signing_alg_values_supported": ["HS256", "ES256"]}
    provider.sign = by_hmac(secret)

    assert visitor.log_in(provider).status_code == 401
    assert reason_of(caplog) == "id_token_alg"


def test_of_two_keys_of_one_name_that_for_the_algorithm_counts(provider, visitor):
    twin = {**ECKey.generate_key("P-384").as_dict(private=False), "kid": "one", "alg": "ES384"}
    provider.answers["/jwks"] = as_json({"keys": [twin, GOOD]})

    assert visitor.log_in(provider).status_code == 303


@pytest.mark.parametrize("body", [b'{"keys":' + b"[" * 900 + b"]" * 900 + b"}", b"null", b"[]", b""])
def test_a_set_that_cannot_be_read_is_a_502(provider, visitor, body):
    provider.answers["/jwks"] = Answer(body)

    assert visitor.log_in(provider).status_code == 502


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # for names that few providers have yet (RFC 9864)
def test_a_key_of_edwards_curve_is_one_that_checks(provider, visitor):
    signing = OKPKey.generate_key("Ed25519", {"kid": "one", "use": "sig"})
    provider.published = [signing]
    provider.metadata = {"id_token_signing_alg_values_supported": ["EdDSA"]}
    provider.sign = lambda _, claims: jwt.encode({"alg": "EdDSA", "kid": "one"}, claims, signing, ["EdDSA"])

    assert visitor.log_in(provider).status_code == 303
