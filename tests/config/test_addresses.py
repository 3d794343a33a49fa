from __future__ import annotations

import pytest

from gateway.config.addresses import CHECKS


def refusal(format_: str, text: str) -> str:
    """What is said against a text; nothing if it fits."""
    try:
        CHECKS[format_](text)
    except ValueError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("target", "/a?b=c#d"),
        ("target", "https://example.org/"),
        ("target", "mailto:a@example.org"),
        ("url", "https://example.org"),
        ("url", "http://127.0.0.1:8000/base"),
        ("url", "http://[::1]:8000"),
        ("address", "https://example.org/base"),
        ("host", "example.org"),
        ("host", "localhost"),
        ("host", "[::1]"),
        ("wildcard-host", "example.org"),
        ("wildcard-host", "*.example.org"),
        ("proxy", "loopback"),
        ("proxy", "linklocal"),
        ("proxy", "uniquelocal"),
        ("proxy", "10.1.2.3"),
        ("proxy", "::1"),
        ("proxy", "10.0.0.0/8"),
        ("proxy", "10.1.2.3/8"),
        ("proxy", "10.0.0.0/255.0.0.0"),
        ("proxy", "fe80::/10"),
        ("redirect-name", "home"),
        ("redirect-value", "/"),
        ("redirect-value", "https://example.org"),
        ("redirect-value", "handlers.links:comments"),
        ("redirect-value", "mailto:someone"),
        ("redirect-to", "/a"),
        ("redirect-to", "back"),
        ("redirect-to", "home"),
        ("redirect-to", "https://example.org"),
        ("own-path", "/start"),
        ("page", "/start"),
        ("page", "login.html"),
    ],
)
def test_address_that_fits_is_accepted(format_: str, text: str) -> None:
    assert refusal(format_, text) == ""


@pytest.mark.parametrize(
    ("format_", "text", "message"),
    [
        ("target", "home", "neither a path"),
        ("target", "//example.org", "write the whole URL: https://example.org"),
        ("target", "/\\example.org", "leads to another site"),
        ("target", "https://", "neither a path"),
        ("target", "http:/a", "neither a path"),
        ("target", "mailto:", "neither a path"),
        ("target", "javascript:alert(1)", "neither a path"),
        ("target", "/a\r\nSet-Cookie: x", "one line"),
        ("url", "example.org", "is not a URL"),
        ("url", "ftp://example.org", "is not a URL"),
        ("url", "https://", "is not a URL"),
        ("url", "https://user:pass@example.org", "is not a URL"),
        ("url", "https://example.org:port", "is not a URL"),
        ("url", "https://example.org/#a", "characters"),
        ("url", "https://example.org/ a", "characters"),
        ("url", "https://example.org:99999", "ort"),
        ("url", "http://[::1", "nvalid"),
        ("address", "https://example.org?a=b", "has a query"),
        ("address", "example.org", "is not a URL"),
        ("host", "https://example.org", "not a host name"),
        ("host", "a b", "not a host name"),
        ("host", "-a", "not a host name"),
        ("host", "*.example.org", "not a host name"),
        ("host", "localhost:8000", 'has a port; a host is meant at any port (write "localhost")'),
        ("host", "[::1]:8000", '(write "[::1]")'),
        ("wildcard-host", "*", '"*" is every host'),
        ("wildcard-host", "a.*.org", "stands for whole names in front"),
        ("wildcard-host", "*a.org", "stands for whole names in front"),
        ("wildcard-host", "*.a.org:80", "has a port"),
        ("proxy", "loopbak", '(did you mean "loopback"?)'),
        ("proxy", "10.0.0.256", "neither an address, a network such as 10.0.0.0/8, nor loopback"),
        ("proxy", "10.0.0.0/33", "neither an address"),
        ("proxy", "10.0.0.0/", "neither an address"),
        ("proxy", "10.0.0.0/0.255.255.255", "neither an address"),
        ("proxy", "10.0.0.0/255.0.255.0", "neither an address"),
        ("proxy", "10.0.0.1:80", "neither an address"),
        ("proxy", "0.0.0.0/0", "is everybody; write trust_proxy: true"),
        ("proxy", "::/0", "is everybody"),
        ("proxy", "0.0.0.0/0.0.0.0", "is everybody"),
        ("redirect-name", "back", "choose another name"),
        ("redirect-name", "/a", "is not a name"),
        ("redirect-value", "home", "neither a path"),
        ("redirect-value", "/a\n", "one line"),
        ("redirect-to", "a b", "neither a path"),
        ("redirect-to", "handlers.links:comments", "neither a path"),
        ("own-path", "//example.org", "not a path of this service"),
        ("own-path", "start", "not a path of this service"),
        ("page", "https://example.org", "not a path of this service"),
        ("page", "/\\example.org", "not a path of this service"),
    ],
)
def test_address_that_does_not_fit_is_explained(format_: str, text: str, message: str) -> None:
    assert message in refusal(format_, text)
