"""An OpenID provider that lies as a test tells it to."""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256

from joserfc import jwk
from joserfc.jws import JWSRegistry

from tests.login.peers.answering import as_json
from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET, Authorizing, basic_of

DISCOVERY = "/.well-known/openid-configuration"


@cache
def key(kid, kind="EC"):
    """A signing key; the same name is the same key."""
    made = jwk.ECKey.generate_key("P-256") if kind == "EC" else jwk.RSAKey.generate_key(2048)
    return made.import_key(made.as_dict(private=True), {"kid": kid, "use": "sig"})


def b64(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unsigned(header, claims):
    """A token with an empty signature, whatever its header says."""
    return f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}."


def by_hmac(secret):
    """What signs with a secret, which may be no secret at all but a public key."""

    def sign(header, claims):
        body = unsigned({**header, "alg": "HS256"}, claims)[:-1]
        return f"{body}.{b64(hmac.digest(secret, body.encode(), sha256))}"

    return sign


def by_key(signing):
    """What signs with an asymmetric key, whatever the header says."""
    algorithm = JWSRegistry.algorithms["ES256" if signing.key_type == "EC" else "RS256"]

    def sign(header, claims):
        body = unsigned(header, claims)[:-1]
        return f"{body}.{b64(algorithm.sign(body.encode(), signing))}"

    return sign


class FakeOidc(Authorizing):
    """A proper provider until a test changes it; None leaves a value out.

    `metadata`, `token`, `header`, `claims` and `userinfo` change what is sent, `published` the keys, `sign`
    what makes an id_token of a header and claims. One client, whose secret holds what form-encoding changes.
    """

    def __init__(self):
        super().__init__({
            DISCOVERY: lambda _: as_json(self._metadata()),
            "/jwks": lambda _: self._keys(),
            "/token": self._token,
            "/userinfo": self._userinfo,
        })  # fmt: skip
        self.issuer = self.base
        self.metadata, self.token, self.header, self.claims, self.userinfo = {}, {}, {}, {}, {}
        self.published = [key("one")]
        self.sign = by_key(key("one"))

    def coming_back(self):
        return {"iss": self.issuer}

    def publish(self, *keys):
        """Publish these keys, given as JSON objects."""
        self.answers["/jwks"] = as_json({"keys": keys})

    def _keys(self):
        return as_json({"keys": [each.as_dict(private=False) for each in self.published]})

    def _metadata(self):
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.base}/authorize",
            "token_endpoint": f"{self.base}/token",
            "userinfo_endpoint": f"{self.base}/userinfo",
            "jwks_uri": f"{self.base}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "authorization_response_iss_parameter_supported": True,
            "code_challenge_methods_supported": ["S256"],
        }
        return changed(found, self.metadata)

    def _token(self, asked):
        if basic_of(asked) != (CLIENT_ID, CLIENT_SECRET):
            return as_json({"error": "invalid_client"}, 401)
        request = self.redeem(asked.form)
        if request is None:
            return as_json({"error": "invalid_grant"}, 400)
        found = {
            "access_token": self.new_token(request),
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.id_token(request),
        }
        return as_json(changed(found, self.token))

    def id_token(self, request):
        """The id_token for who asked so."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "seven",
            "aud": request["client_id"],
            "exp": now + 300,
            "iat": now,
            "nonce": request.get("nonce"),
        }
        header = {"alg": "ES256", "kid": "one"}
        return self.sign(changed(header, self.header), changed(claims, self.claims))

    def _userinfo(self, asked):
        if self.bearer(asked) is None:
            return as_json({"error": "invalid_token"}, 401)
        found = {
            "sub": "seven",
            "name": "Seven",
            "preferred_username": "seven",
            "picture": "https://pictures.example/seven.png",
            "email": "seven@people.example",
            "email_verified": True,
        }
        return as_json(changed(found, self.userinfo))


def changed(found, changes):
    """Values with changes; None leaves out."""
    return {name: value for name, value in {**found, **changes}.items() if value is not None}
