"""One HTTPS exchange after another within one deadline, without redirects, proxies or surprises."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

from gateway.errors import UpstreamError
from gateway.http.request import Request
from gateway.login.deadline import Deadline, TimedSocket, connected

MAX_SIZE = 262_144
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

Connect = Callable[[Request, float], "Transport"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Reply:
    """What a server answered; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """A way to send requests; raise UpstreamError, with `status` 504 when it took too long, 502 otherwise."""

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """The answer to one request, whatever its status; redirects are answers."""

    def close(self) -> None:
        """Let go of the connection."""


def is_safe(url: str) -> bool:
    """Whether a URL may carry secrets: https, or http to this very machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


@cache
def _trusting() -> ssl.SSLContext:
    """The context that trusts what this machine trusts; reading its certificates takes milliseconds."""
    return ssl.create_default_context()


def over_http(_request: Request, seconds: float) -> Transport:
    """A way to servers elsewhere, good for one request's calls."""
    return HttpTransport(seconds)


class HttpTransport:
    """HTTP/1.1 over one connection at a time; all calls together have `timeout` seconds from now.

    Redirects are not followed, proxies of the environment not used, and at most 256 KiB are read. An error
    names the host and the kind of trouble: neither what was sent nor what came back.
    """

    def __init__(self, timeout: float, context: ssl.SSLContext | None = None) -> None:
        """Begin the deadline; nothing is opened yet."""
        self._deadline = Deadline(timeout)
        self._context = context
        self._connection: http.client.HTTPConnection | None = None
        self._socket: TimedSocket | None = None
        self._origin = ("", "")

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """The answer to one request, at most 256 KiB of it; raise UpstreamError."""
        if not is_safe(url):
            raise UpstreamError("a provider's address must be https")
        parts = urlsplit(url)
        try:
            return self._exchange(method, parts, headers, body)
        except TimeoutError:
            self.close()
            raise UpstreamError(
                f"{parts.hostname} took longer than {self._deadline.seconds:g} s", timed_out=True
            ) from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            self.close()
            # Not chained: what a provider sends may stand in the message of the cause.
            raise UpstreamError(f"{parts.hostname} could not be asked: {type(error).__name__}") from None

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._socket is not None:
            self._socket.hang_up()
        self._socket = self._connection = None

    def _exchange(self, method: str, parts: SplitResult, headers: Mapping[str, str], body: bytes) -> Reply:
        """One exchange, repeated once if a kept connection turns out to be closed."""
        is_reused = self._connection is not None
        try:
            return self._send(method, parts, headers, body)
        except ConnectionError:
            if not is_reused or method != "GET":
                raise
            self.close()  # the server had closed it meanwhile (RFC 9112 §9.3.1)
            return self._send(method, parts, headers, body)

    def _send(self, method: str, parts: SplitResult, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send a request and read its whole answer; raise what sockets and http.client raise."""
        connection = self._connected(parts)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            method,
            target,
            body,
            {"Accept": "application/json, */*;q=0.1", "User-Agent": "gateway", **headers},
        )
        response = connection.getresponse()
        content = response.read(MAX_SIZE + 1)
        if len(content) > MAX_SIZE or response.length:
            self.close()
            raise UpstreamError(
                f"{parts.hostname} sent more than {MAX_SIZE // 1024} KiB, or less than it announced"
            )
        reply = Reply(
            status=response.status,
            headers={name.lower(): value for name, value in response.getheaders()},
            body=content,
        )
        if response.will_close:
            self.close()
        return reply

    def _connected(self, parts: SplitResult) -> http.client.HTTPConnection:
        """The open connection to this origin, or a new one."""
        if self._connection is not None and self._origin == (parts.scheme, parts.netloc):
            return self._connection
        self.close()
        self._origin = (parts.scheme, parts.netloc)
        self._connection = self._opened(parts)
        return self._connection

    def _opened(self, parts: SplitResult) -> http.client.HTTPConnection:
        """A new connection, already made within the deadline and never by http.client itself."""
        host, context = parts.hostname or "", None
        connection = http.client.HTTPConnection(host, parts.port)
        if parts.scheme == "https":
            context = self._context or _trusting()
            connection = http.client.HTTPSConnection(host, parts.port, context=context)
        self._socket = connected(host, connection.port, self._deadline, context)
        connection.sock = self._socket
        connection.auto_open = 0
        return connection
