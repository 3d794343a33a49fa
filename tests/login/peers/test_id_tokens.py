"""An id_token is believed only if it is signed by the provider, meant for us, and fresh."""

from __future__ import annotations

import time

import pytest

from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET
from tests.login.peers.fake_oidc import b64, by_hmac, by_key, key, unsigned
from tests.login.peers.service import oidc, refused

NOW = time.time()
OTHER = "https://other.example"
CLAIMS = [
    ({"nonce": "another"}, "nonce"),
    ({"nonce": None}, "nonce"),
    ({"nonce": ["n"]}, "nonce"),
    ({"iss": OTHER}, "iss"),
    ({"iss": None}, "iss"),
    ({"iss": 7}, "iss"),
    ({"aud": "other"}, "aud"),
    ({"aud": ["other"]}, "aud"),
    ({"aud": []}, "aud"),
    ({"aud": None}, "aud"),
    ({"aud": "other", "azp": CLIENT_ID}, "aud"),
    ({"aud": [CLIENT_ID, "other"]}, "azp"),
    ({"aud": [CLIENT_ID, "other"], "azp": "other"}, "azp"),
    ({"azp": "other"}, "azp"),
    ({"exp": int(NOW) - 300}, "exp"),
    ({"exp": None}, "exp"),
    ({"exp": "soon"}, "exp"),
    ({"nbf": int(NOW) + 3600}, "nbf"),
    ({"iat": int(NOW) + 4000}, "iat"),
    ({"iat": None}, "iat"),
    ({"sub": None}, "sub"),
    ({"at_hash": "another"}, "at_hash"),
]


@pytest.mark.case(57)
@pytest.mark.parametrize(("claims", "reason"), CLAIMS)
def test_a_claim_that_is_wrong_or_missing_is_refused_by_its_name(fake, visitor, claims, reason, caplog):
    fake.claims = claims
    page = visitor.log_in(fake)

    assert (page.status_code, visitor.user) == (401, None)
    assert refused(caplog) == [(f"id_token_{reason}", 401)]
    assert fake.asked("/userinfo") == []


@pytest.mark.case(57)
@pytest.mark.parametrize("sub", ["", " ", "x" * 256, ["seven"], {"is": "seven"}, True])
def test_a_subject_that_is_none_is_refused(fake, visitor, sub):
    fake.claims = fake.userinfo = {"sub": sub}

    assert visitor.log_in(fake).status_code in {401, 502}
    assert visitor.user is None


@pytest.mark.case(57)
@pytest.mark.parametrize(
    "claims",
    [
        {"aud": [CLIENT_ID]},
        {"aud": [CLIENT_ID, "other"], "azp": CLIENT_ID},
        {"azp": CLIENT_ID},
        {"nbf": int(NOW) - 10},
        {"auth_time": int(NOW), "acr": "0", "amr": ["pwd"], "unknown": {"a": 1}},
    ],
)
def test_claims_that_are_allowed_are_taken(fake, visitor, claims):
    fake.claims = claims

    assert visitor.log_in(fake).status_code == 303


@pytest.mark.case(62)
@pytest.mark.parametrize(("claim", "sign"), [("exp", -1), ("iat", 1), ("nbf", 1)])
def test_a_clock_may_differ_by_half_a_minute_but_not_by_five(fake, visitor, claim, sign, caplog):
    statuses = []
    for skew in (30, 300):
        fake.claims = {claim: int(time.time()) + sign * skew}
        statuses.append(visitor.log_in(fake).status_code)

    assert statuses == [303, 401]
    assert refused(caplog) == [(f"id_token_{claim}", 401)]


def public_key(fake):
    """The bytes of the published key, as a naive verifier may take them for a secret."""
    return fake.published[0].as_pem(private=False)


def swapped(header, claims):
    """A token whose claims were changed after it was signed."""
    head, _, signature = by_key(key("one"))(header, claims).split(".")
    return f"{head}.{unsigned(header, {**claims, 'sub': 'eight'}).split('.')[1]}.{signature}"


FORGED = {
    "none": lambda fake: lambda header, claims: unsigned({**header, "alg": "none"}, claims),
    "None": lambda fake: lambda header, claims: unsigned({**header, "alg": "None"}, claims),
    "no signature": lambda fake: unsigned,
    "garbage": lambda fake: lambda header, claims: unsigned(header, claims) + b64(b"x" * 64),
    "client secret": lambda fake: by_hmac(CLIENT_SECRET.encode()),
    "public key": lambda fake: by_hmac(public_key(fake)),
    "foreign key": lambda fake: by_key(key("one of another provider")),
    "changed": lambda fake: swapped,
    "no header": lambda fake: lambda header, claims: unsigned({}, claims),
    "two parts": lambda fake: lambda header, claims: unsigned(header, claims)[:-1],
    "no token": lambda fake: lambda header, claims: "x",
    "empty": lambda fake: lambda header, claims: "",
    "long": lambda fake: lambda header, claims: "x" * 100_000,
    "own key": lambda fake: (
        lambda header, claims: by_key(key("own"))(
            {**header, "kid": "own", "jwk": key("own").as_dict(private=False)}, claims
        )
    ),
}


@pytest.mark.case(58)
@pytest.mark.parametrize("way", FORGED)
def test_a_token_that_the_provider_did_not_sign_is_refused(fake, visitor, way, caplog):
    fake.sign = FORGED[way](fake)
    page = visitor.log_in(fake)

    assert (page.status_code, visitor.user) == (401, None)
    assert refused(caplog)[0][0].startswith("id_token_")
    assert fake.asked("/userinfo") == []


@pytest.mark.case(58)
@pytest.mark.parametrize("named", [["HS256", "none"], [["none"], {}, None], []])
def test_a_provider_that_names_no_algorithm_to_trust_is_refused(fake, visitor, named):
    fake.metadata["id_token_signing_alg_values_supported"] = named

    assert visitor.get("/login").status_code == 502


@pytest.mark.case(58)
def test_no_algorithm_with_a_secret_is_taken_though_the_provider_names_it(fake, visitor):
    fake.metadata["id_token_signing_alg_values_supported"] = ["HS256", "none", "ES256"]
    for way in ("none", "client secret", "public key"):
        fake.sign = FORGED[way](fake)
        visitor.log_in(fake)

    assert [page.status_code for page in visitor.seen[1::2]] == [401] * 3


@pytest.mark.case(58)
def test_an_algorithm_that_the_provider_does_not_name_is_refused(fake, visitor, caplog):
    fake.metadata["id_token_signing_alg_values_supported"] = ["RS256"]

    assert visitor.log_in(fake).status_code == 401
    assert refused(caplog) == [("id_token_alg", 401)]


@pytest.mark.case(58)
def test_a_key_of_another_kind_than_the_algorithm_is_refused(fake, visitor):
    """An RSA key is published under the kid of the EC key that signed."""
    fake.published = [key("one", "RSA")]

    assert visitor.log_in(fake).status_code == 401


@pytest.mark.case(58)
@pytest.mark.parametrize("use", ["enc", "sig"])
def test_a_key_for_encryption_checks_no_signature(fake, visitor, use):
    published = {**key("one").as_dict(private=False), "use": use}
    fake.publish(published, key("two").as_dict(private=False))

    assert visitor.log_in(fake).status_code == (303 if use == "sig" else 401)


@pytest.mark.case(60)
@pytest.mark.parametrize("token", [None, "", 7, ["x"]])
def test_an_answer_without_id_token_is_refused(fake, visitor, token, caplog):
    fake.token["id_token"] = token
    page = visitor.log_in(fake)

    assert (page.status_code, visitor.user) == (401, None)
    assert refused(caplog) == [("id_token_missing", 401)]


@pytest.mark.case(60)
@pytest.mark.parametrize("sub", ["eight", "Seven", "", None, 7])
def test_userinfo_about_another_person_is_refused(fake, visitor, sub, caplog):
    fake.userinfo["sub"] = sub
    page = visitor.log_in(fake)

    assert (page.status_code, visitor.user) == (401, None)
    assert refused(caplog) == [("other_subject", 401)]


@pytest.mark.case(60)
def test_userinfo_does_not_overrule_who_it_is(fake, visitor):
    fake.userinfo["iss"] = OTHER
    visitor.log_in(fake)

    assert (visitor.user["iss"], visitor.user["sub"]) == (fake.issuer, "seven")


@pytest.mark.case(60)
def test_userinfo_is_not_asked_where_the_service_does_not_want_it(service, fake):
    fake.claims["name"] = "Seven of the token"
    visitor = service(corp=oidc(fake.issuer, userinfo=False)).visitor()
    visitor.log_in(fake)

    assert (visitor.user["name"], fake.asked("/userinfo")) == ("Seven of the token", [])
