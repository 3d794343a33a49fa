"""Logging in by OAuth 2.0 with PKCE, at a provider that tells who somebody is by an address of its own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from gateway.errors import LoginError
from gateway.login import replies
from gateway.login.callback import handed_on, optional, single
from gateway.login.claims import Claims
from gateway.login.provider import Begun, Person, Returned, Tokens
from gateway.login.token_endpoint import Client, TokenEndpoint
from gateway.login.transport import Transport

_UNSEEN = re.compile(r"[^\x20-\x7e]")
_MAX_DESCRIPTION = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """What a person is asked to agree to; `parameters` are further ones of the authorization request."""

    url: str
    scope: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)

    def begin(self, client: Client, callback: str, nonce: str | None = None) -> Begun:
        """An authorization request with a state and a PKCE challenge (RFC 6749 §4.1.1, RFC 7636 §4.3)."""
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        url = prepare_grant_uri(
            self.url,
            client.client_id,
            "code",
            callback,
            list(self.scope),
            state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        url = add_params_to_uri(url, list(self.parameters.items()))
        kept = (verifier,) if nonce is None else (verifier, nonce)
        return Begun(url=url, key=state, secrets=kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Oauth2:
    """An OAuth 2.0 provider such as X or GitHub (RFC 6749 §4.1, RFC 7636), and who this service is to it.

    `profile_url` is asked with the access token, and its answer read as `claims` says. `issuer` is what a
    callback's `iss` must be, where the provider sends one (RFC 9207 §2.4).
    """

    client: Client
    callback: str
    authorize: Authorization
    token_url: str
    profile_url: str
    claims: Claims
    issuer: str | None = None
    timeout: float = 5.0

    def begin(self, transport: Transport) -> Begun:  # noqa: ARG002
        """A login that the browser is sent off with; the provider is not asked."""
        return self.authorize.begin(self.client, self.callback)

    def returned(self, query: Mapping[str, list[str]]) -> Returned:
        """The state, and the code unless the provider or the person said no; raise LoginError."""
        return returned(query, self.issuer)

    def person(self, transport: Transport, secrets: tuple[str, ...], proof: Mapping[str, str]) -> Person:
        """Who came back (RFC 6749 §4.1.3, then the profile); raise LoginError or UpstreamError."""
        check_issuer(proof, self.issuer)
        granted = self._endpoint().exchange(
            transport, proof["code"], self.callback, secrets[0], self.authorize.scope
        )
        tokens = granted.tokens
        found = self.claims.of(asked(transport, self.profile_url, tokens))
        if found is None:
            raise replies.nonsense("profile", "it does not say who logged in")
        return Person(profile=found, tokens=tokens)

    def refreshed(self, transport: Transport, tokens: Tokens) -> Tokens:
        """Tokens for those that are about to expire (RFC 6749 §6); raise LoginError or UpstreamError."""
        return self._endpoint().refresh(transport, tokens)

    def authorization(self, method: str, url: str, tokens: Tokens) -> str:  # noqa: ARG002
        """The header of a call in a person's name (RFC 6750 §2.1)."""
        return f"Bearer {tokens.access}"

    def _endpoint(self) -> TokenEndpoint:
        """Where codes and refresh tokens are exchanged."""
        return TokenEndpoint(self.token_url, self.client)


def returned(query: Mapping[str, list[str]], issuer: str | None) -> Returned:
    """What a callback of OAuth 2.0 says (RFC 6749 §4.1.2); raise LoginError for what is none.

    An error is believed at once, and so its `iss` is looked at here.
    """
    state, iss = single(query, "state"), optional(query, "iss")
    about = {} if iss is None else {"iss": iss}
    if "error" in query:
        check_issuer(about, issuer)
        refusal = _refusal(single(query, "error"), optional(query, "error_description") or "")
        return Returned(key=state, proof=about, refusal=refusal)
    return Returned(key=state, proof={"code": handed_on(query, "code"), **about})


def check_issuer(proof: Mapping[str, str], issuer: str | None, *, is_required: bool = False) -> None:
    """Raise LoginError if a callback is another provider's (RFC 9207 §2.4)."""
    if "iss" not in proof and not is_required:
        return
    if issuer is not None and not compare_digest(proof.get("iss", "").encode(), issuer.encode()):
        raise LoginError(400, "other_issuer", "the callback's iss is missing, or not the provider's")


def asked(transport: Transport, url: str, tokens: Tokens) -> object:
    """The JSON that an address answers to an access token (RFC 6750 §2.1); raise LoginError."""
    reply = transport.send("GET", url, {"Authorization": f"Bearer {tokens.access}"})
    if reply.status != replies.OK:
        raise replies.refusal(reply, "profile")
    return replies.json_of(reply, "profile")


def _refusal(error: str, description: str) -> LoginError:
    """What an error in a callback means; its description is for the log, cut and in one line."""
    said = _UNSEEN.sub("?", f"{error} {description}".strip())[:_MAX_DESCRIPTION]
    if error == "access_denied":
        return LoginError(403, "denied", f"the person said no: {said}")
    if error == "temporarily_unavailable":
        return replies.ProviderBusyError("rate_limited", f"authorize: {said}", 60)
    return LoginError(502, "provider_answer", f"authorize: the provider said {said}")
