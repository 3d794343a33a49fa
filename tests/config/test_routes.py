from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gateway.config.model import Cache, Group, Redirect, Respond, Route
from gateway.http.overriding import METHODS


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
        ("path: /a, respond: {text: a, html: b}", "respond", Respond(text="a", html="b")),
        ("path: /a, redirect: back", "redirect", Redirect(to="back")),
        ("path: /a, respond: {}, etag: none", "etag", "none"),
        ("path: /a, respond: {}, host: a.org", "host", ("a.org",)),
        ("path: /a, respond: {}, host: [a.org, '*.b.org']", "host", ("a.org", "*.b.org")),
        ("path: /a, respond: {}", "host", None),
        ("path: /a, respond: {}", "when", None),
        ("path: /a, respond: {}", "mount", None),
        ("path: /a, respond: {}", "body", ()),
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
        ("{root: a}", {"root": ["a"], "ranges": True, "last_modified": True, "precompressed": True}),
        (
            "{root: a, ranges: false, last_modified: false, precompressed: false, headers: 'h:f'}",
            {
                "root": ["a"],
                "ranges": False,
                "last_modified": False,
                "precompressed": False,
                "headers": "h:f",
            },
        ),
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
        ("a.txt", {"type": None, "ranges": True, "download": None}),
        ("{path: a.txt}", {"type": None, "ranges": True, "download": None}),
        (
            "{path: a.txt, type: text, ranges: false, download: b.txt}",
            {"type": "text", "ranges": False, "download": "b.txt"},
        ),
    ],
)
def test_file_is_what_is_written(configured, tmp_path: Path, text: str, expected: dict[str, Any]) -> None:
    file = route(configured, f"{{path: /a, file: {text}}}").file

    assert file.path == tmp_path / "a.txt"
    assert {key: getattr(file, key) for key in expected} == expected


def test_mount_is_a_configuration_beside_the_file_or_an_application(configured, tmp_path: Path) -> None:
    text = "{path: /, mount: {config: blog/gateway.yaml, settings: {etag: none}}}"
    mount = route(configured, text).mount
    other = route(configured, "{path: [/a, /b], mount: {wsgi: 'a:b'}}").mount

    assert (mount.config, mount.wsgi, mount.settings) == (
        tmp_path / "blog" / "gateway.yaml",
        None,
        {"etag": "none"},
    )
    assert (other.config, other.wsgi, other.settings) == (None, "a:b", None)


@pytest.mark.parametrize("holder", ["path: /a, respond: {}", "prefix: /a, routes: []"])
def test_conditions_are_texts_or_say_whether_something_is_there(configured, holder: str) -> None:
    settings = "settings: {predicates: {an image: 'a:b'}}\n"
    conditions = "{header: {X-A: v2, X-B: true}, query: {a: '1', b: false}, predicate: an image}"
    config = configured(f"{settings}routes: [{{{holder}, when: {conditions}}}]")
    when = config.routes[0].when

    assert when.header == {"X-A": "v2", "X-B": True}
    assert when.query == {"a": "1", "b": False}
    assert when.predicate == "an image"


def test_parameters_are_kinds_or_patterns(configured) -> None:
    text = (
        r"{path: /, respond: {}, params: {a: int, b: text, c: {pattern: '\d+'}, d: {kind: int, load: 'a:b'}}}"
    )
    params = route(configured, text).params

    assert {name: (param.kind, param.pattern, param.load) for name, param in params.items()} == {
        "a": ("int", None, None),
        "b": ("text", None, None),
        "c": ("text", r"\d+", None),
        "d": ("int", None, "a:b"),
    }


@pytest.mark.parametrize(("prefix", "expected"), [("/a", "/a"), ("/a/", "/a"), ("/", "")])
def test_group_has_a_prefix_without_a_slash_at_the_end(configured, prefix: str, expected: str) -> None:
    assert route(configured, f"{{prefix: {prefix}, routes: []}}").prefix == expected


def test_group_holds_what_its_routes_share(configured) -> None:
    shared = "stack: web, host: a.org, errors: [{on: 404, format: json}]"
    group = route(configured, f"{{prefix: /a, {shared}, routes: [{{path: /b, respond: {{}}}}]}}")

    assert (group.host, group.stack[0].name, group.errors[0].on) == (("a.org",), "web", "404")
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


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_that_another_may_stand_for_may_have_a_route(configured, method):
    assert route(configured, f"{{path: /a, methods: [{method}], respond: {{}}}}").methods == (method,)
