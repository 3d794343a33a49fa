"""The way to a provider that is opened once and used by many logins."""

from __future__ import annotations

import ssl

from gateway.http.request import Request
from gateway.login.idle import Idle
from gateway.login.transport import HttpTransport, Transport


class Pool:
    """Gives each login a transport with its own deadline, over connections that all of them share.

    So that most logins spare the name, the connection and TLS. There is one pool a login, in each worker
    process another.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        """Open nothing yet; `context` is whom to trust, by default whom this machine trusts."""
        self._context = context
        self._idle = Idle()

    def connect(self, _request: Request, seconds: float) -> Transport:
        """A transport good for one request's calls, which have `seconds` from now together."""
        return HttpTransport(seconds, self._idle, self._context)
