"""The sandbox's token endpoint: codes and refresh tokens are exchanged here for tokens, once each."""

from __future__ import annotations

import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login.pages import unshared
from gateway.login.sandbox.client import Client
from gateway.login.sandbox.fields import Fields, of_form
from gateway.login.sandbox.grants import ACCESS, CODE, LIFETIMES, REFRESH, Grant, Grants, Token
from gateway.login.sandbox.people import PEOPLE
from gateway.login.sandbox.places import issuer
from gateway.login.sandbox.refusals import oauth2

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """Answers the one client; `id_tokens` loads what signs when somebody wants an ID Token."""

    client: Client
    grants: Grants
    id_tokens: Callable[[], Any]

    def endpoint(self, request: Request) -> Response:
        """Tokens for a code or a refresh token (RFC 6749 §4.1.3, §6); raise Refusal."""
        fields = of_form(request)
        self.client.check(request, fields)
        if fields.repeated:
            raise oauth2("invalid_request", f"{', '.join(fields.repeated)} may be sent once")
        match fields.get("grant_type"):
            case "authorization_code":
                return self._by_code(request, fields)
            case "refresh_token":
                return self._by_refresh_token(request, fields)
            case None:
                raise oauth2("invalid_request", "grant_type is missing")
        raise oauth2("unsupported_grant_type", "there are authorization_code and refresh_token")

    def _by_code(self, request: Request, fields: Fields) -> Response:
        """The first tokens of a login, once for each code."""
        token = self._known(CODE, fields)
        asked = token.grant.asked
        if fields.get("redirect_uri") != asked.redirect_uri:
            raise oauth2("invalid_grant", "redirect_uri is not the one the code was asked for with")
        if not _answers(fields.get("code_verifier") or "", asked.challenge):
            raise oauth2("invalid_grant", "code_verifier is not what code_challenge was made of")
        self._spend(CODE, token)
        return self._answer(request, token.grant, token.grant, asked.nonce)

    def _by_refresh_token(self, request: Request, fields: Fields) -> Response:
        """The next tokens of a login, for a part of the scope if that is what is asked for."""
        token = self._known(REFRESH, fields)
        scope = fields.get("scope") or token.grant.asked.scope
        if not token.grant.has_all(scope):
            raise oauth2("invalid_scope", f"the person agreed to {token.grant.asked.scope}")
        self._spend(REFRESH, token)
        return self._answer(request, token.grant, token.grant.narrowed(scope), None)

    def _known(self, kind: str, fields: Fields) -> Token:
        """The code or token in a field of that name; raise Refusal."""
        text = fields.get(kind)
        if text is None:
            raise oauth2("invalid_request", f"{kind} is missing")
        token = self.grants.known(kind, text)
        if token is None:
            raise oauth2("invalid_grant", f"{kind} is unknown, too old, or of a login that has ended")
        return token

    def _spend(self, kind: str, token: Token) -> None:
        """Use it up; raise Refusal the second time."""
        if not self.grants.spend(kind, token):
            raise oauth2("invalid_grant", f"{kind} was used before, so this login has ended")

    def _answer(self, request: Request, whole: Grant, now: Grant, nonce: str | None) -> Response:
        """Tokens for the scope asked for now; a refresh token keeps the whole one (RFC 6749 §5.1, §6)."""
        access = self.grants.issue(ACCESS, now)
        body = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": LIFETIMES[ACCESS],
            "scope": now.asked.scope,
        }
        if whole.has("offline_access", "offline.access"):
            body["refresh_token"] = self.grants.issue(REFRESH, whole)
        if now.has("openid"):
            body["id_token"] = self.id_tokens().sign(self._claims(request, now, access, nonce))
        return unshared(Response.json(body, headers={"Pragma": "no-cache"}))

    def _claims(self, request: Request, grant: Grant, access: str, nonce: str | None) -> dict[str, Any]:
        """What an ID Token says (OpenID Connect Core 1.0 §2, §3.1.3.6; §12.2 for one without a nonce)."""
        now = int(time.time())
        claims = {
            "iss": issuer(request),
            "sub": PEOPLE[grant.handle].id,
            "aud": self.client.client_id,
            "exp": now + LIFETIMES[ACCESS],
            "iat": now,
            "auth_time": grant.agreed,
            "at_hash": _encoded(sha256(access.encode()).digest()[:16]),
            "sid": grant.id,
        }
        return claims if nonce is None else {**claims, "nonce": nonce}


def _answers(verifier: str, challenge: str) -> bool:
    """Whether a verifier is the one a challenge was made of (RFC 7636 §4.6)."""
    made = _encoded(sha256(verifier.encode()).digest())
    return _VERIFIER.fullmatch(verifier) is not None and compare_digest(made, challenge)


def _encoded(digest: bytes) -> str:
    """Base64url without padding (RFC 7515 §2)."""
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
