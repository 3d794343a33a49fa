"""Answer the request that every browser makes for the picture of a site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gateway.http.files import send_file
from gateway.http.request import Request
from gateway.http.response import READ, Response
from gateway.middleware.chain import Handler

PATH = "/favicon.ico"


@dataclass(frozen=True, slots=True, kw_only=True)
class Favicon:
    """Answer /favicon.ico with a file, before any route; it may be cached for `max_age` seconds.

    The file may be of any kind that browsers draw: its own name tells the type. Any stack that a route uses
    will do, since the path is answered even where no route takes it. A file that is gone answers 404.
    """

    file: Path
    max_age: float = 86_400

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The file, or the answer of what is inside for any other path."""
        if request.path != PATH or request.method not in READ:
            return call_next(request)
        return send_file(request, self.file, max_age=self.max_age, etag="strong")
