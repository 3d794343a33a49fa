from __future__ import annotations

import pytest
from werkzeug.test import EnvironBuilder

from gateway.cli.candidates import candidates
from gateway.config.model import Routing
from gateway.http.app import App
from gateway.http.request import Request
from gateway.http.when import Conditions
from gateway.routing.converters import whole_number
from gateway.routing.pattern import parse
from gateway.routing.table import Row


def fail(request):
    raise KeyError(request)


def found(path, method="GET", routing=None, **row):
    given = {"patterns": (parse("/a/:id"),), "converters": {}, "endpoint": None, "index": 7, **row}
    request = Request(
        EnvironBuilder(path, method=method).get_environ(), App(url_for=str, respond=str, following=str)
    )
    return [(each.params, each.reason) for each in candidates([Row(**given)], request, routing or Routing())]


def test_row_that_takes_the_request_has_no_reason_against_it():
    assert found("/a/7", converters={"id": whole_number}) == [({"id": 7}, "")]


def test_row_of_another_path_is_no_candidate():
    assert found("/b/7") == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"hosts": ("a.example",)}, "it is for the host a.example, not localhost"),
        ({"converters": {"id": whole_number}}, "id cannot be 'x'"),
        ({"methods": frozenset({"PUT", "POST"})}, "it takes POST, PUT"),
        ({"when": Conditions(headers=(("HTTP_X", True),))}, "its conditions do not agree"),
        ({"when": Conditions(predicates=(fail,))}, "its condition failed: KeyError"),
    ],
)
def test_reason_names_what_does_not_agree(row, reason):
    assert found("/a/x", **row) == [({"id": "x"}, reason)]


@pytest.mark.parametrize(
    ("path", "routing"),
    [("/A/x", Routing(case_sensitive=False)), ("/a/x/", Routing(trailing_slash="ignore"))],
)
def test_paths_are_compared_as_the_settings_say(path, routing):
    assert found(path, routing=routing) == [({"id": "x"}, "")]
    assert found(path) == []
