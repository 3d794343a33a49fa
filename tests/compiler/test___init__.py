from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.compiler import compile_config
from gateway.config import load
from gateway.errors import ConfigReferenceError

ROOT = Path(__file__).parents[2]
HEAVY = ("jinja2", "authlib", "cryptography", "sqlite3", "gateway.http.schema", "gateway.http.files")
LOADED = """
import json, sys
from pathlib import Path
from gateway.wsgi import load
load(Path(sys.argv[1]), environ={})
print(json.dumps([name for name in sys.argv[2:] if name in sys.modules]))
"""
OF_SESSIONS = (
    "gateway.sessions.stores.cookie",
    "gateway.sessions.sealed",
    "gateway.sessions.cookie_session",
    "redis",
    "sqlalchemy",
)
PLAIN = """
stacks: {web: [request_id, access_log, security_headers, body_limit]}
routes:
  - {path: /a, stack: web, handler: "light:show"}
  - {path: /b, redirect: /a}
  - {path: /c, respond: {text: x}}
"""


@pytest.fixture
def imported(write):
    """Which of some modules a fresh process has imported once it serves a text."""

    def imported(text, files=None):
        file = write(text, {"light.py": "def show(request): return 'light'\n", **(files or {})})
        done = subprocess.run(
            [sys.executable, "-c", LOADED, str(file), *HEAVY, *OF_SESSIONS],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return set(json.loads(done.stdout))

    return imported


def test_nothing_is_imported_that_no_route_uses(imported):
    assert imported(PLAIN) - {"gateway.http.files"} == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "session: {}\nroutes: [{path: /, stack: [session], respond: {}}]\n",
            "gateway.sessions.stores.cookie",
        ),
        ("routes: [{path: /, view: a.html}]\n", "jinja2"),
        ("routes: [{path: /, handler: 'light:show', query: {a: {type: string}}}]\n", "gateway.http.schema"),
        ("login: {me: {provider: sandbox, stack: [session]}}\n", "authlib"),
        ("login: {me: {provider: sandbox, stack: [session]}}\n", "sqlite3"),
    ],
)
def test_what_a_route_uses_is_imported(imported, text, expected):
    assert expected in imported(text, {"views/a.html": ""})


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", {"gateway.sessions.stores.cookie"}),
        ("encrypt: true", {"gateway.sessions.stores.cookie", "gateway.sessions.sealed"}),
        (
            "format: cookie-session",
            {"gateway.sessions.stores.cookie", "gateway.sessions.cookie_session"},
        ),
        ("store: memory", set()),
        ("store: redis", {"redis"}),
        ("store: sql", {"sqlalchemy"}),
    ],
)
def test_store_imports_what_it_needs_and_no_other_does(imported, options, expected):
    text = f"session: {{{options}}}\nroutes: [{{path: /, stack: [session], respond: {{}}}}]\n"

    assert imported(text) & set(OF_SESSIONS) == expected


def test_session_that_no_stack_uses_is_not_built(imported):
    assert "gateway.sessions.stores.cookie" not in imported("session: {}\n" + PLAIN)


def counted(write, routes):
    """How many functions compiling so many routes calls."""
    lines = [f'  - {{path: "/r{n}/:id", stack: web, handler: "light:show"}}' for n in range(routes)]
    text = "stacks: {web: [request_id]}\nroutes:\n" + "\n".join(lines) + "\n"
    config = load(write(text, {"light.py": "def show(request, id): ...\n"}), environ={})
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        compile_config(config, environ={})
    finally:
        sys.setprofile(None)
    return calls


def test_work_grows_with_the_routes_and_no_faster(write):
    counted(write, 10)
    few, many = (counted(write, routes) for routes in (100, 1000))

    assert many < 11 * few


def test_every_mistake_is_told_at_once_in_file_order(refused):
    text = (
        "stacks: {web: [csfr]}\nroutes:\n  - {path: /a, handler: 'nowhere:a'}\n"
        "  - {path: /b, view: gone.html}\n  - {path: /c, static: gone}\n  - {path: /:id, redirect: '/:idd'}\n"
    )

    assert [problem.split()[:2] for problem in refused(text)] == [
        ["2:16", "GW041"],
        ["4:25", "GW060"],
        ["5:22", "GW064"],
        ["6:24", "GW065"],
        ["7:28", "GW072"],
    ]


def test_problem_names_its_file(write):
    with pytest.raises(ConfigReferenceError, match=r"gateway\.yaml:2:41: error\[GW041\]"):
        compile_config(load(write("routes: [{path: /, respond: {}, stack: [x]}]\n"), environ={}), environ={})


def test_problem_in_an_included_file_names_that(write):
    file = write("include: [more.yaml]\n", {"more.yaml": "routes:\n  - {path: /, handler: 'nowhere:a'}\n"})

    with pytest.raises(ConfigReferenceError, match=r"more\.yaml:2:24: error\[GW060\]"):
        compile_config(load(file, environ={}), environ={})


@pytest.mark.parametrize(
    ("settings", "environment", "hosts"),
    [
        ("", "production", None),
        ("settings: {public_url: 'http://[::1]:8000'}\n", "production", {"[::1]"}),
        ("settings: {hosts: [A.example, b.example]}\n", "development", {"a.example", "b.example"}),
        ("settings: {public_url: 'https://Example.org:8443'}\n", "production", {"example.org"}),
        ("settings: {public_url: 'https://example.org'}\n", "development", None),
    ],
)
def test_hosts_are_those_of_the_settings_or_the_public_url(compiled, settings, environment, hosts):
    assert compiled(settings, GATEWAY_ENV=environment).hosts == hosts


def test_app_tells_handlers_of_the_service(compiled):
    app = compiled("settings: {own: {title: Mine}, body: {max_size: 2KiB}}\n", GATEWAY_ENV="production").app

    assert (app.environment, app.settings["own"], app.max_body) == ("production", {"title": "Mine"}, 2048)
    assert (app.public_url, app.error_detail, app.templates) == (None, "none", None)


def test_app_of_no_gateway_answers_nothing(compiled):
    with pytest.raises(RuntimeError, match="belongs to no Gateway yet"):
        compiled("").app.respond(None)


def test_routing_of_the_settings_holds(client):
    settings = "settings: {routing: {case_sensitive: false, trailing_slash: ignore}}\n"
    browser = client(settings + "routes: [{path: /a, respond: {}}]\n")

    assert [browser.get(path).status_code for path in ("/a", "/A", "/a/")] == [200, 200, 200]


def test_observed_paths_are_those_that_are_on(compiled):
    assert compiled("observe: {readiness: none}\n").observed == {"/healthz"}
