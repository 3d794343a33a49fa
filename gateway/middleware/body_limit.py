"""Refuse bodies over a size before the handler sees them."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.http.body import packing_room, too_large
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLimit:
    """Answer 413 to a body of more than `max_size` bytes, when it is declared or while it is read.

    A declared length is judged on the way in, before the handler runs and with nothing read; a body of
    unknown length when something reads it, and then of the bytes beyond the limit only one is taken. A
    handler that reads no body is not disturbed. Of several limits a declared length must keep them all, and
    the innermost holds for what is read; a route's own `body: max_size:` takes the place of those in its
    stack.
    """

    max_size: int = 1_048_576

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """Pass the limit on with the request; raise RequestEntityTooLarge if it is exceeded already."""
        declared = request.environ.get("CONTENT_LENGTH") or "0"
        room = packing_room(request.environ, self.max_size)
        if declared.isdecimal() and (length := int(declared[:20])) > self.max_size + room:
            said = f"the body is {declared[:20]} bytes, at most {self.max_size} are accepted"
            raise too_large(said, self.max_size, expected=length)
        request.max_size = self.max_size
        return call_next(request)
