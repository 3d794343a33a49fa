"""What handlers may know of the service."""

from __future__ import annotations


def test_app_has_what_the_settings_decided(compiled):
    app = compiled("settings: {subdomain_offset: 3, jsonp: {parameter: cb}}\nroutes: []\n").app

    assert (app.subdomain_offset, app.jsonp_parameter, app.query) == (3, "cb", "flat")
