from __future__ import annotations

import pytest

from gateway.config import load
from gateway.config.secrecy import secret_by_nature, tells_secret
from gateway.errors import ConfigError

KEY = "hunter2-hunter2-hunter2-hunter2-"
ENV = "env: {KEY: {secret: true}}\n"
SAID = "must not come from a secret: it is shown in reports and logs"


@pytest.mark.parametrize(
    ("path", "is_secret"),
    [
        (["session", "keys"], True),
        (["session", "keys", 0], True),
        (["login", "a", "client_secret"], True),
        (["login", "a", "client_id"], True),
        (["environments", "production", "session", "keys", 0], True),
        (["session"], True),
        (["session", "cookie"], False),
        (["login", "client_id", "start"], False),
        (["environments", "session", "keys"], False),
        ([], False),
    ],
)
def test_keys_and_names_of_clients_are_secret_by_nature(path: list[str | int], is_secret: object) -> None:
    assert secret_by_nature(path) is is_secret


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"session: {{keys: {KEY}}}", "2 GW014 keys must be a list, not text ***"),
        (f"session: {{keys: {{a: {KEY}}}}}", "2 GW014 keys must be a list, not a mapping"),
        (f"session: {KEY}", "2 GW014 session must be a mapping, not text ***"),
        ("session: {keys: [123456789]}", "2 GW014 an item of keys must be text, not ***"),
        ("session: {keys: [null]}", "2 GW014 an item of keys must be text, not null"),
        ("session: {keys: [true]}", "2 GW014 an item of keys must be text, not true"),
        (
            "login: {a: {provider: twitter, client_id: a, client_secret: 123456789}}",
            "2 GW014 client_secret must be text, not ***",
        ),
    ],
)
def test_value_that_is_secret_by_nature_is_not_told(refused, text: str, said: str) -> None:
    assert refused(text) == [said]


def test_line_in_which_a_secret_is_written_is_not_shown(write) -> None:
    file = write(f"version: 1\nsession: {{keys: [{KEY}], story: cookie}}\nviews: {{ext: .html}}\n")
    with pytest.raises(ConfigError) as error:
        load(file, environ={})

    assert [problem.position.text for problem in error.value.problems] == ["", "views: {ext: .html}"]


def test_line_that_only_names_a_secret_is_shown(write) -> None:
    file = write(f"version: 1\n{ENV}session: {{keys: ['${{KEY}}'], story: cookie}}\n")
    with pytest.raises(ConfigError) as error:
        load(file, environ={"KEY": KEY})

    assert error.value.problems[0].position.text == "session: {keys: ['${KEY}'], story: cookie}"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("settings: {public_url: 'https://${KEY}'}", "public_url"),
        ("views: {directory: ['${KEY}']}", "an item of directory"),
        ("stacks: {a: ['${KEY}']}", "an item of a"),
        ("routes: [{path: '/${KEY}', respond: {}}]", "path"),
        ("routes: [{path: /, handler: 'a:${KEY}'}]", "handler"),
        ("routes: [{path: /, view: '${KEY}'}]", "view"),
        ("routes: [{path: /, respond: {}, name: '${KEY}'}]", "name"),
        ("routes: [{path: /, respond: {}, host: '${KEY}'}]", "host"),
        ("routes: [{path: /, static: {root: '${KEY}'}}]", "root"),
        ("routes: [{path: /, file: '${KEY}'}]", "file"),
        ("routes: [{path: /, redirect: '/${KEY}'}]", "redirect"),
        ("routes: [{prefix: '/${KEY}', routes: []}]", "prefix"),
        ("errors: [{on: '${KEY}', format: text}]", "on"),
        ("login: {a: {provider: twitter, start: '/${KEY}'}}", "start"),
    ],
)
@pytest.mark.parametrize("require", [True, False])
def test_secret_is_no_name_and_no_path(refused, text: str, what: str, require: object) -> None:
    environ = {"KEY": "hunter2"} if require else {}

    assert refused(f"{ENV}{text}", require=require, **environ) == [f"3 GW024 {what} {SAID}"]


@pytest.mark.parametrize(
    "text",
    [
        "settings: {own: {a: ['${KEY}']}}",
        "views: {globals: {a: '${KEY}'}}",
        "middleware: {a: {'b:c': {key: '${KEY}'}}}",
        "stacks: {a: [{'b:c': {keys: ['${KEY}']}}]}",
        "routes: [{path: /, respond: {text: '${KEY}'}}]",
        "routes: [{prefix: /, routes: [{path: /, respond: {}, headers: {X-A: '${KEY}'}}]}]",
        "session: {keys: ['${KEY}']}",
        "login: {a: {provider: twitter, client_id: '${KEY}', client_secret: '${KEY}'}}",
    ],
)
def test_secret_may_stand_where_it_is_the_authors_own(configured, text: str) -> None:
    assert configured(f"{ENV}{text}", KEY=KEY)


def test_variable_that_is_no_secret_may_be_a_name(configured) -> None:
    text = "env: {KEY: {}, OTHER}\nroutes: [{path: '/${KEY}', respond: {}}]".replace("OTHER", "OTHER: null")

    assert configured(text, require=False)


def test_secret_that_does_not_fit_is_not_told(refused) -> None:
    text = f"{ENV}routes: [{{path: /, respond: {{}}, headers: {{X-A: '${{KEY}}'}}}}]"

    assert refused(text, KEY="hunter\n2") == ["3 GW024 the secret ${KEY} does not fit X-A"]


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("  keys: hunter2", True),
        ("session: {keys: ['hunter2'", True),
        ('  "client_secret" : "hunter2', True),
        ("  client_id: 5", True),
        ("  keys: ['${KEY}']", False),
        ('  client_secret: "${KEY}"', False),
        ("  client_id: ${KEY}", False),
        ("  keys: [", False),
        ("  keys:", False),
        ("  monkeys: 5", False),
        ("basic_auth: {users: {anna: hunter2", True),
        ("basic_auth: {users: {anna: '${KEY}', bert: 'hunter2'}}", True),
        ("basic_auth: {users: {anna: '${KEY}'}}", False),
        ("users: {}", False),
    ],
)
def test_line_that_tells_a_secret_is_known_before_it_is_read(line: str, is_told: object) -> None:
    assert tells_secret(line) is is_told


@pytest.mark.parametrize(
    ("path", "is_secret"),
    [
        (["settings", "cookies", "keys", 0], True),
        (["settings", "cookies", "keys"], True),
        (["settings", "cookies"], True),
        (["environments", "production", "settings", "cookies", "keys", 0], True),
        (["routes", 0, "mount", "settings", "cookies", "keys", 0], True),
        (["routes", 0, "routes", 1, "mount", "settings", "cookies", "keys", 0], True),
        (["settings", "redirects"], False),
        (["routes", 0, "cookies", "keys"], False),
    ],
)
def test_keys_of_cookies_are_secret_by_nature(path: list[str | int], is_secret: object) -> None:
    assert secret_by_nature(path) is is_secret


@pytest.mark.parametrize(
    "text",
    [
        "settings: {cookies: {keys: ['${KEY}']}}",
        "routes: [{path: /, mount: {config: a.yaml, settings: {cookies: {keys: ['${KEY}']}}}}]",
        "routes: [{path: /, mount: {config: a.yaml, settings: {own: {a: '${KEY}'}}}}]",
    ],
)
def test_secret_may_stand_where_cookies_are_signed(configured, text: str) -> None:
    assert configured(f"{ENV}{text}", KEY=KEY)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("settings: {redirects: {a: '/${KEY}'}}", "a"),
        ("settings: {predicates: {a: 'a:${KEY}'}}", "a"),
        ("settings: {trust_proxy: ['${KEY}']}", "an item of trust_proxy"),
        ("settings: {method_override: {field: '${KEY}'}}", "field"),
        ("settings: {jsonp: {parameter: '${KEY}'}}", "parameter"),
        ("settings: {etag: '${KEY}'}", "etag"),
        ("views: {helpers: {a: 'a:${KEY}'}}", "a"),
        ("views: {delimiters: {block_start_string: '${KEY}'}}", "block_start_string"),
        ("on_startup: ['a:${KEY}']", "an item of on_startup"),
        ("observe: {trace: 'a:${KEY}'}", "trace"),
        ("routes: [{path: /, respond: {}, when: {header: {X-A: '${KEY}'}}}]", "X-A"),
        ("routes: [{path: /, respond: {}, when: {query: {a: '${KEY}'}}}]", "a"),
        ("routes: [{path: /, mount: {config: '${KEY}'}}]", "config"),
        ("routes: [{path: /, mount: {config: a, settings: {etag: '${KEY}'}}}]", "etag"),
        ("routes: [{path: /, file: {path: a, download: '${KEY}'}}]", "download"),
        ("routes: [{path: /, handler: 'a:b', body: {parser: json, verify: 'a:${KEY}'}}]", "verify"),
    ],
)
def test_secret_stands_in_no_new_key_that_is_shown(refused, text: str, what: str) -> None:
    assert refused(f"{ENV}{text}", KEY=KEY) == [f"3 GW024 {what} {SAID}"]


def test_key_of_a_cookie_is_not_told(refused) -> None:
    assert refused(f"settings: {{cookies: {KEY}}}") == ["2 GW014 cookies must be a mapping, not text ***"]


@pytest.mark.parametrize(
    "text",
    [
        "middleware: {door: {basic_auth: {users: {anna: '${KEY}'}}}}",
        "stacks: {web: [{basic_auth: {users: {anna: '${KEY}'}}}]}",
        "routes: [{path: /, respond: {}, stack: [{basic_auth: {users: {anna: '${KEY}'}}}]}]",
        "middleware: {second: {session: {keys: ['${KEY}']}}}",
        "stacks: {web: [{session: {keys: ['${KEY}'], cookie: {name: other}}}]}",
    ],
)
def test_secret_may_be_a_password_or_a_key(configured, text: str) -> None:
    assert configured(f"{ENV}{text}", KEY=KEY)


def test_password_is_not_told(refused) -> None:
    assert refused("stacks: {web: [{basic_auth: {users: {anna: 123456}}}]}") == [
        "2 GW014 anna must be text, not ***"
    ]
