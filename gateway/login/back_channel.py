"""Sessions that end because their person logged out at the provider, which says so itself."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.errors import LoginError, UpstreamError
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login.breaker import Guarded
from gateway.login.oidc import Oidc
from gateway.login.pages import unshared

_log = logging.getLogger("gateway.login")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackChannel:
    """Takes a provider's logout tokens (OpenID Connect Back-Channel Logout §2.5).

    It ends the session that a token names by `sid`, or all that its person has from this provider. `store`
    is where sessions are, and knows whose they are; `asking(request)` is the way to the provider.
    """

    login: str
    provider: Oidc
    store: Any
    asking: Callable[[Request], Guarded]

    def __call__(self, request: Request) -> Response:
        """200 once the sessions are ended, 400 for a token that is refused, 503 if it cannot be checked."""
        token = request.form.get("logout_token", "")
        try:
            with self.asking(request) as transport:
                told = self.provider.ended(transport, token)
        except (LoginError, UpstreamError) as error:
            return self._refused(error)
        ended = self.store.end_logins({"iss": told["iss"], "sub": told["sub"]}, sid=told.get("sid"))
        _log.info("login %s: the provider ended %d sessions", self.login, ended)
        return unshared(Response(status=200))

    def _refused(self, error: LoginError | UpstreamError) -> Response:
        """What the provider is told, with the reason in the log."""
        _log.warning("login %s: a logout by the provider failed: %s", self.login, error)
        is_its_fault = isinstance(error, LoginError) and error.reason.startswith("logout_token")
        status, code = (400, "invalid_request") if is_its_fault else (503, "temporarily_unavailable")
        return unshared(Response.json({"error": code}, status))
