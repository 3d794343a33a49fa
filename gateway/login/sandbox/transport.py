"""The way to the sandbox within this process, so that a single worker never waits for itself."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from gateway.errors import UpstreamError
from gateway.http.app import App
from gateway.http.request import Request
from gateway.login.addresses import LOOPBACK
from gateway.login.transport import Reply


class InProcess:
    """Answers requests with the application itself, as one that came from this machine."""

    def __init__(self, request: Request, timeout: float) -> None:
        """Take the application of the request under way; nothing is slow enough for the timeout to count."""
        self._app: App = request.app
        self._timeout = timeout

    def left(self) -> float:
        """All the time there was: none goes by."""
        return self._timeout

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """The application's answer; raise UpstreamError for an address of another machine."""
        if urlsplit(url).hostname not in LOOPBACK:
            raise UpstreamError(
                "the sandbox works on this machine only: public_url must be a loopback address"
            )
        response = self._app.respond(Request(_environ(method, url, headers, body), self._app))
        content = response.body if isinstance(response.body, bytes) else b"".join(response.body)
        return Reply(
            status=response.status,
            headers={name.lower(): value for name, value in response.headers},
            body=content,
        )


def _environ(method: str, url: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """The WSGI environment of a request (PEP 3333)."""
    parts = urlsplit(url)
    fields = {name.upper().replace("-", "_"): value for name, value in headers.items()}
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "RAW_URI": parts.path + (f"?{parts.query}" if parts.query else ""),
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": parts.netloc,
        "CONTENT_TYPE": fields.pop("CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": parts.scheme,
        **{f"HTTP_{name}": value for name, value in fields.items()},
    }
