"""Tell how long an answer took."""

from __future__ import annotations

import time
from dataclasses import dataclass

from gateway.http.fields import is_token
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseTime:
    """Say in a header how many milliseconds what is inside took, until its headers were ready.

    The number has `digits` behind the point, and `ms` behind it unless `suffix` is off. With `server_timing`
    browsers show it among their own times, as `total` (W3C Server Timing). A header that the answer has
    already stays; `header` none leaves ours out. Put it first, so that the other layers are inside.
    """

    header: str | None = "X-Response-Time"
    digits: int = 3
    suffix: bool = True
    server_timing: bool = False

    def __post_init__(self) -> None:
        """Check the header's name; raise ValueError."""
        if self.header is not None and not is_token(self.header):
            raise ValueError(f"{self.header!r} is not a header name")

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer, with its time."""
        start = time.perf_counter()
        response = call_next(request)
        taken = f"{1000 * (time.perf_counter() - start):.{self.digits}f}"
        if self.header is not None:
            response.headers.setdefault(self.header, f"{taken}ms" if self.suffix else taken)
        if self.server_timing:
            response.headers.add("Server-Timing", f"total;dur={taken}")
        return response
