"""Logging out at the provider as well, to which the browser goes and from which it comes back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from gateway.errors import LoginError, UpstreamError
from gateway.http.request import Request
from gateway.login.breaker import Guarded
from gateway.login.oidc import Oidc

_log = logging.getLogger("gateway.login")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Finds where a browser logs out at a provider (OpenID Connect RP-Initiated Logout §2).

    `public_url` is where it comes back to; `asking(request)` is the way to the provider.
    """

    login: str
    provider: Oidc
    public_url: str
    asking: Callable[[Request], Guarded]

    def __call__(self, request: Request, id_token: str, back: str) -> str | None:
        """The address, from which one comes to the path `back`; None if there is none, or nobody to ask."""
        try:
            with self.asking(request) as transport:
                return self.provider.farewell(transport, id_token, urljoin(self.public_url, back))
        except (LoginError, UpstreamError) as error:
            _log.warning("login %s: logged out here, but not at the provider: %s", self.login, error)
            return None
