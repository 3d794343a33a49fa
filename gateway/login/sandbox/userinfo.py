"""What an OAuth 2.0 access token opens: the claims about the person who agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login.pages import unshared
from gateway.login.sandbox.grants import ACCESS, Grant, Grants
from gateway.login.sandbox.people import PEOPLE, Person
from gateway.login.sandbox.places import public_url
from gateway.login.sandbox.refusals import bearer


@dataclass(frozen=True, slots=True)
class Userinfo:
    """Answers whoever holds an access token."""

    grants: Grants

    def endpoint(self, request: Request) -> Response:
        """The claims that the scope asks for (OpenID Connect Core 1.0 §5.3, §5.4); raise Refusal."""
        grant = self._grant(request, "openid")
        person = PEOPLE[grant.handle]
        claims: dict[str, Any] = {"sub": person.id}
        if grant.has("profile"):
            claims |= _profile(person, public_url(request))
        if grant.has("email"):
            claims |= {"email": person.email, "email_verified": person.is_email_verified}
        return unshared(Response.json(claims))

    def holder(self, request: Request, needed: str) -> Person:
        """The person behind a request, if that value is in the scope; raise Refusal."""
        return PEOPLE[self._grant(request, needed).handle]

    def _grant(self, request: Request, needed: str) -> Grant:
        """What the access token in the header stands for; raise Refusal (RFC 6750 §2.1, §3.1)."""
        scheme, _, text = (request.headers.get("Authorization") or "").partition(" ")
        if scheme.lower() != "bearer":
            raise bearer(401)
        token = self.grants.known(ACCESS, text.strip())
        if token is None:
            said = "the access token is unknown, too old, or of a login that has ended"
            raise bearer(401, error="invalid_token", error_description=said)
        if not token.grant.has(needed):
            raise bearer(403, error="insufficient_scope", scope=needed)
        return token.grant


def _profile(person: Person, base: str) -> dict[str, Any]:
    """The claims of the scope `profile`; roles too, which OpenID Connect does not know."""
    claims = {
        "name": person.name,
        "preferred_username": person.handle,
        "picture": base + person.picture,
    }
    return {**claims, "roles": person.roles} if person.roles else claims
