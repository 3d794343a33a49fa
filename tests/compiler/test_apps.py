"""What handlers may know of the service."""

from __future__ import annotations

SHOW = "def show(request): return dict(request.app.settings)\n"


def test_settings_are_known_without_secrets(client):
    text = (
        f"settings: {{etag: strong, subdomain_offset: 1, own: {{a: 1}}, cookies: {{keys: [{'k' * 40}]}}}}\n"
        'routes: [{path: /, handler: "mine:show"}]\n'
    )

    assert client(text, {"mine.py": SHOW}).get("/").json == {
        "etag": "strong",
        "subdomain_offset": 1,
        "own": {"a": 1},
    }


def test_app_has_what_the_settings_decided(compiled):
    app = compiled("settings: {subdomain_offset: 3, jsonp: {parameter: cb}}\nroutes: []\n").app

    assert (app.subdomain_offset, app.jsonp_parameter, app.query) == (3, "cb", "flat")
