from __future__ import annotations

import pytest

from gateway.cli.diagnosis.needs import needed, sessions, store_url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("routes: []", {}),
        ("session: {}", {}),
        ("session: {store: redis}", {"redis": "session.store is redis"}),
        ("session: {store: sql}", {"sqlalchemy": "session.store is sql"}),
        ("session: {store: sql, sql: {url: 'postgresql://a.example/b'}}",
         {"sqlalchemy": "session.store is sql", "psycopg": "session.store is sql"}),
        ("routes: [{path: /, respond: {}, stack: [{compress: {encodings: [br, zstd, gzip]}}]}]",
         {"brotli": "compress sends br", "backports.zstd": "compress sends zstd"}),
        ("routes: [{path: /, respond: {}, stack: [compress]}]", {}),
        ("session: {}\nroutes: [{path: /, view: a, stack: [{session: {store: redis, cookie: {name: b}}}]}]",
         {"redis": "session.store is redis"}),
    ],
)  # fmt: skip
def test_packages_are_needed_by_what_is_configured(configured, text, expected):
    assert needed(configured(text), {}) == expected


def test_sessions_are_told_once(configured):
    other = "{session: {cookie: {name: other}}}"
    routes = f"{{path: /a, view: a, stack: [session]}}, {{path: /b, view: b, stack: [{other}, session]}}"
    found = sessions(configured(f"session: {{}}\nroutes: [{routes}]"), {})

    assert [session.cookie.name for session in found] == ["session", "other"]


def test_mounted_service_counts(configured, tmp_path):
    (tmp_path / "in.yaml").write_text(
        "version: 1\nsession: {store: redis}\nroutes: [{path: /, respond: {}, stack: [session]}]\n"
    )

    assert needed(configured("routes: [{path: /in, mount: {config: in.yaml}}]"), {}) == {
        "redis": "session.store is redis"
    }


def test_address_of_a_store_is_plain(configured):
    text = "env: {URL: {secret: true}}\nsession: {store: redis, redis: {url: '${URL}'}}"
    (session,) = sessions(configured(text, URL="redis://:hunter2@a.example"), {})

    assert store_url(session) == "redis://:hunter2@a.example"
