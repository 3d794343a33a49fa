from __future__ import annotations

from gateway.check.described import below, described, resolved
from gateway.config.fragments import joined
from gateway.config.reader import parse


def formats(text):
    return {(each.key, each.value): each.format for each in described(parse(text, "a.yaml")) if each.format}


def test_value_is_described_wherever_it_stands():
    text = """
    login: {x: {timeout: 2s}}
    routes: [{prefix: /a, routes: [{path: [/b], params: {id: int}, static: {root: [p], headers: a.b:c}}]}]
    """

    assert formats(text) == {
        ("timeout", "2s"): "duration",
        ("prefix", "/a"): "path",
        (0, "/b"): "path",
        ("id", "int"): "parameter-kind",
        ("headers", "a.b:c"): "object",
    }


def test_value_knows_where_it_stands():
    (of_settings, of_etag) = described(parse("settings:\n  etag: weak\n", "a.yaml"))

    assert (of_settings.at.line, of_etag.at[1:3]) == (2, (2, 9))


def test_nothing_is_known_of_what_is_free():
    assert formats("settings: {own: {timeout: 2s, list: [/a]}}") == {}
    assert resolved(None) == {}


def test_layer_of_ours_is_known_by_its_form():
    assert below(joined()["$defs"]["entry"], "handlers.a:b")["type"] == "object"
    assert below(joined()["$defs"]["entry"], "neither") == {}
