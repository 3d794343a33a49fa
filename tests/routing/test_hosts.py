"""Names of hosts among others."""

from __future__ import annotations

import pytest

from gateway.routing.hosts import is_among


@pytest.mark.parametrize(
    ("hostname", "is_there"),
    [
        ("example.org", True), ("www.example.net", True), ("example.net", False), ("a.b.example.net", False),
        (".example.net", False), ("", False), ("localhost", False),
    ],
)  # fmt: skip
def test_host_is_among_names_and_what_is_below_them(hostname, is_there):
    assert is_among(hostname, {"example.org", "*.example.net"}) is is_there
