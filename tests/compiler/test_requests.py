"""The class of requests."""

from __future__ import annotations

import pytest

from gateway.http.proxy import Proxied
from gateway.http.request import Request

OWN = """
from gateway.http import Request

class Shouting(Request):
    @property
    def loud(self): return self.path.upper()

class Other: pass
def page(request): return request.loud
"""


def test_request_is_the_plain_class_where_nothing_is_asked_for(compiled):
    assert compiled("routes: []\n").request is Request


@pytest.mark.parametrize("setting", ["trust_proxy: 1", "method_override: {field: _method}"])
def test_request_is_of_another_class_where_settings_ask_for_it(compiled, setting):
    kind = compiled(f"settings: {{{setting}}}\nroutes: []\n").request

    assert kind is not Request
    assert issubclass(kind, Request)
    assert issubclass(kind, Proxied) is setting.startswith("trust")


def test_class_of_the_author_s_has_its_own_attributes(client):
    text = 'settings: {request_class: "own:Shouting"}\nroutes: [{path: /quiet, handler: "own:page"}]\n'

    assert client(text, {"own.py": OWN}).get("/quiet").text == "/QUIET"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("own:Other", 'GW062 "own:Other" is no class of requests'),
        ("own:page", "no class of requests"),
        ("own:gone", "GW061"),
    ],
)
def test_what_is_no_class_of_requests_is_refused(refused, name, said):
    assert said in refused(f'settings: {{request_class: "{name}"}}\nroutes: []\n', {"own.py": OWN})[0]
