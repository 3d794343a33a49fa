"""Exchanges with servers that behave, and with servers that do not."""

from __future__ import annotations

import socket
import ssl
import time
from traceback import format_exception

import pytest

from gateway.errors import UpstreamError
from gateway.login.pool import Pool
from gateway.login.transport import PORTS, is_safe
from tests.login.servers import answering, over_tls, request_of, whole

TIMEOUT = 0.4


@pytest.fixture
def transport():
    return Pool().connect(None, TIMEOUT)


def drip(connection, head):
    request_of(connection)
    connection.sendall(head)
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def test_an_answer_comes_with_status_headers_and_body(listen, transport):
    server = listen(answering(whole(b"hello", "404 Not Found", X_Test="yes")))
    reply = transport.send("GET", server.base + "/a?b=c", {})

    assert (reply.status, reply.headers["x-test"], reply.body) == (404, "yes", b"hello")


def test_a_post_with_an_empty_body_says_so(listen, transport):
    heads = []

    def behave(connection):
        heads.append(request_of(connection))
        connection.sendall(whole(b""))

    transport.send("POST", listen(behave).base, {"Authorization": "OAuth x"})

    assert heads[0].startswith(b"POST / HTTP/1.1\r\n")
    assert b"Content-Length: 0\r\n" in heads[0]
    assert b"Authorization: OAuth x\r\n" in heads[0]


@pytest.mark.case(75)
@pytest.mark.parametrize(
    "behave",
    [
        lambda connection: time.sleep(5),
        lambda connection: drip(connection, b"HTTP/1.1 200 OK\r\nX-Drip: "),
        lambda connection: drip(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"),
        lambda connection: drip(connection, b"HTTP/1.1 200 OK\r\n\r\n"),
        lambda connection: [connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n") for _ in iter(int, 1)],
    ],
    ids=["hang", "drip-headers", "drip-body", "drip-without-end", "continue-for-ever"],
)
def test_the_deadline_holds_against_a_slow_server(listen, transport, behave):
    """Section 1.2, trap 8."""
    server, start = listen(behave), time.monotonic()
    with pytest.raises(UpstreamError, match=r"longer than 0\.4 s") as caught:
        transport.send("GET", server.base, {})

    assert caught.value.status == 504
    assert time.monotonic() - start < 2 * TIMEOUT


def test_the_deadline_is_one_for_all_exchanges(listen, transport):
    server = listen(answering(*[whole(b"x")] * 9))
    transport.send("GET", server.base, {})
    time.sleep(TIMEOUT)

    with pytest.raises(UpstreamError, match="longer than"):
        transport.send("GET", server.base, {})


@pytest.mark.case(55)
def test_redirects_are_answers(listen, transport):
    """Section 1.2, trap 9."""
    server = listen(answering(whole(b"", "302 Found", Location="http://127.0.0.1:9/")))
    reply = transport.send("POST", server.base, {})

    assert (reply.status, server.connections) == (302, 1)


@pytest.mark.case(75)
@pytest.mark.parametrize("head", [b"Content-Length: 52428800\r\n", b""])
def test_a_huge_answer_is_cut(listen, transport, head):

    def behave(connection):
        request_of(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
        for _ in range(800):
            connection.sendall(bytes(65536))

    with pytest.raises(UpstreamError, match="more than 256 KiB") as caught:
        transport.send("GET", listen(behave).base, {})

    assert caught.value.status == 502


@pytest.mark.case(74, 78)
@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\noauth_token=x",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        b"secret-of-the-provider\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"",
    ],
    ids=["cut", "cut-chunk", "no-http", "many-headers", "nothing"],
)
def test_a_broken_answer_is_an_upstream_error_that_quotes_nothing(listen, transport, answer):
    with pytest.raises(UpstreamError) as caught:
        transport.send("GET", listen(answering(answer)).base + "/?key=hush", {"Authorization": "hush"})

    assert caught.value.status == 502
    assert "secret-of-the-provider" not in "".join(format_exception(caught.value))
    assert "hush" not in str(caught.value)


@pytest.mark.case(74)
def test_a_closed_port_is_an_upstream_error(listen, transport):
    server = listen(answering())
    server.close()
    with pytest.raises(UpstreamError, match="could not be asked: ConnectionRefusedError") as caught:
        transport.send("GET", server.base, {})

    assert caught.value.status == 502


@pytest.mark.case(56)
@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://api.x.com/1", True),
        ("http://127.0.0.1:8000/", True),
        ("http://localhost/", True),
        ("http://[::1]:80/", True),
        ("http://api.x.com/", False),
        ("http://localhost.evil/", False),
        ("ftp://127.0.0.1/", False),
        ("https:///nothing", False),
        ("/path", False),
    ],
)
def test_only_https_and_this_machine_are_safe(url, safe):
    """Section 1.2, trap 14."""
    assert is_safe(url) is safe


@pytest.mark.case(56)
def test_plain_http_to_elsewhere_is_not_sent(transport):
    with pytest.raises(UpstreamError, match="must be https"):
        transport.send("GET", "http://api.x.com/", {})


def test_a_connection_is_used_again(listen, transport):
    server = listen(answering(whole(b"one"), whole(b"two")))
    bodies = [transport.send("GET", server.base, {}).body for _ in range(2)]

    assert (bodies, server.connections) == ([b"one", b"two"], 1)


def test_a_connection_the_server_closed_meanwhile_is_not_used(listen, transport):
    server = listen(answering(whole(b"one")))
    bodies = []
    for _ in range(2):
        bodies.append(transport.send("POST", server.base, {}).body)
        time.sleep(0.05)

    assert (bodies, server.connections) == ([b"one", b"one"], 2)


def hang_up_on(asked):
    """What answers one request and hangs up when the second one is there; notes both."""

    def behave(connection):
        asked.append(request_of(connection))
        connection.sendall(whole(b"one"))
        if len(asked) == 1:
            asked.append(request_of(connection))
        connection.shutdown(socket.SHUT_RDWR)

    return behave


def test_a_get_whose_connection_is_closed_that_moment_is_sent_again(listen, transport):
    """RFC 9112 section 9.3.1."""
    asked = []
    server = listen(hang_up_on(asked))
    bodies = [transport.send("GET", server.base, {}).body for _ in range(2)]

    assert (bodies, server.connections, len(asked)) == ([b"one", b"one"], 2, 3)


def test_a_post_is_never_sent_twice(listen, transport):
    asked = []
    server = listen(hang_up_on(asked))
    transport.send("POST", server.base, {})

    with pytest.raises(UpstreamError, match="could not be asked: RemoteDisconnected"):
        transport.send("POST", server.base, {})
    assert (server.connections, len(asked)) == (1, 2)


def test_an_answer_that_ends_its_connection_is_the_last_on_it(listen, transport):
    server = listen(answering(whole(b"1", Connection="close"), whole(b"2")))
    bodies = [transport.send("GET", server.base, {}).body for _ in range(2)]

    assert (bodies, server.connections) == ([b"1", b"1"], 2)


def test_a_connection_is_not_used_after_an_answer_that_was_cut(listen, transport):
    server = listen(answering(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", whole(b"2")))
    for _ in range(2):
        with pytest.raises(UpstreamError, match="could not be asked"):
            transport.send("GET", server.base, {})

    assert server.connections == 2


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_host_does_not_name_the_schemes_own_port(listen, certificate, monkeypatch, scheme):
    """RFC 9110 section 7.2."""
    heads = []

    def behave(connection):
        heads.append(request_of(connection))
        connection.sendall(whole(b""))

    server = listen(over_tls(certificate, behave) if scheme == "https" else behave)
    port = server.listener.getsockname()[1]
    monkeypatch.setitem(PORTS, scheme, port)
    transport = Pool(ssl.create_default_context(cafile=certificate)).connect(None, 5)
    transport.send("GET", f"{scheme}://127.0.0.1/", {})

    assert b"\r\nHost: 127.0.0.1\r\n" in heads[0]


def test_another_origin_gets_another_connection(listen, transport):
    one, two = listen(answering(whole(b"1"))), listen(answering(whole(b"2")))

    assert [transport.send("GET", server.base, {}).body for server in (one, two)] == [b"1", b"2"]


def test_https_is_spoken_to_a_trusted_server(listen, certificate):
    server = listen(over_tls(certificate, answering(whole(b"private"))))
    transport = Pool(ssl.create_default_context(cafile=certificate)).connect(None, 5)
    reply = transport.send("GET", server.base.replace("http:", "https:"), {})

    assert reply.body == b"private"


@pytest.mark.case(74)
def test_an_untrusted_certificate_is_refused(listen, certificate):
    server = listen(over_tls(certificate, answering(whole(b"private"))))
    with pytest.raises(UpstreamError, match="SSLCertVerificationError"):
        Pool().connect(None, 5).send("GET", server.base.replace("http:", "https:"), {})


@pytest.mark.case(75)
def test_a_handshake_that_hangs_ends_at_the_deadline(listen, transport):
    server = listen(lambda connection: time.sleep(5))
    with pytest.raises(UpstreamError, match="longer than"):
        transport.send("GET", server.base.replace("http:", "https:"), {})


def test_what_is_left_of_a_deadline_is_never_less_than_nothing():
    transport = Pool().connect(None, 0.05)
    before = transport.left()
    time.sleep(0.06)

    assert 0 < before <= 0.05
    assert transport.left() == 0
