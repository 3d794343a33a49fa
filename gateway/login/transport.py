"""One HTTPS exchange after another within one deadline, without redirects, proxies or surprises."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

from gateway.errors import UpstreamError
from gateway.http.request import Request
from gateway.login.addresses import is_safe
from gateway.login.deadline import Deadline, TimedSocket, connected
from gateway.login.idle import Idle, Origin

MAX_SIZE = 262_144
PORTS = {"http": 80, "https": 443}
_CLOSED = (ConnectionError, ssl.SSLError)

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

    def left(self) -> float:
        """The seconds that are left for what comes yet, 0 if there are none."""


@cache
def _trusting() -> ssl.SSLContext:
    """The context that trusts what this machine trusts; reading its certificates takes milliseconds."""
    return ssl.create_default_context()


class HttpTransport:
    """HTTP/1.1 over connections that wait in `idle`; all calls together have `timeout` seconds from now.

    Redirects are not followed, proxies of the environment not used, and at most 256 KiB are read. An error
    names the host and the kind of trouble: neither what was sent nor what came back.
    """

    def __init__(self, timeout: float, idle: Idle, context: ssl.SSLContext | None = None) -> None:
        """Begin the deadline; nothing is opened yet."""
        self._deadline = Deadline(timeout)
        self._idle = idle
        self._context = context

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """The answer to one request, at most 256 KiB of it; raise UpstreamError."""
        if not is_safe(url):
            raise UpstreamError("a provider's address must be https")
        parts = urlsplit(url)
        try:
            return self._exchange(method, parts, headers, body)
        except TimeoutError:
            raise UpstreamError(
                f"{parts.hostname} took longer than {self._deadline.seconds:g} s", timed_out=True
            ) from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            # Not chained: what a provider sends may stand in the message of the cause.
            raise UpstreamError(f"{parts.hostname} could not be asked: {type(error).__name__}") from None

    def left(self) -> float:
        """The seconds until the deadline."""
        try:
            return self._deadline.left()
        except TimeoutError:
            return 0.0

    def _exchange(self, method: str, parts: SplitResult, headers: Mapping[str, str], body: bytes) -> Reply:
        """One exchange, a GET once more if the server closed its connection at that very moment."""
        kept = self._idle.take(_origin(parts))
        if kept is not None:
            try:
                return self._send(kept, method, parts, headers, body)
            except _CLOSED:
                if method != "GET":  # what may have been done must not be done twice (RFC 9110 §9.2.2)
                    raise
        return self._send(self._opened(parts), method, parts, headers, body)

    def _send(
        self, opened: socket.socket, method: str, parts: SplitResult, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        """Send a request and read its whole answer; the connection is then kept, or closed.

        Raise what sockets and http.client raise.
        """
        with ExitStack() as trouble:
            trouble.callback(opened.close)
            connection = http.client.HTTPConnection(*_origin(parts)[1:])
            connection.default_port = PORTS[parts.scheme]  # is not named in Host (RFC 9110 §7.2)
            connection.sock = TimedSocket(opened, self._deadline)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            usual = {"Accept": "application/json, */*;q=0.1", "User-Agent": "gateway"}
            connection.request(method, target, body, {**usual, **headers})
            response = connection.getresponse()
            reply = _read(response, parts.hostname)
            if not response.will_close:
                trouble.pop_all()
                self._idle.give(_origin(parts), opened)
            return reply

    def _opened(self, parts: SplitResult) -> socket.socket:
        """A new connection, inside TLS unless the scheme is http."""
        scheme, host, port = _origin(parts)
        context = None if scheme == "http" else self._context or _trusting()
        return connected(host, port, self._deadline, context)


def _origin(parts: SplitResult) -> Origin:
    """Scheme, host and port of a URL; raise ValueError for a port that is none."""
    return parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme]


def _read(response: http.client.HTTPResponse, host: str | None) -> Reply:
    """A whole answer; raise UpstreamError for one that is too long or was cut."""
    content = response.read(MAX_SIZE + 1)
    if len(content) > MAX_SIZE or response.length:
        raise UpstreamError(f"{host} sent more than {MAX_SIZE // 1024} KiB, or less than it announced")
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Reply(status=response.status, headers=headers, body=content)
