"""A deadline that holds for a whole exchange: name, connection, TLS, and every single read and write."""

from __future__ import annotations

import io
import socket
import ssl
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

Addresses = Sequence[tuple[int, int, int, str, Any]]


class Deadline:
    """A moment `seconds` from now."""

    def __init__(self, seconds: float) -> None:
        """Begin to count, by a clock that is never set."""
        self.seconds = seconds
        self._at = monotonic() + seconds

    def left(self) -> float:
        """The seconds until it; raise TimeoutError when there are none."""
        left = self._at - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class TimedSocket(io.RawIOBase):
    """What http.client needs of a socket, each call of which gets what is left until the deadline."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        """Use a connected socket, which stays open for the next deadline."""
        self._connection = connection
        self._deadline = deadline

    def readable(self) -> bool:
        """Always: it is read through `makefile`."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what comes next; raise TimeoutError at the deadline, even if bytes drip."""
        self._connection.settimeout(self._deadline.left())
        return self._connection.recv_into(buffer)

    def sendall(self, data: bytes) -> None:
        """Write everything; raise TimeoutError at the deadline."""
        self._connection.settimeout(self._deadline.left())
        self._connection.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """A buffered reader of one response, whose end leaves the socket open."""
        return io.BufferedReader(TimedSocket(self._connection, self._deadline))


def connected(
    host: str, port: int, deadline: Deadline, context: ssl.SSLContext | None = None
) -> socket.socket:
    """A socket to a host, inside TLS if there is a context; raise OSError, TimeoutError among them."""
    connection = _first_that_answers(_resolved(host, port, deadline), deadline)
    if context is None:
        return connection
    try:
        connection.settimeout(deadline.left())
        return context.wrap_socket(connection, server_hostname=host)
    except OSError:
        connection.close()
        raise


def _first_that_answers(addresses: Addresses, deadline: Deadline) -> socket.socket:
    """A connection to the first address that takes one, each given its share of what is left."""
    problem: OSError = OSError("the name has no address")
    for position, (family, kind, protocol, _, address) in enumerate(addresses):
        connection = socket.socket(family, kind, protocol)
        # A form follows its head at once, not after 40 ms, when the other side says that it has the head.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            connection.settimeout(deadline.left() / (len(addresses) - position))
            connection.connect(address)
        except OSError as error:
            connection.close()
            problem = error
        else:
            return connection
    raise problem


def _resolved(host: str, port: int, deadline: Deadline) -> Addresses:
    """The host's addresses; asked for in a thread, because a resolver knows no deadline."""
    answers: SimpleQueue[Addresses | Exception] = SimpleQueue()
    Thread(target=_resolve, args=(host, port, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _resolve(host: str, port: int, answers: SimpleQueue[Addresses | Exception]) -> None:
    """Ask the resolver, which may take as long as it likes, and hand over what it says."""
    try:
        answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:
        answers.put(error)
