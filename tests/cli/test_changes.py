from __future__ import annotations

import pytest

from gateway.cli.changes import changes
from gateway.config import load

KEY = "0123456789abcdef0123456789abcdef"
SESSION = f"session: {{keys: [{KEY}], cookie: {{name: a}}}}\n"
PUBLIC = "settings: {public_url: 'http://127.0.0.1:8000'}\n"
LOGIN = (
    f"{SESSION}{PUBLIC}login: {{tw: {{provider: twitter, client_id: a, client_secret: {KEY}, start: /in}}}}\n"
)


def config(folder, text):
    (folder / "gateway.yaml").write_text(f"version: 1\n{text}")
    return load(folder / "gateway.yaml", environ={}, require=False)


def compared(folder, old, new):
    return list(changes(config(folder, old), config(folder, new), {}))


def told(folder, old, new):
    """Kind, subject and details of each change; those of security begin with a mark."""
    return [
        (
            change.kind,
            change.subject,
            [("! " if security else "") + text for text, security in change.details],
        )
        for change in compared(folder, old, new)
    ]


def routes(*written):
    return "routes:\n" + "".join(f"  - {{{route}}}\n" for route in written)


A, B = "path: /a, respond: {}", "path: /b, handler: 'm:b', methods: [POST], stack: [request_id]"


def test_same_file_changes_nothing(folder):
    assert told(folder, LOGIN + routes(A, B), LOGIN + routes(A, B)) == []


def test_routes_are_added_and_removed(folder):
    assert told(folder, routes(A), routes(B)) == [
        ("added", "POST /b", ["m:b, behind request_id"]),
        ("removed", "GET /a", ["was respond"]),
    ]


def test_new_route_without_layers_says_so(folder):
    assert told(folder, routes(B), routes(B, A)) == [("added", "GET /a", ["respond, behind no layers"])]


@pytest.mark.parametrize(
    ("old", "new", "details"),
    [
        ("path: /, handler: 'm:a'", "path: /, handler: 'm:b'", ["answer: m:a -> m:b"]),
        (
            "path: /, redirect: /a",
            "path: /, redirect: /b",
            ["answer: redirect /a (302) -> redirect /b (302)"],
        ),
        ("path: /, respond: {text: a}", "path: /, respond: {text: b}", ["text is another"]),
        ("path: '/:id', respond: {}", "path: '/:no', respond: {}", ["parameters are renamed: /:id -> /:no"]),
        ("path: /, respond: {}, stack: [csrf]", "path: /, respond: {}", ["! csrf is lost"]),
        ("path: /, respond: {}", "path: /, respond: {}, stack: ['o:wn']", ["! o:wn is new"]),
        ("path: /, respond: {}, stack: [compress]", "path: /, respond: {}", ["compress is lost"]),
        (
            "path: /, respond: {}, stack: [{'o:wn': {a: 1}}, {'o:wn': {a: 2}}]",
            "path: /, respond: {}, stack: [{'o:wn': {a: 2}}]",
            ["! o:wn (2) is lost", "! o:wn is another"],
        ),
        (
            "path: /, respond: {}, stack: [require_login]",
            "path: /, respond: {}, stack: [{require_login: {claim: admin}}]",
            ["! require_login: none -> {claim: admin}"],
        ),
        (
            "path: /, respond: {}, stack: [{basic_auth: {users: {a: aaaaaaaa}}}]",
            "path: /, respond: {}, stack: [{basic_auth: {users: {a: bbbbbbbb}}}]",
            ["! basic_auth is another"],
        ),
        (
            "path: /, respond: {}, stack: [csrf, 'o:wn']",
            "path: /, respond: {}, stack: ['o:wn', csrf]",
            ["! layers run in another order: csrf > o:wn -> o:wn > csrf"],
        ),
        (
            "path: /, respond: {}, stack: [{body_limit: {max_size: 1KiB}}]",
            "path: /, respond: {}",
            ["! body limit: 1024 -> that of the settings"],
        ),
        (
            "path: /, respond: {}, headers: {A: b}",
            "path: /, respond: {}",
            ["headers: a value not shown -> none"],
        ),
    ],
)  # fmt: skip
def test_change_of_a_route_is_told(folder, old, new, details):
    ((kind, _, found),) = told(folder, routes(old), routes(new))

    assert (kind, found) == ("changed", details)


def test_routes_that_change_alike_are_told_together(folder):
    old = routes("path: [/a, /b], methods: [GET, POST], respond: {}, stack: [csrf]")

    assert told(folder, old, old.replace("[csrf]", "[]")) == [
        ("changed", "GET, POST /a; GET, POST /b", ["! csrf is lost"])
    ]


def test_every_method_holds_the_method_there_was(folder):
    one, any_ = routes("path: /a, respond: {}"), routes("path: /a, methods: [ANY], respond: {}")

    assert told(folder, one, any_) == [("added", "ANY /a", ["respond, behind no layers"])]
    assert told(folder, any_, one) == [("removed", "ANY /a", ["was respond"])]
    stacked = any_.replace("respond", "stack: [csrf], respond")
    assert ("changed", "GET /a", ["! csrf is new"]) in told(folder, one, stacked)


def test_only_the_first_of_two_that_take_the_same_is_compared_with_the_first(folder):
    two = routes("path: /a, handler: 'm:a'", "path: /a, handler: 'm:b'")

    assert told(folder, two, routes("path: /a, handler: 'm:a'")) == [("removed", "GET /a", ["was m:b"])]


def test_host_makes_another_route(folder):
    assert [kind for kind, *_ in told(folder, routes(A), routes(f"{A}, host: a.example"))] == [
        "added",
        "removed",
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (SESSION, SESSION.replace("name: a", "name: b"), ("changed", "session.cookie.name", ["! a -> b"])),
        (SESSION, SESSION.replace(KEY, KEY[::-1]), ("changed", "session.keys", ["! is another"])),
        (SESSION, SESSION.replace("{name: a}", "{name: a, same_site: strict}"),
         ("changed", "session.cookie.same_site", ["! lax -> strict"])),
        (SESSION, "", ("removed", "session", ["! is lost"])),
        ("", SESSION, ("added", "session", ["! is new"])),
        (LOGIN, SESSION + PUBLIC, ("removed", "login.tw", ["! is lost"])),
        (LOGIN, LOGIN.replace("start: /in", "start: /in, callback: /back"),
         ("changed", "login.tw.callback", ["! /login/callback -> /back"])),
        ("settings: {trust_proxy: 1}\n", "", ("changed", "settings.trust_proxy", ["! 1 -> false"])),
        ("settings: {body: {max_size: 1KiB}}\n", "",
         ("changed", "settings.body.max_size", ["! 1024 -> 1048576"])),
        (LOGIN.replace("start: /in", "start: /in, stack: [session, csrf]"),
         LOGIN.replace("start: /in", "start: /in, stack: [session]"),
         ("changed", "login.tw.stack", ["! [session, csrf] -> [session]"])),
        (LOGIN, LOGIN.replace("start: /in", "start: /in, logout: {path: /out}"),
         ("changed", "login.tw.logout.path", ["! /logout -> /out"])),
        ("settings: {etag: none}\n", "", ("changed", "settings.etag", ["none -> weak"])),
        ("observe: {health: /up}\n", "", ("changed", "observe.health", ["/up -> /healthz"])),
    ],
)  # fmt: skip
def test_change_of_the_whole_service_is_told(folder, old, new, expected):
    assert told(folder, old + routes(A), new + routes(A)) == [expected]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (SESSION, SESSION.replace("name: a", "name: b"), 2),
        (LOGIN, LOGIN.replace("/in", "/on"), 4),
        ("settings: {etag: weak}\n", "settings:\n  etag: none\n", 3),
        ("", "observe: {health: /up}\n", 1),
    ],
)
def test_change_has_the_line_of_what_is_new(folder, old, new, line):
    first, *_ = compared(folder, old + routes(A), new + routes(A))

    assert first.at.line == line


def test_change_of_a_mounted_service_is_told_unless_it_is_that_of_the_outer_one(folder):
    (folder / "old.yaml").write_text("version: 1\nroutes: [{path: /, respond: {}}]\n")
    (folder / "new.yaml").write_text(
        "version: 1\nsettings: {trust_proxy: 1}\nroutes: [{path: /, respond: {}}]\n"
    )
    text = "settings: {etag: %s}\nroutes: [{path: /in, mount: {config: %s}}]\n"

    found = compared(folder, text % ("none", "old.yaml"), text % ("weak", "new.yaml"))
    assert [(change.subject, change.details[0].text) for change in found] == [
        ("settings.etag", "none -> weak"),
        ("settings.trust_proxy below /in/*", "false -> 1"),
        ("ANY /in/*", "answer: mount old.yaml -> mount new.yaml"),
    ]
    assert found[1].at.file.endswith("new.yaml")


def test_only_what_is_of_security_is_kept(folder):
    old, new = "path: /, handler: 'm:a', stack: [csrf]", "path: /, handler: 'm:b'"
    (change,) = compared(folder, routes(old), routes(new))

    assert change.security
    assert change.of_security().details == (("csrf is lost", True),)
