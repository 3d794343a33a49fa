"""Logging out at the sandbox, which remembers nobody: it sends the browser on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login.pages import away
from gateway.login.sandbox import page
from gateway.login.sandbox.fields import of_either
from gateway.login.sandbox.places import is_local, issuer, joined


@dataclass(frozen=True, slots=True)
class Logout:
    """Checks what a client says of a logout; `id_tokens` loads what reads its hint."""

    client_id: str
    id_tokens: Callable[[], Any]

    def endpoint(self, request: Request) -> Response:
        """Back to the client, or a page if it names no address (OpenID Connect RP-Initiated Logout 1.0)."""
        fields = of_either(request)
        client_id, hint = fields.get("client_id"), fields.get("id_token_hint")
        if hint is not None and not self._is_ours(hint, issuer(request)):
            return page.refused("id_token_hint is no ID Token of this sandbox.")
        if client_id not in {None, self.client_id}:
            return page.refused(f"client_id must be {self.client_id}.")
        back = fields.get("post_logout_redirect_uri")
        if back is None:
            return page.logged_out()
        if client_id is None and hint is None:
            return page.refused("post_logout_redirect_uri needs client_id or id_token_hint beside it.")
        if not is_local(back):
            return page.refused("post_logout_redirect_uri must be an address of this machine.")
        return away(joined(back, state=fields.get("state")))

    def _is_ours(self, hint: str, own: str) -> bool:
        """Whether an ID Token, which may be old, was issued here to the client (§2)."""
        claims = self.id_tokens().read(hint)
        return claims is not None and (claims.get("iss"), claims.get("aud")) == (own, self.client_id)
