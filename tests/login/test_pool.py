"""Logins that share connections, and nothing else."""

from __future__ import annotations

import ssl
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.errors import UpstreamError
from gateway.login.pool import Pool
from tests.login.servers import answering, over_tls, request_of, whole
from tests.login.site import Browser, Site, flow_to

URLS = ("request_token_url", "authenticate_url", "access_token_url")


def asked(pool, base, seconds=5):
    """The answer to one request of a login of its own."""
    return pool.connect(None, seconds).send("GET", base, {}).body


def always(body):
    def behave(connection):
        while request_of(connection):
            connection.sendall(whole(body))

    return behave


def test_one_login_uses_the_connection_of_another(listen):
    server, pool = listen(answering(whole(b"one"), whole(b"two"))), Pool()

    assert ([asked(pool, server.base) for _ in range(2)], server.connections) == ([b"one", b"two"], 1)


def test_a_connection_inside_tls_is_used_again(listen, certificate):
    """Its handshake, and whom it trusts, are those of the first."""
    server = listen(over_tls(certificate, always(b"private")))
    pool, base = Pool(ssl.create_default_context(cafile=certificate)), server.base.replace("http:", "https:")
    bodies = [asked(pool, base) for _ in range(3)]

    assert (bodies, server.connections) == ([b"private"] * 3, 1)


def test_pools_share_nothing(listen):
    server = listen(always(b"x"))
    for pool in (Pool(), Pool()):
        asked(pool, server.base)

    assert server.connections == 2


def test_a_kept_connection_gets_the_deadline_of_the_new_request(listen):
    """Neither the one it was opened with, which is over, nor a longer one."""

    def behave(connection):
        request_of(connection)
        connection.sendall(whole(b"x"))
        request_of(connection)
        connection.sendall(whole(b"y"))
        time.sleep(3)

    server, pool = listen(behave), Pool()
    asked(pool, server.base, 0.2)
    time.sleep(0.3)
    second, begin = asked(pool, server.base, 5), time.monotonic()
    with pytest.raises(UpstreamError, match=r"longer than 0\.3 s"):
        asked(pool, server.base, 0.3)

    assert (second, server.connections) == (b"y", 1)
    assert time.monotonic() - begin < 0.6


def test_a_connection_that_took_too_long_is_not_used_again(listen):
    """Its answer may still come, and would be taken for that of somebody else."""

    def behave(connection):
        while request_of(connection):
            time.sleep(0.3)
            connection.sendall(whole(b"late"))

    server, pool = listen(behave), Pool()
    with pytest.raises(UpstreamError, match="longer than"):
        asked(pool, server.base, 0.1)

    assert (asked(pool, server.base), server.connections) == (b"late", 2)


def test_threads_never_write_to_one_connection_at_once(listen):
    def echo(connection):
        while head := request_of(connection):
            time.sleep(0.005)
            connection.sendall(whole(head.split()[1]))

    server, pool = listen(echo), Pool()
    paths = [f"/{number}" for number in range(200)]
    with ThreadPoolExecutor(8) as threads:
        bodies = [*threads.map(lambda path: asked(pool, server.base + path).decode(), paths)]

    assert bodies == paths
    assert server.connections < 60


def test_people_who_log_in_one_after_another_share_a_connection(listen):
    form = b"oauth_token=rt&oauth_token_secret=hush&oauth_callback_confirmed=true"
    server = listen(always(form))
    site = Site(flow_to(dict.fromkeys(URLS, server.base)))
    statuses = [Browser(site).get("/login").status for _ in range(3)]

    assert (statuses, server.connections) == ([303] * 3, 1)
