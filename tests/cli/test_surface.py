from __future__ import annotations

import pytest

from gateway.cli.facts import Fact
from gateway.cli.surface import offers, service
from gateway.config import load

KEY = "0123456789abcdef0123456789abcdef"


def config(folder, text):
    (folder / "gateway.yaml").write_text(f"version: 1\n{text}")
    return load(folder / "gateway.yaml", environ={}, require=False)


def offered(folder, route, more=""):
    return list(offers(config(folder, f"{more}routes: [{route}]\n"), {}))


def test_each_method_of_each_path_is_an_offer(folder):
    found = offered(folder, "{path: [/a, /b], methods: [GET, POST], host: a.example, respond: {}}")

    assert [(offer.method, offer.path) for offer in found] == [
        ("GET", "a.example/a"),
        ("POST", "a.example/a"),
        ("GET", "a.example/b"),
        ("POST", "a.example/b"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("{path: '/a/:id', respond: {}}", "{path: '/a/:name', respond: {}}", True),
        ("{path: '/a/:id', respond: {}}", "{path: '/a/*id', respond: {}}", False),
        ("{path: '/a/:id', respond: {}}", "{path: '/b/:id', respond: {}}", False),
        ("{path: '/f/:a', static: public}", "{path: '/f/:b', static: public}", True),
        ("{path: /f, static: public}", "{path: /f, respond: {}}", False),
        ("{path: /a, host: a.example, respond: {}}", "{path: /a, respond: {}}", False),
        ("{path: /a, when: {header: {A: b}}, respond: {}}", "{path: /a, respond: {}}", False),
        ("{regex: ^/a, respond: {}}", "{regex: ^/b, respond: {}}", False),
        ("{path: '/a/((', respond: {}}", "{path: '/a/((', handler: 'a:b'}", True),
    ],
)
def test_offers_are_found_again_by_what_clients_send(folder, one, other, same):
    keys = [offered(folder, route)[0].key for route in (one, other)]

    assert (keys[0] == keys[1]) is same


@pytest.mark.parametrize(
    ("route", "name", "shown"),
    [
        ("{path: /, handler: 'a.b:c'}", "answer", "a.b:c"),
        ("{path: /, redirect: {to: /b, status: 308}}", "answer", "redirect /b (308)"),
        ("{path: /, static: a/public}", "answer", "static a/public"),
        ("{path: /, file: ../x.txt}", "answer", "file x.txt"),
        ("{path: /, view: a.html, data: 'a:b'}", "data", "a:b"),
        ("{path: '/:id', respond: {}, params: {id: int}}", "parameters", "{id: int}"),
        ("{path: /, respond: {status: 410}}", "status", "410"),
        ("{path: /, respond: {text: a}}", "text", None),
        ("{path: /, respond: {}, headers: {A: b}}", "headers", None),
        ("{path: /, file: a, cache: {max_age: 1h}}", "cache", "[3600, ]"),
        (
            "{path: /, methods: [POST], handler: 'a:b', body: {parser: json, max_size: 1KiB}}",
            "body limit",
            "1024",
        ),
        ("{path: /, respond: {}, stack: [{body_limit: {max_size: 2KiB}}]}", "body limit", "2048"),
        ("{path: /, respond: {}}", "body limit", "that of the settings"),
        ("{path: /, respond: {}, errors: [{on: 404, view: a.html}]}", "errors", "{404: a.html}"),
    ],
)
def test_facts_of_a_route_are_what_clients_see(folder, route, name, shown):
    assert offered(folder, route)[0].facts[name].shown == shown


def test_layers_are_shown_but_for_options_of_others(folder):
    stack = "[{basic_auth: {users: {a: plain}}}, compress, {'own:layer': {key: plain}}, {body_limit: {}}]"
    (offer,) = offered(folder, f"{{path: /, respond: {{}}, stack: {stack}}}")

    assert list(offer.layers) == ["basic_auth", "compress", "own:layer"]
    assert [found.shown for found in offer.layers.values()] == [None, "none", None]


def test_sessions_of_one_stack_are_told_apart(folder):
    more = f"session: {{keys: [{KEY}]}}\nmiddleware: {{second: {{session: {{cookie: {{name: b}}}}}}}}\n"
    (offer,) = offered(folder, "{path: /, respond: {}, stack: [session, second]}", more)

    assert list(offer.layers) == ["session", "session (2)"]


def test_service_has_facts_and_no_secrets(folder):
    found = service(
        config(
            folder,
            f"settings: {{trust_proxy: 1, own: {{a: b}}, cookies: {{keys: [{KEY}]}}}}\n"
            f"session: {{keys: [{KEY}], cookie: {{name: sid}}}}\n"
            f"login: {{x: {{provider: x, client_id: {KEY}, client_secret: {KEY}, start: /in}}}}\n",
        )
    )

    assert found["settings.trust_proxy"] == Fact("1", "1")
    assert found["session.cookie.name"].shown == "sid"
    assert found["login.x.start"].shown == "/in"
    assert found["observe.health"].shown == "/healthz"
    assert "settings.own" not in found
    assert all(KEY not in str(each.shown) for each in found.values())
