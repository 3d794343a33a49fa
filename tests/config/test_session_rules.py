from __future__ import annotations

import pytest

PRODUCTION = {"GATEWAY_ENV": "production"}
KEY = "0123456789abcdef0123456789abcdef"
KEYS = f"keys: [{KEY}]"


@pytest.mark.parametrize(
    "text",
    [
        "session: {}",
        f"session: {{{KEYS}}}",
        "env: {KEY: {optional: true}}\nsession: {keys: ['${KEY}']}",
        "env: {KEY: {optional: true}}\nsession: {keys: '${KEY}'}",
    ],
)
def test_session_needs_no_keys_in_development(configured, text: str) -> None:
    assert configured(text).session is not None


@pytest.mark.case(27)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("session: {}", '2 GW011 session needs "keys"'),
        ("session: {keys: []}", '2 GW011 session needs "keys"'),
        (
            "env: {KEY: {optional: true}}\nsession: {keys: ['${KEY}']}",
            "3 GW021 session.keys is needed, but KEY, declared at line 2, is not set",
        ),
        (
            "env: {KEY: {optional: true}}\nsession: {keys: '${KEY}'}",
            "3 GW021 session.keys is needed, but KEY, declared at line 2, is not set",
        ),
    ],
)
def test_session_needs_keys_elsewhere(refused, text: str, said: str) -> None:
    assert refused(text, **PRODUCTION) == [said]


def test_session_without_its_optional_key_passes_when_none_is_required(configured) -> None:
    text = "env: {KEY: {optional: true}}\nsession: {keys: ['${KEY}']}"

    assert configured(text, require=False, **PRODUCTION).session.keys == ()


def test_variable_declared_in_another_file_is_named_with_it(write, refused) -> None:
    write(env="env: {KEY: {optional: true}}\n")
    (said,) = refused("include: [env.yaml]\nsession: {keys: ['${KEY}']}", **PRODUCTION)

    assert "env.yaml:1" in said


@pytest.mark.case(27)
@pytest.mark.parametrize("key", ["short", "x" * 31])
def test_short_key_is_refused_without_its_line(refused, key: str) -> None:
    assert refused(f"session: {{keys: [{KEY}, {key}]}}") == [
        f"2 GW014 a key has {len(key)} characters, needs 32"
    ]


@pytest.mark.case(27)
def test_short_key_of_the_environment_is_named(refused) -> None:
    said = refused("env: {KEY: {secret: true}}\nsession: {keys: ['${KEY}']}", KEY="hunter2")

    assert said == ["3 GW024 KEY has 7 characters, needs 32"]


def test_key_that_is_not_set_has_no_length(configured) -> None:
    assert configured("env: {KEY: {}}\nsession: {keys: ['${KEY}']}", require=False).session.keys


@pytest.mark.case(17)
@pytest.mark.parametrize("name", ["__Host-a", "__host-a", "__Secure-a"])
def test_prefix_of_a_cookie_is_not_written(refused, name: str) -> None:
    assert "GW030 write the name without" in refused(f"session: {{cookie: {{name: {name}}}}}")[0]


@pytest.mark.parametrize(
    ("url", "cookie", "is_refused"),
    [
        ("https://example.org", "same_site: none", False),
        ("https://example.org", "same_site: none, secure: true", False),
        ("https://example.org", "same_site: none, secure: false", True),
        ("http://example.org", "same_site: none", True),
        ("http://localhost", "same_site: none, secure: true", False),
        ("http://example.org", "same_site: lax", False),
    ],
)
def test_cookie_for_other_sites_must_be_secure(refused, url: str, cookie: str, is_refused: object) -> None:
    text = f"settings: {{public_url: '{url}', query: x}}\nsession: {{cookie: {{{cookie}}}}}"
    said = [line for line in refused(text) if "GW031" in line]

    assert said == ["3 GW031 same_site: none needs secure: true; browsers drop the cookie"] * bool(is_refused)


@pytest.mark.parametrize("domain", ["example.org", "app.example.org", "EXAMPLE.org", "null"])
def test_cookie_for_a_domain_above_is_accepted(configured, domain: str) -> None:
    assert configured(
        f"settings: {{public_url: 'https://app.example.org'}}\nsession: {{cookie: {{domain: {domain}}}}}"
    )


@pytest.mark.parametrize("domain", ["example.com", "ample.org", "b.app.example.org"])
def test_cookie_for_a_foreign_domain_is_refused(refused, domain: str) -> None:
    text = f"settings: {{public_url: 'https://app.example.org'}}\nsession: {{cookie: {{domain: {domain}}}}}"

    assert "GW030 browsers drop the cookie" in refused(text)[0]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_secure_cookie_works_on_this_machine(configured, host: str) -> None:
    assert configured(f"settings: {{public_url: 'http://{host}'}}\nsession: {{cookie: {{secure: true}}}}")


@pytest.mark.case(18)
def test_secure_cookie_over_http_is_refused(refused) -> None:
    said = refused("settings: {public_url: 'http://example.org'}\nsession: {cookie: {secure: true}}")

    assert said[0].startswith("3 GW086 secure: true, but settings.public_url is http://example.org")


@pytest.mark.parametrize(
    ("cookie", "said"),
    [
        ("max_age: 0s", "2 GW014 max_age must be longer than 0s"),
        ("idle: 0ms", "2 GW014 idle must be longer than 0ms"),
        (
            "idle: 25h",
            "2 GW014 idle 25h is longer than max_age 24h, after which a session ends anyway",
        ),
        (
            "idle: 61m, max_age: 1h",
            "2 GW014 idle 61m is longer than max_age 1h, after which a session ends anyway",
        ),
    ],
)
def test_session_that_cannot_last_so_long_is_refused(refused, cookie: str, said: str) -> None:
    assert refused(f"session: {{cookie: {{{cookie}}}}}") == [said]


@pytest.mark.parametrize(
    "cookie",
    ["max_age: 1h", "idle: 1h, max_age: 60m", "idle: 30d, max_age: null", "idle: none", "idle: null"],
)
def test_session_may_last_as_long_as_its_cookie(configured, cookie: str) -> None:
    assert configured(f"session: {{cookie: {{{cookie}}}}}")


def test_time_that_cannot_be_read_is_told_once(refused) -> None:
    assert [line.split()[1] for line in refused("session: {cookie: {idle: 5y, max_age: 5}}")] == [
        "GW016",
        "GW016",
    ]


def test_key_of_one_character_is_told_in_the_singular(refused) -> None:
    assert refused("session: {keys: [x]}") == ["2 GW014 a key has 1 character, needs 32"]


def test_session_that_is_no_mapping_is_told_once(refused) -> None:
    assert refused("session: 5", **PRODUCTION) == ["2 GW014 session must be a mapping, not ***"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "session: {store: redis, encrypt: true}",
            "2 GW051 encrypt is for store: cookie; with store: redis the cookie has nothing but a random id",
        ),
        (
            "session: {revocation: true}",
            "2 GW051 revocation needs a store on a server: a cookie cannot be taken away from who has a copy",
        ),
        ("session: {store: redis, redis: {url: 7}}", "2 GW014 url must be text, not ***"),
        (
            "session: {store: redis, redis: {timeout: 1}}",
            "2 GW016 timeout needs a unit, not the bare number 1 (1s?)",
        ),
        (
            "session: {store: memory, memory: {max_sessions: 0}}",
            "2 GW014 max_sessions must be at least 1, not 0",
        ),
    ],
)
def test_store_is_asked_for_what_it_can_do(refused, text: str, said: str) -> None:
    assert refused(text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "session: {store: cookie, encrypt: true}",
        "session: {store: sql, encrypt: false, revocation: true, redis: {}}",
        "env: {S: {}}\nsession: {store: '${S}', revocation: true}",
    ],
)
def test_store_that_can_is_accepted(configured, text: str) -> None:
    assert configured(text, require=False).warnings == ()


@pytest.mark.case(14)
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("session: {store: memory}", 2),
        ("session: {}\nstacks: {web: [{session: {store: memory, cookie: {name: other}}}]}", 3),
    ],
)
@pytest.mark.parametrize("environment", [{}, PRODUCTION])
def test_memory_is_refused_where_several_processes_serve(
    refused, configured, text, line, environment
) -> None:
    text = text.replace("session: {", f"session: {{{KEYS}, ", 1)
    said = f"{line} GW035 store: memory is for one worker, WEB_CONCURRENCY is 4, each with its own"

    assert refused(text, WEB_CONCURRENCY="4", **environment) == [said]
    for alone in ("1", "", "many"):
        assert configured(text, WEB_CONCURRENCY=alone, **environment).session is not None


def test_address_of_a_store_is_a_secret(configured) -> None:
    text = (
        "env: {URL: {secret: true}}\n"
        "session: {store: redis, redis: {url: '${URL}', timeout: 200ms}, sql: {url: null}}"
    )
    session = configured(text, URL="redis://:hunter2@example.org").session

    assert session.stores["redis"]["timeout"] == 0.2
    assert session.stores["sql"] == {}
    assert session.stores["redis"]["url"].reveal() == "redis://:hunter2@example.org"
    assert "hunter2" not in repr(session)
