"""What a person agreed to in OAuth 2.0, and the codes and tokens that stand for it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from secrets import token_urlsafe

from gateway.login.sandbox.ledger import Ledger
from gateway.login.seal import Seal

CODE, ACCESS, REFRESH = "code", "access_token", "refresh_token"
LIFETIMES = {CODE: 60, ACCESS: 3600, REFRESH: 30 * 86400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A client's request for a person's agreement that was found right (RFC 6749 §4.1.1, RFC 7636 §4.3)."""

    at: float
    redirect_uri: str
    scope: str
    challenge: str
    state: str | None
    nonce: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What somebody agreed to, and when; `id` names the login that all of its tokens belong to."""

    id: str
    handle: str
    agreed: int
    asked: Asked

    def has(self, *values: str) -> bool:
        """Whether one of these values is in the scope."""
        return not set(values).isdisjoint(self.asked.scope.split())

    def has_all(self, scope: str) -> bool:
        """Whether the scope holds all of another."""
        return set(scope.split()) <= set(self.asked.scope.split())

    def narrowed(self, scope: str) -> Grant:
        """The same with another scope."""
        return replace(self, asked=replace(self.asked, scope=scope))


@dataclass(frozen=True, slots=True)
class Token:
    """A code or a token as it was issued."""

    id: str
    issued: float
    grant: Grant


@dataclass(frozen=True, slots=True)
class Grants:
    """Issues what carries all there is to know about it, so that any worker can check it.

    Kept is only what was used up. When a code or refresh token comes a second time, somebody else has it:
    the whole login ends (RFC 6749 §4.1.2, RFC 9700 §4.14.2). A code lives for a minute, an access token for
    an hour, a refresh token for thirty days.
    """

    seal: Seal
    ledger: Ledger

    def agreed(self, asked: Asked, handle: str) -> str:
        """The code that says this person agreed to this request."""
        # The state has done its work when the code goes out, and may be long.
        kept = replace(asked, state=None)
        return self.issue(
            CODE, Grant(id=token_urlsafe(16), handle=handle, agreed=int(time.time()), asked=kept)
        )

    def issue(self, kind: str, grant: Grant) -> str:
        """A new token; its text tells everything to whoever holds the seal, and nothing to others."""
        return self.seal.close(kind, Token(token_urlsafe(16), time.time(), grant))

    def known(self, kind: str, text: str) -> Token | None:
        """What was issued here as this kind, is young enough, and belongs to a login that has not ended."""
        opened = self.seal.open(kind, text)
        if opened is None:
            return None
        grant = opened["grant"]
        token = Token(opened["id"], opened["issued"], Grant(**grant | {"asked": Asked(**grant["asked"])}))
        is_over = time.time() - token.issued > LIFETIMES[kind] or self.ledger.happened(_end(token))
        return None if is_over else token

    def spend(self, kind: str, token: Token) -> bool:
        """Use a code or refresh token up; the second time it is False, and the login ends."""
        if self.ledger.first(f"{kind} {token.id}", LIFETIMES[kind]):
            return True
        self.ledger.first(_end(token), LIFETIMES[REFRESH])
        return False


def _end(token: Token) -> str:
    """The name under which the end of a login is kept."""
    return f"end of {token.grant.id}"
