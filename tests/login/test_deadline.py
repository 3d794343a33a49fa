"""Names, addresses and moments."""

from __future__ import annotations

import socket
import time

import pytest

from gateway.login.deadline import Deadline, connected
from tests.login.servers import Raw


def test_a_deadline_that_passed_has_nothing_left():
    with pytest.raises(TimeoutError):
        Deadline(0).left()


@pytest.mark.case(74)
def test_a_name_that_does_not_exist_is_an_os_error(monkeypatch):

    def fail(*args, **more):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(socket.gaierror):
        connected("nowhere.invalid", 80, Deadline(1))


@pytest.mark.case(75)
def test_a_resolver_that_hangs_ends_at_the_deadline(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: time.sleep(1))
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        connected("slow.invalid", 80, Deadline(0.1))

    assert time.monotonic() - start < 0.5


def test_the_second_address_is_tried_when_the_first_refuses(monkeypatch):
    server = Raw(lambda connection: connection.sendall(b"!"))
    port = server.listener.getsockname()[1]
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 1)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)
    reached = connected("two.invalid", port, Deadline(1))
    said = reached.recv(1)
    reached.close()
    server.close()

    assert said == b"!"


def test_a_form_does_not_wait_until_its_head_has_arrived():
    """Algorithm of Nagle (RFC 896): 40 ms in each login, over a connection that is kept."""
    server = Raw(lambda connection: None)
    reached = connected("127.0.0.1", server.listener.getsockname()[1], Deadline(1))
    waits_for_nothing = reached.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    reached.close()
    server.close()

    assert waits_for_nothing


def test_a_name_without_an_address_is_an_os_error(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: [])
    with pytest.raises(OSError, match="no address"):
        connected("empty.invalid", 80, Deadline(1))
