from __future__ import annotations

import pytest

from gateway.check.lints.stores import misplaced_sessions

PRODUCTION = {"GATEWAY_ENV": "production"}
KEYS = "env: {KEY: {secret: true}}\nsession: {keys: ['${KEY}']"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{KEYS}, store: memory}}\n", ["3:36"]),
        (f"{KEYS}, store: sql, sql: {{url: 'sqlite://'}}}}\n", ["3:52"]),
        (f"{KEYS}, store: sql, sql: {{url: 'sqlite:///:memory:'}}}}\n", ["3:52"]),
        (f"{KEYS}, store: sql, sql: {{url: 'sqlite:///file:x?mode=memory&uri=true'}}}}\n", ["3:52"]),
        (f"{KEYS}}}\nstacks: {{a: [{{session: {{store: memory, cookie: {{name: b}}}}}}]}}\n", ["4:32"]),
        (f"{KEYS}}}\nmiddleware: {{a: {{session: {{store: memory}}}}}}\n", ["4:35"]),
        (
            f"{KEYS}}}\nroutes: [{{path: /, respond: {{}}, stack: [{{session: {{store: memory}}}}]}}]\n",
            ["4:59"],
        ),
        (f"{KEYS}, store: sql, sql: {{url: 'sqlite:///sessions.db'}}}}\n", []),
        (f"{KEYS}, store: sql, sql: {{url: '${{KEY}}'}}}}\n", []),
        (f"{KEYS}, store: sql}}\n", []),
        (f"{KEYS}, store: redis}}\n", []),
        (f"{KEYS}}}\n", []),
        ("settings: {}\n", []),
    ],
)
def test_memory_of_one_process_is_for_development(told, text, expected):
    found = told(misplaced_sessions, text, **PRODUCTION)

    assert [one.partition(" warning[GW035]: ")[0] for one in found] == expected
    assert told(misplaced_sessions, text) == []


LOGIN = "login: {a: {provider: google, tokens: session}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"session: {{encrypt: true}}\n{LOGIN}", ["3:39 warning[GW034]"]),
        (f"session: {{encrypt: true}}\n{LOGIN.replace('google', 'x')}", []),
        (f"session: {{encrypt: true}}\n{LOGIN.replace('session', 'none')}", []),
        (f"session: {{store: redis}}\n{LOGIN}", []),
    ],
)
def test_tokens_that_do_not_fit_into_a_cookie_are_told(told, text, expected):
    assert [one.partition(": ")[0] for one in told(misplaced_sessions, text)] == expected
