"""Give each request an id, for its log lines and for the client."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from werkzeug.datastructures import Headers

from gateway.http.fields import environ_name, is_token
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Handler

_ID_BYTES = 12
_WELL_FORMED = re.compile(r"[0-9A-Za-z._~+/=:@-]{1,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestId:
    """Set `request.request_id` and echo it in `header`; `trust` takes over a well-formed id of the client.

    An id of ours is 24 hexadecimal digits. Errors are logged with it; where this layer is the outermost every
    answer of the stack carries it, whatever went wrong. A client's id is well-formed with up to 128 letters,
    digits and `._~+/=:@-`; trust it behind a proxy of yours only.
    """

    header: str = "X-Request-Id"
    trust: bool = False
    _variable: str = field(init=False, repr=False, default="")

    def __post_init__(self) -> None:
        """Check the header's name and work out how WSGI spells it; raise ValueError."""
        if not is_token(self.header):
            raise ValueError(f"request_id: {self.header!r} is not a header name")
        object.__setattr__(self, "_variable", environ_name(self.header))

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer with the request's id in its header."""
        # Drawn, not counted: workers forked from one process would count alike.
        request.request_id = (self.trust and self._sent(request)) or os.urandom(_ID_BYTES).hex()
        response = call_next(request)
        # Werkzeug's own setting: both are known to be good, and need no second check.
        Headers.set(response.headers, self.header, request.request_id)
        return response

    def _sent(self, request: Request) -> str:
        """The client's id; empty if it is not well-formed."""
        sent: str = request.environ.get(self._variable, "")
        return sent if _WELL_FORMED.fullmatch(sent) else ""
