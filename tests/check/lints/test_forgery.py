from __future__ import annotations

import pytest

from gateway.check.lints.forgery import forgeable
from gateway.check.written import written

TOP = """\
session: {}
stacks:
  web: [request_id, session, csrf]
  open: [session]
  own: [session, "shop:CheckCsrf"]
"""


def lint(config):
    return forgeable(written(config, {}))


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (
            "{path: /a, methods: [POST], stack: open, handler: 'a:b'}",
            '8:24 POST /a | stack "open" has no csrf',
        ),
        (
            "{path: /a, methods: [GET, PUT], stack: [session], handler: 'a:b'}",
            "8:29 PUT /a | its stack has no csrf",
        ),
        (
            "{regex: ^/a, methods: [ANY], stack: open, handler: 'a:b'}",
            '8:26 ANY regex ^/a | stack "open" has no csrf',
        ),
        (
            "{path: /a, methods: [PATCH], stack: open, view: a, data: 'a:b'}",
            '8:24 PATCH /a | stack "open" has no csrf',
        ),
        (
            "{path: /a, methods: [DELETE], stack: web, without: [csrf], handler: 'a:b'}",
            "8:55 DELETE /a | csrf is left out",
        ),
        ("{path: /a, methods: [POST], stack: [open, web], without: [x:y], handler: 'a:b'}", ""),
        ("{path: /a, methods: [POST], stack: web, handler: 'a:b'}", ""),
        ("{path: /a, methods: [POST], stack: own, handler: 'a:b'}", ""),
        ("{path: /a, methods: [POST], stack: [request_id], handler: 'a:b'}", ""),
        ("{path: /a, methods: [POST], stack: [{basic_auth: {users: {a: b}}}], handler: 'a:b'}", ""),
        ("{path: /a, methods: [POST], stack: open, handler: 'a:b', body: {parser: json, verify: 'a:c'}}", ""),
        ("{path: /a, methods: [POST], stack: open, view: a}", ""),
        ("{path: /a, methods: [POST], stack: open, respond: {text: x}}", ""),
        ("{path: /a, stack: open, handler: 'a:b'}", ""),
        ("{path: /a, stack: open, redirect: /b}", ""),
        ("{path: /a, stack: open, mount: {wsgi: 'a:b'}}", ""),
    ],
)
def test_route_that_changes_something_needs_csrf(told, route, expected):
    said = [
        one.replace(" warning[GW032]:", "").replace(" changes state with a session cookie, but", " |")
        for one in told(lint, f"{TOP}routes:\n- {route}\n")
    ]

    assert said == ([expected] if expected else [])


def test_stack_of_a_group_and_the_default_one_count(told):
    text = f"""{TOP}settings: {{default_stack: open}}
routes:
- {{path: /a, methods: [POST], handler: 'a:b'}}
- {{prefix: /b, stack: web, routes: [{{path: /c, methods: [POST], handler: 'a:b'}}]}}
- prefix: /d
  stack: open
  without: [csrf]
  routes: [{{path: /e, methods: [POST], stack: web, handler: 'a:b'}}]
"""

    assert [one.partition(" changes")[0] for one in told(lint, text)] == [
        "9:24 warning[GW032]: POST /a",
        "14:33 warning[GW032]: POST /d/e",
    ]


def test_one_stack_is_told_of_once(told):
    route = "- {path: /a, methods: [POST], stack: open, handler: 'a:b'}\n"

    assert [told(lint, f"{TOP}routes:\n{route * count}")[0].partition(" changes")[0] for count in (2, 3)] == [
        "8:24 warning[GW032]: POST /a (and 1 more route)",
        "8:24 warning[GW032]: POST /a (and 2 more routes)",
    ]


def test_route_of_a_mounted_file_has_the_layers_around_it(told):
    inner = "version: 1\nroutes: [{path: /b, methods: [POST], handler: 'a:b'}]\n"
    mounts = """routes:
- {path: /safe, stack: web, mount: {config: inner.yaml}}
- {path: /open, stack: open, mount: {config: inner.yaml}}
"""

    assert told(lint, TOP + mounts, {"inner.yaml": inner}) == [
        "2:31 warning[GW032]: POST /open/b changes state with a session cookie, but its stack has no csrf"
    ]
