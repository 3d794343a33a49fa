from __future__ import annotations

import pytest

from gateway.check.lints.limits import unlimited_bodies

POST = "path: /, methods: [POST], handler: 'a:b'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("settings: {body: {max_size: 5GB}}\n", ["2:29"]),
        ("middleware: {a: {body_limit: {max_size: 2GiB}}}\n", ["2:41"]),
        ("stacks: {a: [{body_limit: {max_size: 2GiB}}]}\n", ["2:38"]),
        ("routes: [{path: /, respond: {}, stack: [{body_limit: {max_size: 2GiB}}]}]\n", ["2:65"]),
        (f"routes: [{{{POST}, body: [{{parser: json, max_size: 9GB}}]}}]\n", ["2:85"]),
        (f"routes: [{{prefix: /a, routes: [{{{POST}, body: {{max_size: 9GB}}}}]}}]\n", ["2:92"]),
        (f"settings: {{body: {{max_size: 1GiB}}}}\nroutes: [{{{POST}, body: {{parser: json}}}}]\n", []),
        (
            "env: {A: {}}\nsettings: {body: {max_size: '${A}'}}\nstacks: {a: [body_limit]}\n",
            [],
        ),
        ("settings: {body: {max_size: 5000GB}}\n", []),
        ("stacks: {a: [{body_limit: {}}]}\nroutes: [{path: /, respond: {}}]\n", []),
    ],
)
def test_body_above_a_gibibyte_is_told_wherever_it_is_allowed(told, text, expected):
    assert [one.partition(" warning[GW084]: ")[0] for one in told(unlimited_bodies, text)] == expected
