from __future__ import annotations

import pytest

from gateway.check.idle import idle_problems
from gateway.config.reader import parse

AGAIN = "this route is that of line 2 again, and answers nothing else"


def told(text):
    found = idle_problems(parse(text, "a.yaml"))
    return [(problem.position.line, problem.rule, problem.message) for problem in found]


@pytest.mark.parametrize(
    "route",
    [
        "{path: /a, when: {header: {X-A: b}}, handler: 'a:b'}",
        "{path: /a, name: a, handler: 'a:b'}",
        "{path: /a, mount: {config: b.yaml}}",
    ],
)
def test_route_that_is_written_twice_is_told(route):
    again = route.replace("name: a", "name: b")

    assert told(f"routes:\n- {route}\n- {again}\n") == [(3, "GW058", AGAIN)]
    assert told(f"routes: [{{prefix: /g, routes: [\n{route},\n{again}]}}]\n") == [(3, "GW058", AGAIN)]


def test_route_that_differs_is_not_told():
    assert told("routes:\n- {path: /a, handler: 'a:b'}\n- {path: /a, handler: 'a:c'}\n") == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("params: {id: int}\nroutes: [{path: /a, handler: 'a:b'}]", 1),
        ("routes:\n- prefix: /b\n  params: {id: int}\n  routes: [{path: '/:idea', handler: 'a:b'}]", 3),
    ],
)
def test_parameter_of_no_path_is_told(text, line):
    assert told(text) == [(line, "GW052", 'no path here has ":id"')]


@pytest.mark.parametrize(
    "path",
    ["path: '/:id'", "path: ['/a', '/*id']", "regex: '^/(?P<id>a)$'", "prefix: '/:id', routes: []"],
)
def test_parameter_of_some_path_is_not_told(path):
    assert told(f"params: {{id: int}}\nroutes: [{{prefix: /b, routes: [{{{path}}}]}}]") == []
    assert told("params: {id: int}") == []


@pytest.mark.parametrize("redirect", ["/a", "{to: /a, status: 308}"])
def test_redirect_to_itself_on_some_host_is_told(redirect):
    text = f"routes: [{{path: /a, host: a.example.org, redirect: {redirect}}}]"

    assert told(text) == [(1, "GW057", "/a redirects to itself")]


@pytest.mark.parametrize(
    "route",
    [
        "{path: /a, host: a.example.org, redirect: /b}",
        "{path: /a, host: a.example.org, methods: [POST], redirect: /a}",
        "{path: /a, host: a.example.org, handler: 'a:b'}",
    ],
)
def test_redirect_to_elsewhere_is_not_told(route):
    assert told(f"routes: [{route}]") == []
