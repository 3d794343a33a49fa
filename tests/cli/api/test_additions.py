from __future__ import annotations

KEYS = "client_id: me, client_secret: '${KEY}'"
TEXT = f"""env: {{KEY: {{secret: true}}}}
settings: {{public_url: 'https://a.example'}}
session: {{keys: ['${{KEY}}'], store: redis, revocation: true}}
login:
  github: {{provider: github, {KEYS}, stack: [session, csrf]}}
  staff: {{kind: oidc, issuer: 'https://b.example', {KEYS}, back_channel_logout: /staff/ended}}
"""
ENVIRON = {"GATEWAY_ENV": "production", "KEY": "hunter2hunter2hunter2hunter2hunter2"}


def listed(document):
    return [f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item]


def test_health_and_readiness_are_described(describe):
    assert listed(describe("routes: []")) == ["GET /healthz", "GET /readyz"]
    assert listed(describe("routes: []\nobserve: {health: none, readiness: /ready}")) == ["GET /ready"]


def test_logins_are_described_with_what_they_share_once(describe):
    assert listed(describe(TEXT, environ=ENVIRON))[2:] == [
        "GET /logout",
        "POST /logout",
        "GET /login/github",
        "POST /login/github",
        "GET /login/github/callback",
        "GET /login/staff",
        "POST /login/staff",
        "GET /login/staff/callback",
        "POST /staff/ended",
        "GET /login",
    ]


def test_login_has_the_layers_of_its_stack(describe):
    paths = describe(TEXT, environ=ENVIRON)["paths"]

    assert paths["/login/github"]["post"]["security"] == [{"session": []}]
    assert "security" not in paths["/staff/ended"]["post"]


def test_mounted_service_has_its_logins_and_no_health(describe, tmp_path):
    (tmp_path / "in.yaml").write_text(f"version: 1\n{TEXT}routes: [{{path: /x, respond: {{}}}}]\n")
    found = listed(describe("routes: [{path: /in, mount: {config: in.yaml}}]", environ=ENVIRON))

    assert {"GET /in/login/github", "GET /in/x"} <= {*found}
    assert "GET /in/healthz" not in found


def test_no_secret_is_in_the_document(describe):
    assert "hunter" not in str(describe(TEXT, environ=ENVIRON))
