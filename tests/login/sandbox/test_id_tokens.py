"""The key of ID Tokens."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import orjson
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from gateway.login.sandbox.id_tokens import IdTokens
from tests.login.sandbox.asking import SANDBOX
from tests.login.site import KEYS

OTHER = "another-key-of-the-session-for-tests-12"


def test_every_worker_has_the_same_key():
    assert IdTokens.of(KEYS).public() == IdTokens.of(KEYS).public() != IdTokens.of([OTHER]).public()


def test_the_public_half_alone_is_published(browser):
    """RFC 7517, RFC 7638."""
    (key,) = orjson.loads(browser.get(f"{SANDBOX}/oauth2/jwks").body)["keys"]

    assert key.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"}
    assert (key["kty"], key["crv"], key["use"], key["alg"]) == ("EC", "P-256", "sig", "ES256")
    assert key["kid"] == ECKey.import_key(key).thumbprint()


def test_the_first_key_signs_and_all_verify():
    before, after = IdTokens.of([OTHER]), IdTokens.of([*KEYS, OTHER])
    old, new = before.sign({"sub": "1"}), after.sign({"sub": "2"})

    assert [after.read(old), after.read(new), before.read(new)] == [{"sub": "1"}, {"sub": "2"}, None]
    assert jwt.decode(new, KeySet.import_key_set(after.public()), ["ES256"]).claims == {"sub": "2"}


def test_a_token_is_called_by_its_key():
    ours = IdTokens.of(KEYS)
    header = jwt.decode(ours.sign({}), ours.keys, ["ES256"]).header

    assert header == {"alg": "ES256", "kid": ours.public()["keys"][0]["kid"], "typ": "JWT"}


@pytest.mark.parametrize(
    "forged",
    [
        lambda kid: "",
        lambda kid: "a.b.c",
        lambda kid: "é.é.é",
        lambda kid: ".".join(urlsafe_b64encode(part).decode() for part in (b'{"alg":"none"}', b"{}", b"")),
        lambda kid: jwt.encode({"alg": "HS256", "kid": kid}, {}, OctKey.import_key("s" * 32), ["HS256"]),
        lambda kid: jwt.encode({"alg": "ES256", "kid": kid}, {}, ECKey.generate_key("P-256"), ["ES256"]),
        lambda kid: jwt.encode({"alg": "ES256"}, {}, ECKey.generate_key("P-256"), ["ES256"]),
    ],
    ids=["empty", "no JWT", "not ASCII", "none", "HS256", "another key", "without kid"],
)
def test_what_was_not_signed_here_says_nothing(forged):
    ours = IdTokens.of(KEYS)

    assert ours.read(forged(ours.public()["keys"][0]["kid"])) is None


def test_keys_are_not_shown():
    assert repr(IdTokens.of(KEYS)) == "IdTokens()"
