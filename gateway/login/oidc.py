"""Logging in by OpenID Connect: OAuth 2.0 with a signed statement of who somebody is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any

from authlib.common.urls import add_params_to_uri

from gateway.errors import LoginError
from gateway.login import id_token, oauth2, replies
from gateway.login.claims import Claims
from gateway.login.discovery import Discovery
from gateway.login.metadata import Metadata
from gateway.login.provider import Begun, Person, Returned, Tokens
from gateway.login.token_endpoint import Client, TokenEndpoint
from gateway.login.transport import Transport

MAX_HINT = 4096
MAX_SID = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Oidc:
    """An OpenID provider (OpenID Connect Core §3.1), and who this service is to it.

    Its claims are those of the id_token, and of the userinfo endpoint if it has one and `asks_userinfo`.
    """

    client: Client
    callback: str
    discovery: Discovery
    claims: Claims
    scope: tuple[str, ...] = ("openid",)
    parameters: Mapping[str, str] = field(default_factory=dict)
    asks_userinfo: bool = True
    timeout: float = 5.0

    def begin(self, transport: Transport) -> Begun:
        """A login that the browser is sent off with; raise LoginError or UpstreamError."""
        url = self.discovery.metadata(transport).authorization_endpoint
        asked = oauth2.Authorization(url=url, scope=self.scope, parameters=self.parameters)
        return asked.begin(self.client, self.callback, nonce=secrets.token_urlsafe(24))

    def returned(self, query: Mapping[str, list[str]]) -> Returned:
        """The state, and the code unless the provider or the person said no; raise LoginError."""
        return oauth2.returned(query, self.discovery.issuer)

    def person(self, transport: Transport, secrets: tuple[str, ...], proof: Mapping[str, str]) -> Person:
        """Who came back (OpenID Connect Core §3.1.3 and §5.3); raise LoginError or UpstreamError."""
        verifier, nonce = secrets
        metadata = self.discovery.metadata(transport)
        if not metadata.is_of_many:
            oauth2.check_issuer(proof, metadata.issuer, is_required=metadata.sends_issuer)
        endpoint = TokenEndpoint(metadata.token_endpoint, self.client)
        tokens = endpoint.exchange(transport, proof["code"], self.callback, verifier, self.scope).tokens
        if not tokens.id_token:
            raise LoginError(401, "id_token_missing", "the provider sent no id_token")
        told = id_token.identity(
            tokens.id_token,
            self._keys(transport),
            metadata,
            {"client_id": self.client.client_id, "nonce": nonce, "access_token": tokens.access},
        )
        return self._person(told, self._userinfo(transport, metadata, tokens, told), tokens)

    def refreshed(self, transport: Transport, tokens: Tokens) -> Tokens:
        """Tokens for those that are about to expire (RFC 6749 §6); raise LoginError or UpstreamError."""
        metadata = self.discovery.metadata(transport)
        return TokenEndpoint(metadata.token_endpoint, self.client).refresh(transport, tokens)

    def authorization(self, method: str, url: str, tokens: Tokens) -> str:  # noqa: ARG002
        """The header of a call in a person's name (RFC 6750 §2.1)."""
        return f"Bearer {tokens.access}"

    def farewell(self, transport: Transport, id_token: str, back: str) -> str | None:
        """Where to log out at the provider (OpenID Connect RP-Initiated Logout §2); None if it has no place.

        A hint that proxies would refuse for its length is left out; the client is named in any case. Raise
        LoginError or UpstreamError.
        """
        url = self.discovery.metadata(transport).end_session_endpoint
        if url is None:
            return None
        asked = {"client_id": self.client.client_id, "post_logout_redirect_uri": back}
        if 0 < len(id_token) <= MAX_HINT:
            asked["id_token_hint"] = id_token
        return str(add_params_to_uri(url, list(asked.items())))

    def ended(self, transport: Transport, logout_token: str) -> Mapping[str, Any]:
        """The `iss`, `sub` and `sid` that a logout token ends; raise LoginError or UpstreamError."""
        metadata = self.discovery.metadata(transport)
        return id_token.ended(logout_token, self._keys(transport), metadata, client_id=self.client.client_id)

    def _keys(self, transport: Transport) -> id_token.Keys:
        """What finds the provider's keys, and looks for newer ones than those known."""
        return lambda known: self.discovery.keys(transport, known=known)

    def _userinfo(
        self, transport: Transport, metadata: Metadata, tokens: Tokens, told: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """What the userinfo endpoint adds; raise LoginError if it is about somebody else (§5.3.2)."""
        if metadata.userinfo_endpoint is None or not self.asks_userinfo:
            return {}
        found = oauth2.asked(transport, metadata.userinfo_endpoint, tokens)
        if not isinstance(found, Mapping):
            raise replies.nonsense("profile", "it is not an object")
        if not compare_digest(str(found.get("sub")).encode(), str(told["sub"]).encode()):
            raise LoginError(401, "other_subject", "userinfo is about another person than the id_token")
        return found

    def _person(self, told: Mapping[str, Any], more: Mapping[str, Any], tokens: Tokens) -> Person:
        """Who it is; what was signed is never overruled, be it who somebody is or what they may."""
        signed = {name: value for name, value in told.items() if value is not None}
        profile = self.claims.of({**more, **signed})
        if profile is None:
            raise replies.nonsense("id_token", "it does not say who logged in")
        sid = told.get("sid")
        is_short = isinstance(sid, str) and len(sid) <= MAX_SID
        return Person(profile=profile, tokens=tokens, sid=str(sid) if is_short else "")
