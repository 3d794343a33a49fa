"""Signatures against published ones, and against oauthlib's."""

from __future__ import annotations

import pytest
from oauthlib.oauth1 import Client

from gateway.login.signature import Credentials, authorization, client, signed_request, verifies

NONCE = "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"
TIMESTAMP = "1318622958"
X = Credentials(
    client_id="xvz1evFS4wEEPTGEFPHBog",
    client_secret="kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
    token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
    token_secret="LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
)


@pytest.mark.parametrize(
    ("base", "signature"),
    [
        ("https://api.twitter.com/1.1/statuses/update.json", "hCtSmYh+iHYCEqBWrE7C7hYmtUk="),
        ("https://api.x.com/1.1/statuses/update.json", "Ls93hJiZbQ3akF3HF3x1Bz8/zU4="),
    ],
)
def test_the_published_example_has_its_published_signature(base, signature):
    """Section 1.2, trap 1: X's "creating a signature"."""
    signer = client(X)
    url = f"{base}?include_entities=true"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = "status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21"
    rendered = signer._render(url, headers, body, signer.get_oauth_params(NONCE, TIMESTAMP))

    assert signer.get_oauth_signature("POST", *rendered) == signature


@pytest.mark.case(34)
@pytest.mark.parametrize(
    ("url", "more"),
    [
        (
            "https://api.x.com/oauth/request_token",
            {"callback": "http://127.0.0.1/?r=%2Fhome%20%2B%C3%A9&x=+"},
        ),
        (
            "https://api.x.com/oauth/access_token",
            {"token": "a%2Fb", "token_secret": "%", "verifier": "%20+&="},
        ),
        ("https://api.x.com/2/users/me?user.fields=profile_image_url", {"token": "t", "token_secret": "s"}),
        ("http://127.0.0.1:8000/1.1/account/verify_credentials.json?a=%2F&a=1", {"token": "t"}),
    ],
)
def test_a_signature_is_the_one_oauthlib_makes(url, more, monkeypatch):
    monkeypatch.setattr("authlib.oauth1.rfc5849.client_auth.generate_nonce", lambda: NONCE)
    monkeypatch.setattr("authlib.oauth1.rfc5849.client_auth.generate_timestamp", lambda: TIMESTAMP)
    other = Client(
        "me",
        "&+/%- é",
        resource_owner_key=more.get("token"),
        resource_owner_secret=more.get("token_secret"),
        callback_uri=more.get("callback"),
        verifier=more.get("verifier"),
        nonce=NONCE,
        timestamp=TIMESTAMP,
    )
    _, theirs, _ = other.sign(url, "POST")
    ours = authorization("POST", url, Credentials(client_id="me", client_secret="&+/%- é", **more))

    assert parts(ours) == parts(theirs["Authorization"])


def parts(header):
    return sorted(part.strip() for part in header.removeprefix("OAuth ").split(","))


def test_a_signature_verifies_with_its_secrets_only():
    url = "http://127.0.0.1:8000/x?y=%2F"
    header = authorization(
        "GET", url, Credentials(client_id="me", client_secret="s", token="t", token_secret="u")
    )
    found = [
        verifies(signed_request("GET", url, {"Authorization": header}, ""), *secrets)
        for secrets in (("s", "u"), ("s", ""), ("", "u"), ("x", "u"))
    ]

    assert found == [True, False, False, False]


@pytest.mark.parametrize("header", ["OAuth nonsense", "Basic x", 'OAuth a="1", b'])
def test_a_header_that_is_no_signature_is_a_value_error(header):
    with pytest.raises(ValueError, match="Malformed authorization header"):
        signed_request("GET", "http://127.0.0.1/", {"Authorization": header}, "")


def test_parameters_in_two_places_are_a_value_error():
    """RFC 5849 §3.5: one place only."""
    with pytest.raises(ValueError, match="duplicated_oauth_protocol_parameter"):
        signed_request(
            "GET", "http://127.0.0.1/?oauth_token=x", {"Authorization": 'OAuth oauth_token="y"'}, ""
        )


@pytest.mark.parametrize(
    "header", ['OAuth oauth_signature_method="PLAINTEXT", oauth_signature="s%26u"', 'OAuth a="b"']
)
def test_no_other_method_verifies(header):
    request = signed_request("GET", "http://127.0.0.1/", {"Authorization": header}, "")

    assert not verifies(request, "s", "u")


@pytest.mark.case(78)
def test_secrets_do_not_show_in_a_repr():
    shown = repr(X)

    assert not [secret for secret in (X.client_secret, X.token, X.token_secret) if secret in shown]
