from __future__ import annotations

import pytest


def one(refused, route: str) -> str:
    (said,) = refused(f"routes:\n  - {route}")
    return said


@pytest.mark.parametrize(
    "route",
    [
        "{path: /, handler: 'a:b', methods: [ANY], query: {}, body: {}, type: json, layout: none}",
        "{path: /, view: a.html, data: 'a:b', layout: b.html, status: 404, cache: none}",
        "{path: '/{:a}', handler: 'a:b', params: {a: {pattern: x+}}}",
        "{path: [/a, /b], static: public, cache: {max_age: 1h}}",
        "{regex: ^/a, file: a.txt}",
        "{path: /, redirect: /a, host: example.org, headers: {X-A: b}}",
        "{path: /, respond: {}}",
        "{path: /, respond: {text: a, html: b, json: 1}}",
        "{path: [/a, /b], mount: {wsgi: 'a:b'}, methods: [GET], host: a.org, name: a, stack: []}",
        "{path: /, mount: {config: a.yaml, settings: {etag: none}}, when: {query: {a: true}}, errors: []}",
        "{path: /, handler: 'a:b', etag: strong, methods: [GET, POST]}",
        "{path: /, handler: 'a:b', etag: 'c:d', methods: [ANY]}",
        "{path: /, respond: {json: null}, stack: [], without: [csrf], name: a, description: b, errors: []}",
        "{prefix: /a, routes: [], stack: web, without: [a], params: {}, host: a, headers: {}, errors: []}",
        "{path: '/a\\*', static: public}",
    ],
)
def test_keys_that_go_together_are_accepted(configured, route: str) -> None:
    assert len(configured(f"routes:\n  - {route}").routes) == 1


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ("{path: /}", "given: none"),
        ("{path: /, view: a, handler: 'a:b'}", "given: handler and view"),
        ("{prefix: /a, routes: [], redirect: /}", "given: redirect and routes"),
    ],
)
def test_route_has_exactly_one_kind_of_answer(refused, route: str, said: str) -> None:
    found = one(refused, route)

    assert found.startswith("3 GW051 a route needs exactly one of handler, view, static")
    assert found.endswith(said)


def test_unset_answer_names_its_variable(configured, refused) -> None:
    text = "env: {A: {optional: true}}\nroutes: [{path: /, handler: '${A}'}]"

    assert "given: none" in refused(text)[0]


@pytest.mark.parametrize("route", ["{path: /, handlr: 'a:b'}", "{path: /, proxy: {}}"])
def test_misspelt_or_reserved_answer_is_told_once(refused, route: str) -> None:
    assert "GW051" not in one(refused, route)


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ("{respond: {}}", '3 GW052 a route needs "path" (or "regex")'),
        ("{path: /, regex: a, respond: {}}", "3 GW052 a route has a path or a regex, not both"),
        ("{prefix: /, respond: {}}", '3 GW052 "prefix" goes with routes; a single route has a path'),
        ("{routes: []}", '3 GW052 a group needs "prefix"'),
        ("{path: /, routes: []}", "3 GW051 the path of a group is written prefix"),
        ("{prefix: /, routes: [], name: a}", '3 GW051 a group takes no "name"; write it in its routes'),
        ("{regex: a, static: b}", "3 GW052 static needs a path: it answers everything below it"),
        (
            "{path: [/a, '/*b'], static: b}",
            "3 GW052 static answers everything below its path; the path has no wildcard",
        ),
        ("{path: /, static: a, data: 'a:b'}", '3 GW051 "data" goes with view, not with static'),
        ("{path: /, view: a, body: {}}", '3 GW051 "body" goes with handler, not with view'),
        (
            "{path: /, redirect: /a, status: 201}",
            '3 GW051 "status" goes with handler or view, not with redirect',
        ),
        ("{regex: a, mount: {wsgi: 'a:b'}}", "3 GW052 mount needs a path: it answers everything below it"),
        (
            "{path: '/a{/*b}', mount: {config: b.yaml}}",
            "3 GW052 mount answers everything below its path; the path has no wildcard",
        ),
        ("{path: /, mount: {}}", "3 GW051 a mount needs exactly one of config and wsgi; given: none"),
        (
            "{path: /, mount: {config: a.yaml, wsgi: 'a:b'}}",
            "3 GW051 a mount needs exactly one of config and wsgi; given: config and wsgi",
        ),
        (
            "{path: /, mount: {wsgi: 'a:b', settings: {}}}",
            "3 GW051 settings are for a mounted configuration; a WSGI application has its own",
        ),
        (
            "{path: /, mount: {wsgi: 'a:b'}, cache: none}",
            '3 GW051 "cache" goes with static, file, view, respond, redirect or handler, not with mount',
        ),
        (
            "{path: /, redirect: /a, etag: none}",
            '3 GW051 "etag" goes with static, file, view, respond or handler, not with redirect',
        ),
        ("{path: /, static: a, methods: [PUT, POST]}", "3 GW055 files of a folder answer GET and HEAD only"),
        (
            "{path: /, mount: {config: a.yaml, settings: {hosts: [a.org]}}}",
            "3 GW051 the Host is compared once, with the hosts of the outermost service",
        ),
        ("{path: /, respond: {}, methods: [ANY, GET]}", "3 GW055 ANY is every method and stands alone"),
        (
            "{path: /, respond: {}, errors: [{on: 404}]}",
            "3 GW053 an error rule needs exactly one of view, handler or format; given: none",
        ),
        ("{prefix: /, routes: [{respond: {}}]}", '3 GW052 a route needs "path" (or "regex")'),
    ],
)
def test_keys_that_do_not_go_together_are_explained(refused, route: str, said: str) -> None:
    assert one(refused, route) == said


@pytest.mark.parametrize("path", ["5", "[5]", "{a: b}"])
def test_wrong_path_of_a_folder_is_told_once(refused, path: str) -> None:
    assert "GW014" in one(refused, f"{{path: {path}, static: public}}")


def test_misspelt_error_rule_is_told_once(refused) -> None:
    assert refused("errors: [{on: 404, veiw: a.html}]") == [
        '2 GW010 unknown key "veiw" in an error rule (did you mean "view"?)'
    ]


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (
            "handler: 'a:b', etag: none, methods: [PUT, POST]",
            "only answers to GET and HEAD have an entity tag",
        ),
        (
            "handler: 'a:b', etag: weak, status: 201",
            "only answers with status 200 have an entity tag; this one has 201",
        ),
        (
            "respond: {status: 404}, etag: weak",
            "only answers with status 200 have an entity tag; this one has 404",
        ),
    ],
)
def test_entity_tag_that_never_counts_is_a_warning(configured, route: str, said: str) -> None:
    (warning,) = configured(f"routes: [{{path: /, {route}}}]").warnings

    assert (warning.rule, warning.message) == ("GW051", said)


@pytest.mark.parametrize(
    "route",
    [
        "respond: {status: 200}, etag: weak",
        "handler: 'a:b', etag: weak, status: 200, methods: [GET, PUT]",
        "static: a, methods: [HEAD]",
        "static: a, methods: [ANY]",
    ],
)
def test_entity_tag_that_counts_is_no_warning(configured, route: str) -> None:
    assert configured(f"routes: [{{path: /, {route}}}]").warnings == ()
