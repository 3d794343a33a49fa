from __future__ import annotations

from typing import Any

import pytest

from gateway.config.model import Json, MethodOverride, Routing
from gateway.config.variables import Secret

KEY = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("public_url: https://example.org/", "public_url", "https://example.org"),
        ("hosts: [a, b]", "hosts", ("a", "b")),
        ("query: none", "query", "none"),
        ("query: nested", "query", "nested"),
        ("body: {max_size: 5KB}", "max_body", 5000),
        ("error_detail: message", "error_detail", "message"),
        ("own: {a: [1]}", "own", {"a": [1]}),
        ("default_stack: web", "default_stack", "web"),
        ("routing: {trailing_slash: strict}", "routing", Routing(trailing_slash="strict")),
        ("trust_proxy: false", "trust_proxy", False),
        ("trust_proxy: true", "trust_proxy", True),
        ("trust_proxy: 2", "trust_proxy", 2),
        ("trust_proxy: [loopback, 10.0.0.0/8]", "trust_proxy", ("loopback", "10.0.0.0/8")),
        ("subdomain_offset: 0", "subdomain_offset", 0),
        ("etag: none", "etag", "none"),
        ("etag: 'a:b'", "etag", "a:b"),
        (
            "json: {indent: 2, escape_html: true, encoder: 'a:b'}",
            "json",
            Json(indent=2, escape_html=True, encoder="a:b"),
        ),
        ("method_override: {field: _method}", "method_override", MethodOverride(field="_method")),
        (
            "method_override: {header: X-M, query: m, methods: [POST, PUT]}",
            "method_override",
            MethodOverride(header="X-M", query="m", methods=("POST", "PUT")),
        ),
        (
            "method_override: {field: m, methods: [ANY]}",
            "method_override",
            MethodOverride(field="m", methods=()),
        ),
        ("redirects: {home: /, back2: 'a:b'}", "redirects", {"home": "/", "back2": "a:b"}),
        ("predicates: {an image: 'a:b'}", "predicates", {"an image": "a:b"}),
        (f"cookies: {{keys: [{KEY}]}}", "cookie_keys", (KEY,)),
        ("jsonp: {parameter: cb}", "jsonp_parameter", "cb"),
        ("jsonp: {}", "jsonp_parameter", "callback"),
        ("request_class: 'a:B'", "request_class", "a:B"),
    ],
)
def test_settings_are_what_is_written(configured, text: str, field: str, expected: Any) -> None:
    assert getattr(configured(f"settings: {{{text}}}").settings, field) == expected


def test_keys_of_the_environment_are_secret(configured) -> None:
    text = "env: {K: {secret: true}}\nsettings: {cookies: {keys: ['${K}']}}"
    (key,) = configured(text, K=KEY).settings.cookie_keys

    assert (isinstance(key, Secret), key.reveal()) == (True, KEY)


def test_number_of_proxies_may_come_from_the_environment(configured) -> None:
    assert configured("env: {N: {}}\nsettings: {trust_proxy: '${N}'}", N="3").settings.trust_proxy == 3


def test_production_tells_nothing_about_errors(configured) -> None:
    assert configured("", GATEWAY_ENV="production").settings.error_detail == "none"


def test_login_in_development_has_an_address(configured) -> None:
    assert configured("login: {a: {provider: sandbox}}").settings.public_url == "http://127.0.0.1:8000"
