from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gateway.config.model import Cache, Group, Redirect, Respond, Route


def route(configured, text: str) -> Route | Group:
    return configured(f"routes: [{text}]").routes[0]


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("path: /a, respond: {}", "paths", ("/a",)),
        ("path: [/a, /b], respond: {}", "paths", ("/a", "/b")),
        ("regex: ^/a, respond: {}", "regex", "^/a"),
        ("path: /a, methods: [ANY], respond: {}", "methods", ("ANY",)),
        ("path: /a, redirect: /b", "redirect", Redirect(to="/b")),
        ("path: /a, redirect: {to: /b, status: 308}", "redirect", Redirect(to="/b", status=308)),
        ("path: /a, respond: {json: null}", "respond", Respond(json=None, has_json=True)),
        ("path: /a, respond: {json: [{a: 1}]}", "respond", Respond(json=[{"a": 1}], has_json=True)),
        ("path: /a, respond: {status: 404, html: x}", "respond", Respond(status=404, html="x")),
        ("path: /a, respond: {}, cache: none", "cache", Cache()),
        (
            "path: /a, respond: {}, cache: {max_age: 1d, immutable: true}",
            "cache",
            Cache(max_age=86400, immutable=True),
        ),
        ("path: /a, respond: {}, without: [a]", "without", ("a",)),
        ("path: /a, respond: {}, headers: {X-A: b}", "headers", {"X-A": "b"}),
        ("path: /a, respond: {}, stack: []", "stack", ()),
        ("path: /a, respond: {}", "stack", None),
        ("path: /a, handler: 'a:b', query: {q: {type: string}}", "query", {"q": {"type": "string"}}),
        ("path: /a, handler: 'a:b', status: 201", "status", 201),
        ("path: /a, handler: 'a:b', type: json", "type", "json"),
        ("path: /a, view: x, layout: none", "layout", "none"),
        ("path: /a, respond: {}, description: text", "description", "text"),
    ],
)
def test_route_is_what_is_written(configured, text: str, field: str, expected: Any) -> None:
    assert getattr(route(configured, f"{{{text}}}"), field) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("public", {"root": ["public"], "index": ("index.html",)}),
        ("{root: [a, b]}", {"root": ["a", "b"]}),
        ("{root: a, index: x.htm}", {"root": ["a"], "index": ("x.htm",)}),
        ("{root: a, index: []}", {"root": ["a"], "index": ()}),
        ("{root: a, extensions: [html]}", {"root": ["a"], "extensions": ("html",)}),
        (
            "{root: a, fallthrough: true, redirect: false}",
            {"root": ["a"], "fallthrough": True, "redirect": False},
        ),
        ("{root: a, dotfiles: deny}", {"root": ["a"], "dotfiles": "deny"}),
    ],
)
def test_static_folder_is_what_is_written(
    configured, tmp_path: Path, text: str, expected: dict[str, Any]
) -> None:
    static = route(configured, f"{{path: /a, static: {text}}}").static
    wanted = {**expected, "root": tuple(tmp_path / name for name in expected["root"])}

    assert {key: getattr(static, key) for key in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", (None, False, None, None)),
        ("{parser: form, required: true}", ("form", True, None, None)),
        ("{max_size: 1KiB}", (None, False, 1024, None)),
        ("{schema: {type: object}}", ("json", False, None, {"type": "object"})),
        ("{schema: true, parser: form}", ("form", False, None, True)),
    ],
)
def test_body_is_what_is_written(configured, text: str, expected: tuple[Any, ...]) -> None:
    body = route(configured, f"{{path: /a, handler: 'a:b', body: {text}}}").body

    assert (body.parser, body.required, body.max_size, body.schema) == expected


def test_parameters_are_kinds_or_patterns(configured) -> None:
    text = r"{path: /:a/:b/:c, respond: {}, params: {a: int, b: text, c: {pattern: '\d+'}}}"
    params = route(configured, text).params

    assert {name: (param.kind, param.pattern) for name, param in params.items()} == {
        "a": ("int", None),
        "b": ("text", None),
        "c": ("text", r"\d+"),
    }


@pytest.mark.parametrize(("prefix", "expected"), [("/a", "/a"), ("/a/", "/a"), ("/", "")])
def test_group_has_a_prefix_without_a_slash_at_the_end(configured, prefix: str, expected: str) -> None:
    assert route(configured, f"{{prefix: {prefix}, routes: []}}").prefix == expected


def test_group_holds_what_its_routes_share(configured) -> None:
    shared = "stack: web, host: a.org, errors: [{on: 404, format: json}]"
    group = route(configured, f"{{prefix: /a, {shared}, routes: [{{path: /b, respond: {{}}}}]}}")

    assert (group.host, group.stack[0].name, group.errors[0].on) == ("a.org", "web", "404")
    assert [inner.paths for inner in group.routes] == [("/b",)]


def test_stack_of_a_route_is_a_name_or_entries(configured) -> None:
    text = "{path: /, respond: {}, stack: [web, {'a:b': {c: 5}}, {request_id: {trust: true}}]}"

    assert [(use.name, use.options) for use in route(configured, text).stack] == [
        ("web", None),
        ("a:b", {"c": 5}),
        ("request_id", {"trust": True}),
    ]


def test_option_of_ones_own_layer_has_the_type_of_its_variable(configured) -> None:
    text = "env: {LIMIT: {type: integer}}\nmiddleware: {a: {'a:b': {limit: '${LIMIT}', deep: ['${LIMIT}']}}}"

    assert configured(text, LIMIT="5").middleware["a"].options == {"limit": 5, "deep": [5]}


def test_route_knows_its_place(configured) -> None:
    at = configured("routes:\n  - path: /a\n    respond: {}\n").routes[0].at

    assert (at.at[1:3], at.value_at("path")[1:3]) == ((3, 5), (3, 11))
