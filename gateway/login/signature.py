"""OAuth 1.0a signatures by Authlib, made and checked without its double unescaping."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from authlib.oauth1 import SIGNATURE_HMAC_SHA1, ClientAuth, OAuth1Request
from authlib.oauth1.rfc5849.errors import OAuth1Error
from authlib.oauth1.rfc5849.signature import (
    sign_hmac_sha1,
    verify_hmac_sha1,
)
from authlib.oauth1.rfc5849.util import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a request is signed with (RFC 5849 §3.1); secrets are left out of its repr."""

    client_id: str
    client_secret: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    token_secret: str | None = field(default=None, repr=False)
    callback: str | None = None
    verifier: str | None = field(default=None, repr=False)


def authorization(method: str, url: str, credentials: Credentials) -> str:
    """The Authorization header of a request with an empty body (RFC 5849 §3.5.1)."""
    _, headers, _ = client(credentials).sign(method, url, {}, b"")
    return str(headers["Authorization"])


def client(credentials: Credentials) -> Any:
    """Authlib's signer for these credentials."""
    signer = ClientAuth(
        credentials.client_id,
        credentials.client_secret,
        token=credentials.token,
        token_secret=credentials.token_secret,
        redirect_uri=credentials.callback,
        verifier=credentials.verifier,
    )
    signer.SIGNATURE_METHODS = {
        SIGNATURE_HMAC_SHA1: lambda auth, request: sign_hmac_sha1(auth, _exact(request))
    }
    return signer


def signed_request(method: str, url: str, headers: dict[str, str], body: str) -> Any:
    """Authlib's view of a request that came in; raise ValueError if it is not well-formed."""
    try:
        return _exact(OAuth1Request(method, url, body=body, headers=headers))
    except OAuth1Error as error:
        raise ValueError(error.error) from error


def verifies(request: Any, client_secret: str, token_secret: str) -> bool:
    """Whether a `signed_request` carries the HMAC-SHA1 signature these secrets make (RFC 5849 §3.2)."""
    if request.signature_method != SIGNATURE_HMAC_SHA1 or not request.signature:
        return False
    request.client = request.credential = _Secrets(client_secret, token_secret)
    return bool(verify_hmac_sha1(request))


@dataclass(frozen=True, slots=True, repr=False)
class _Secrets:
    """The two secrets as Authlib's server side asks for them."""

    client: str
    token: str

    def get_client_secret(self) -> str:
        """The consumer's."""
        return self.client

    def get_oauth_token_secret(self) -> str:
        """The token's, empty before there is one."""
        return self.token


def _exact(request: Any) -> Any:
    """The request with its parameters prepared for what Authlib does to them."""
    # Authlib unescapes every oauth_* value once more while it builds the base string.
    request.params = [
        (name, escape(value) if name.startswith("oauth_") else value) for name, value in request.params
    ]
    return request
