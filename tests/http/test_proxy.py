from __future__ import annotations

import pytest

from gateway.http.app import App
from gateway.http.proxy import Proxied, trust

PEER = "127.0.0.1"


def proxied(setting, peer=PEER, **headers):
    """A request of a service that trusts whom the setting says; headers without X-Forwarded-."""
    app = App(url_for=str, respond=str, following=str, trusts=trust(setting))
    told = {f"HTTP_X_FORWARDED_{name.upper()}": value for name, value in headers.items()}
    return Proxied(
        {"REQUEST_METHOD": "GET", "REMOTE_ADDR": peer, "HTTP_HOST": "inner.example:8000"} | told, app
    )


@pytest.mark.parametrize(
    ("setting", "address", "trusted"),
    [
        (("loopback",), "127.8.8.8", True),
        (("loopback",), "::1", True),
        (("loopback",), "::ffff:127.0.0.1", True),
        (("loopback",), "10.0.0.1", False),
        (("linklocal",), "169.254.1.1", True),
        (("linklocal",), "fe80::1%eth0", True),
        (("uniquelocal",), "10.1.1.1", True),
        (("uniquelocal",), "172.31.0.1", True),
        (("uniquelocal",), "192.168.3.4", True),
        (("uniquelocal",), "fd00::1", True),
        (("uniquelocal",), "172.32.0.1", False),
        (("loopback", "192.0.2.7"), "192.0.2.7", True),
        (("loopback", "192.0.2.7"), "192.0.2.8", False),
        (("192.0.2.0/24",), "192.0.2.8", True),
        (("192.0.2.7/24",), "192.0.2.8", True),
        (("192.0.2.0/255.255.255.0",), "192.0.2.8", True),
        (("192.0.2.0/255.255.255.0",), "192.0.3.8", False),
        (("2001:db8::/32",), "2001:db8:1::1", True),
        (("2001:db8::/32",), "192.0.2.8", False),
        (("::ffff:192.0.2.7",), "192.0.2.7", True),
        (("::ffff:192.0.2.0/120",), "192.0.2.8", True),
        (("::ffff:192.0.2.0/120",), "192.0.3.8", False),
        (("fe80::1%eth0",), "fe80::1", True),
        (("loopback",), "nonsense", False),
        (("loopback",), "", False),
        ((), "127.0.0.1", False),
    ],
)
def test_networks_are_trusted_at_any_hop(setting, address, trusted):
    assert [trust(setting)(address, hop) for hop in (0, 9)] == [trusted, trusted]


@pytest.mark.parametrize(("setting", "hops"), [(True, 99), (2, 2), (1, 1), (0, 0), (False, 0)])
def test_a_number_of_hops_is_trusted_wherever_they_are(setting, hops):
    assert [hop for hop in range(99) if trust(setting)("anywhere", hop)] == list(range(hops))


@pytest.mark.parametrize(
    "text", ["nonsense", "0.0.0.0/0", "::/0", "10.0.0.0/33", "10.0.0.0/x", "256.0.0.1", ""]
)
def test_what_is_no_network_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        trust(("loopback", text))


@pytest.mark.parametrize(
    ("setting", "told", "route"),
    [
        (True, "203.0.113.9, 10.0.0.7", ["203.0.113.9", "10.0.0.7"]),
        (1, "203.0.113.9, 10.0.0.7", ["10.0.0.7"]),
        (2, "203.0.113.9, 10.0.0.7", ["203.0.113.9", "10.0.0.7"]),
        (9, "203.0.113.9, 10.0.0.7", ["203.0.113.9", "10.0.0.7"]),
        (("loopback",), "203.0.113.9, 10.0.0.7", ["10.0.0.7"]),
        (("loopback", "10.0.0.0/8"), "1.1.1.1, 203.0.113.9, 10.0.0.7", ["203.0.113.9", "10.0.0.7"]),
        (("10.0.0.0/8",), "203.0.113.9", []),
        (True, " ,203.0.113.9,, ", ["203.0.113.9"]),
        (
            True,
            "203.0.113.9:80, [::1]:80, [::2], fe80::1%eth0",
            ["203.0.113.9", "::1", "::2", "fe80::1%eth0"],
        ),
        (True, "203.0.113.9, unknown, 10.0.0.7", ["10.0.0.7"]),
        (True, "203.0.113.9, fe80::1%<b>", []),
        (True, "203.0.113.9, 10.0.0.7:x", []),
        (True, "203.0.113.9, [10.0.0.7", []),
        (True, "", []),
    ],
)
def test_addresses_are_believed_from_the_peer_outwards(setting, told, route):
    request = proxied(setting, **{"for": told})

    assert (request.access_route, request.remote_addr) == (route, route[0] if route else PEER)


def test_without_anybody_to_believe_the_peer_is_the_client():
    app = App(url_for=str, respond=str, following=str)
    request = Proxied({"REQUEST_METHOD": "GET", "HTTP_X_FORWARDED_FOR": "10.0.0.7"}, app)

    assert (request.remote_addr, request.access_route) == (None, [])


def test_peer_without_an_address_is_trusted_by_its_hop_only():
    assert proxied(1, "", **{"for": "10.0.0.7"}).remote_addr == "10.0.0.7"
    assert proxied(("loopback",), "", **{"for": "10.0.0.7"}).remote_addr is None


@pytest.mark.parametrize(
    ("setting", "told", "scheme"),
    [
        (True, "https", "https"),
        (True, "HTTPS", "https"),
        (True, "javascript", "http"),
        (True, "", "http"),
        (("10.0.0.0/8",), "https", "http"),
        (True, "https, http", "https"),
        (1, "https, http", "http"),
        (2, "https, http", "https"),
        (2, "x, https, http", "https"),
        (("loopback",), "https, http", "http"),
        (("loopback", "10.0.0.0/8"), "https, http", "https"),
    ],
)
def test_scheme_is_that_of_the_last_trusted_proxy(setting, told, scheme):
    request = proxied(setting, proto=told, **{"for": "203.0.113.9, 10.0.0.7"})

    assert (request.scheme, request.is_secure) == (scheme, scheme == "https")


@pytest.mark.parametrize(
    ("setting", "told", "host"),
    [
        (True, "Example.com:8080", "Example.com:8080"),
        (True, "example.com:80", "example.com:80"),
        (True, "evil.example/path", "inner.example:8000"),
        (True, "", "inner.example:8000"),
        (("10.0.0.0/8",), "example.com", "inner.example:8000"),
        (1, "evil.example, example.com", "example.com"),
        (2, "evil.example, example.com", "evil.example"),
    ],
)
def test_host_is_that_of_the_last_trusted_proxy(setting, told, host):
    request = proxied(setting, host=told)

    assert (request.host, request.hostname) == (host, host.partition(":")[0])


def test_urls_are_those_that_the_client_used():
    request = proxied(1, proto="https", host="example.com")

    assert (request.url, request.host_url) == ("https://example.com/", "https://example.com/")


def test_service_believes_the_proxies_of_its_settings(serve):
    client = serve(
        """
        settings: {trust_proxy: [loopback], hosts: [example.com]}
        routes: [{path: /, handler: "served:told"}]
        """,
        "def told(request): return [request.remote_addr, request.url]",
    )
    told = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.com"}

    known = client.get("/", headers=told, environ_base={"REMOTE_ADDR": PEER})
    unknown = client.get("/", headers=told, environ_base={"REMOTE_ADDR": "192.0.2.1"})

    assert known.json == ["203.0.113.9", "https://example.com/"]
    assert unknown.status_code == 400
