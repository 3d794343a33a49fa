"""Other WSGI applications asked for their answer (PEP 3333)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gateway.http.fields import Fields
from gateway.http.response import Owned, Response
from gateway.http.stream import Stream

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment


class Started:
    """What an application tells the server before its body: status, headers, and what it writes at once."""

    __slots__ = ("headers", "status", "written")

    def __init__(self) -> None:
        """Know nothing yet."""
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self.written: list[bytes] = []

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        """Keep status and headers, the last if there are several; what writes is the old way to send."""
        del exc_info  # nothing has been sent, so that an error may still replace the headers
        self.status, self.headers = int(status[:3]), headers
        return self.written.append


def answered(application: WSGIApplication, environ: WSGIEnvironment) -> Response:
    """The answer of an application, its body as it comes; raise RuntimeError if it does not begin one.

    The first chunk is asked for now where the application waits for that before it tells its status.
    """
    started = Started()
    body: Any = application(environ, started)
    if not started.status or started.written:
        body = Stream.begun(body, before=started.written)
    if not started.status:
        body.close()
        raise RuntimeError(f"the WSGI application {application!r} did not call start_response")
    response = Owned(body, started.status)
    response.headers = Fields.as_sent(started.headers)
    return response
