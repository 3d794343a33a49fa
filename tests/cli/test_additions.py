from __future__ import annotations

import pytest

from gateway.cli.additions import Added, all_routes
from gateway.config import load

KEYS = "client_id: me, client_secret: '${KEY}'"
TEXT = f"""env: {{KEY: {{secret: true}}}}
settings: {{public_url: 'https://a.example'}}
session: {{keys: ['${{KEY}}'], store: redis, revocation: true}}
login:
  github: {{provider: github, {KEYS}, stack: [session, csrf]}}
  staff: {{kind: oidc, issuer: 'https://b.example', {KEYS}, back_channel_logout: /staff/ended}}
"""


@pytest.fixture
def routes(tmp_path):
    """Makes every route of a configuration."""

    def routes(text):
        file = tmp_path / "gateway.yaml"
        file.write_text(f"version: 1\n{text}\n")
        return [*all_routes(load(file, environ={}, require=False), {})]

    return routes


def listed(routes):
    return [f"{method} {path}" for each in routes for path in each.paths for method in each.methods]


def test_health_and_readiness_come_first(routes):
    assert listed(routes("routes: [{path: /, respond: {}}]")) == ["GET /healthz", "GET /readyz", "GET /"]
    assert listed(routes("observe: {health: none, readiness: /ready}")) == ["GET /ready"]


def test_logins_are_there_with_what_they_share_once(routes):
    assert listed(routes(TEXT))[2:] == [
        "GET /login/github",
        "POST /login/github",
        "GET /login/github/callback",
        "GET /logout",
        "POST /logout",
        "GET /login/staff",
        "POST /login/staff",
        "GET /login/staff/callback",
        "POST /staff/ended",
        "GET /login",
    ]


def test_login_has_the_layers_of_its_stack_and_the_provider_none(routes):
    layers = {each.paths[0]: [laid.kind for laid in each.layers] for each in routes(TEXT)}

    assert layers["/login/github"] == ["session", "csrf"]
    assert layers["/staff/ended"] == layers["/healthz"] == []


def test_what_answers_is_told(routes):
    labels = {each.paths[0]: each.label for each in routes(TEXT) if isinstance(each, Added)}

    assert (labels["/healthz"], labels["/logout"]) == ("built in", "login github")
    assert (labels["/staff/ended"], labels["/login"]) == ("login staff", "view of logins")


def test_mounted_service_has_its_logins_and_no_health(routes, tmp_path):
    (tmp_path / "in.yaml").write_text(f"version: 1\n{TEXT}routes: [{{path: /x, respond: {{}}}}]\n")
    found = listed(routes("routes: [{path: /in, mount: {config: in.yaml}}]"))

    assert found[:3] == ["GET /healthz", "GET /readyz", "ANY /in/*"]
    assert {"GET /in/login/github", "GET /in/x"} <= {*found}
    assert "GET /in/healthz" not in found
