"""What handlers may know of the settings."""

from __future__ import annotations

SHOW = "def show(request): return dict(request.app.settings)\n"


USUAL = {
    "routing": {"case_sensitive": True, "trailing_slash": "redirect"},
    "query": "flat",
    "trust_proxy": False,
    "subdomain_offset": 2,
    "etag": "weak",
    "json": {"indent": 0, "escape_html": False},
    "body": {"max_size": "1MiB"},
    "jsonp": {"parameter": "callback"},
    "error_detail": "stack",
    "own": {},
    "login_page": {"path": "/login"},
}


def test_settings_are_known_where_none_are_written(client):
    assert client('routes: [{path: /, handler: "mine:show"}]\n', {"mine.py": SHOW}).get("/").json == USUAL


def test_settings_are_known_without_secrets(client):
    text = f"""
settings:
  etag: strong
  subdomain_offset: 1
  json: {{indent: 2}}
  own: {{a: 1}}
  cookies: {{keys: [{"k" * 40}]}}
  method_override: {{field: _method}}
routes: [{{path: /, handler: "mine:show"}}]
"""

    assert client(text, {"mine.py": SHOW}).get("/").json == USUAL | {
        "etag": "strong",
        "subdomain_offset": 1,
        "json": {"indent": 2, "escape_html": False},
        "own": {"a": 1},
        "method_override": {"field": "_method"},
    }


def test_secret_among_the_settings_is_hidden_wherever_it_stands(client):
    text = """
env: {S: {secret: true}}
settings: {own: {key: "${S}", url: "https://ann:${S}@example.org", more: [{deep: "${S}"}]}}
routes:
  - {path: /all, handler: "mine:show"}
  - {path: /text, handler: "mine:text"}
  - {path: /key, handler: "mine:key"}
"""
    handlers = (
        SHOW
        + """
def text(request): return str(request.app.settings)
def key(request): return request.app.settings["own"]["key"].reveal()
"""
    )
    asked = client(text, {"mine.py": handlers}, S="hunter2")

    assert asked.get("/all").status_code == 500
    assert "'own': {'key': ***, 'url': ***, 'more': [{'deep': ***}]}" in asked.get("/text").text
    assert asked.get("/key").text == "hunter2"
