from __future__ import annotations

import pytest

from gateway.check.lints.trust import trusted


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("trust_proxy: true", ["2:25 warning[GW037]"]),
        ("trust_proxy: 2", []),
        ("trust_proxy: [loopback, 10.0.0.0/8]", []),
        ("method_override: {field: _method, methods: [ANY]}", ["2:56 warning[GW038]"]),
        (
            "method_override: {query: m, methods: [POST, GET, HEAD]}",
            ["2:56 warning[GW038]", "2:61 warning[GW038]"],
        ),
        ("method_override: {field: _method}", []),
        ("etag: weak", []),
    ],
)
def test_who_believes_everybody_is_told(told, settings, expected):
    assert [
        one.partition(":  ")[0].rpartition("]:")[0] + "]"
        for one in told(trusted, f"settings: {{{settings}}}\n")
    ] == expected
