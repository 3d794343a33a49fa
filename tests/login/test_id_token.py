"""What a provider signs is read strictly, whatever stands in it."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode

import pytest
from joserfc import jws

from tests.login.corp import BASE, HANDLERS, TEXT, Visitor, login, reason_of
from tests.login.peers.answering import as_json
from tests.login.peers.authorizing import CLIENT_ID
from tests.login.peers.fake_oidc import FakeOidc, by_key, key
from tests.login.test_metadata import TENANT, of_all_tenants

EVENT = {"http://schemas.openid.net/event/backchannel-logout": {}}
DEEP = "[" * 20_000 + "]" * 20_000


@pytest.fixture
def provider():
    provider = FakeOidc()
    yield provider
    provider.close()


@pytest.fixture
def visitor(serve, provider):
    def at(issuer=None):
        more = "back_channel_logout: /ended, claims: {score: score}"
        text = TEXT + login(issuer or provider.issuer, more)
        return Visitor(serve(text, HANDLERS, GATEWAY_ENV="development").application)

    return at


def saying(text):
    """What signs the claims with `text` in front of the end of their JSON."""

    def sign(header, claims):
        payload = json.dumps(claims)[:-1] + text + "}"
        return jws.serialize_compact(header, payload, key("one"), algorithms=["ES256"])

    return sign


@pytest.mark.parametrize(
    "text",
    [
        ', "score": NaN',
        ', "score": -Infinity',
        ', "score": 1e999',
        ', "score": "\\ud800"',
        f', "x": {DEEP}',
        "]",
    ],
    ids=lambda text: text[:24],
)
def test_claims_that_are_no_json_are_refused(provider, visitor, text, caplog):
    provider.sign = saying(text)
    somebody = visitor()

    assert somebody.log_in(provider).status_code == 401
    assert (reason_of(caplog), somebody.user) == ("id_token_form", None)


def test_a_number_that_a_session_cannot_hold_is_left_out(provider, visitor):
    provider.sign = saying(f', "score": {10**30}')
    somebody = visitor()
    somebody.log_in(provider)

    assert (somebody.user["score"], somebody.user["sub"]) == (None, "seven")


@pytest.mark.parametrize("payload", [b"[]", b"null", b'"text"', b"", b"\xff"])
def test_a_signed_text_that_is_no_object_is_refused(provider, visitor, payload, caplog):
    provider.sign = lambda header, _: jws.serialize_compact(header, payload, key("one"), algorithms=["ES256"])

    assert visitor().log_in(provider).status_code == 401
    assert reason_of(caplog) == "id_token_form"


@pytest.mark.parametrize(
    "header", [[], ["alg"], "alg", 5, None, {}, {"alg": None}, {"alg": []}, {"alg": "ES256", "kid": []}]
)
def test_a_header_that_is_none_is_refused(visitor, header):
    text = urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    answer = visitor().client.post("/ended", base_url=BASE, data={"logout_token": f"{text}.e30.AAAA"})

    assert answer.status_code == 400


@pytest.mark.parametrize(("kind", "status"), [
    (None, 200), ("JWT", 200), ("logout+jwt", 200), ("application/Logout+JWT", 200),
    ("at+jwt", 400), ("", 400),
])  # fmt: skip
def test_a_token_that_says_to_be_of_another_kind_ends_nothing(provider, visitor, kind, status):
    now = int(time.time())
    claims = {
        "iss": provider.issuer,
        "aud": CLIENT_ID,
        "sub": "seven",
        "iat": now,
        "exp": now + 60,
        "jti": "j",
    }
    header = {"alg": "ES256", "kid": "one"} | ({} if kind is None else {"typ": kind})
    token = jws.serialize_compact(
        header, json.dumps({**claims, "events": EVENT}), key("one"), algorithms=["ES256"]
    )
    somebody = visitor()
    somebody.log_in(provider)
    answer = somebody.client.post("/ended", base_url=BASE, data={"logout_token": token})

    assert answer.status_code == status
    assert (somebody.user is None) == (status == 200)


@pytest.mark.parametrize(("owner", "status"), [
    (None, 303), ("{base}/{{tenantid}}/v2.0", 303), ("{base}/{tenant}/v2.0", 303),
    ("{base}/another/v2.0", 401),
])  # fmt: skip
def test_a_key_signs_for_its_own_tenant_alone(provider, visitor, owner, status, caplog):
    published = key("one").as_dict(private=False)
    if owner is not None:
        published["issuer"] = owner.format(base=provider.base, tenant=TENANT)
    provider.answers["/jwks"] = as_json({"keys": [published]})
    provider.claims = {"tid": TENANT, "iss": f"{provider.base}/{TENANT}/v2.0"}
    somebody = visitor(of_all_tenants(provider))

    assert somebody.log_in(provider).status_code == status
    assert status == 303 or reason_of(caplog) == "id_token_signature"


def test_keys_and_addresses_that_a_token_brings_along_are_not_looked_at(provider, visitor, caplog):
    provider.header = {"jwk": key("two").as_dict(private=False), "jku": f"{provider.base}/evil", "kid": "one"}
    provider.sign = by_key(key("two"))

    assert visitor().log_in(provider).status_code == 401
    assert (reason_of(caplog), provider.asked("/evil")) == ("id_token_signature", [])
