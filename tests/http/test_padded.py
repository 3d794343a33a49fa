from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.http import jsonp

NOSNIFF = "X-Content-Type-Options"


@pytest.fixture
def padded(request_for):
    def padded(query, value=None, **more):
        parameter = more.pop("parameter", "callback")
        request = request_for(QUERY_STRING=query)
        request.app = replace(request.app, jsonp_parameter=parameter)
        return jsonp(request, {"a": 1} if value is None else value, **more)

    return padded


def test_value_is_handed_to_the_function_of_the_page(padded):
    response = padded("callback=show")

    assert response.body == b"/**/ typeof show === 'function' && show({\"a\":1});"
    assert (response.type, response.headers[NOSNIFF]) == ("text/javascript; charset=utf-8", "nosniff")


@pytest.mark.parametrize("query", ["", "callback=", "callback", "other=show"])
def test_without_a_callback_it_is_json(padded, query):
    response = padded(query)

    assert (response.body, response.type) == (b'{"a":1}', "application/json")
    assert response.headers[NOSNIFF] == "nosniff"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("callback=a.b[0].$c_D9", b"a.b[0].$c_D9"),
        ("callback=alert(1)//", b"alert1"),
        ("callback=%3Cscript%3E", b"script"),
        ("callback=%C3%A9x%E2%80%A8y", b"xy"),
        ("callback=one&callback=two", b"one"),
    ],
)
def test_name_holds_nothing_but_a_name(padded, query, name):
    assert padded(query).body.startswith(b"/**/ typeof " + name + b" === 'function' && " + name + b"(")


def test_ends_of_lines_that_only_javascript_knew_are_escaped(padded):
    assert b'("\\u2028\\u2029")' in padded("callback=x", "\u2028\u2029").body
    assert padded("", "\u2028").body == '"\u2028"'.encode()


def test_settings_name_the_parameter(padded):
    assert padded("cb=x&callback=y", parameter="cb").body.startswith(b"/**/ typeof x ")


def test_type_of_the_author_counts_for_json_alone(padded):
    headers = {"Content-Type": "application/vnd.api+json"}
    plain, script = padded("", status=203, headers=headers), padded("callback=x", headers=headers)

    assert (plain.status, plain.type, NOSNIFF in plain.headers) == (203, headers["Content-Type"], False)
    assert script.headers.getlist("Content-Type") == ["text/javascript; charset=utf-8"]


@pytest.mark.parametrize(
    ("found", "is_called"),
    [(["x", "y"], True), ([], False), ({"a": "x"}, False), ([{"a": "x"}], False), ("x", True)],
)
def test_nested_query_gives_a_name_only_as_text(request_for, found, is_called):
    request = request_for()
    request.query = {"callback": found}

    assert jsonp(request, 1).body.startswith(b"/**/ typeof x ") is is_called


def test_value_is_written_as_the_settings_say(serve):
    client = serve(
        """
        settings: {json: {indent: 4, escape_html: true, encoder: served:known}, jsonp: {parameter: cb}}
        routes:
          - {path: /padded, handler: served:padded}
          - {path: /dict, handler: served:plain}
          - {path: /response, handler: served:response}
          - {path: /layer, handler: served:plain, stack: [served:layer]}
          - {path: /offer, handler: served:offer}
          - {path: /error, handler: served:fail, errors: [{on: 5xx, handler: served:rule}]}
          - {path: /fixed, respond: {json: {a: "<"}}}
        """,
        """
        def known(value): return sorted(value)
        def padded(request): return jsonp(request, {"a": {"<"}})
        def plain(request): return {"a": {"<"}}
        def response(request): return Response.json({"a": {"<"}})
        def layer(request, call_next): return {"a": {"<"}}
        def offer(request): return negotiate(request, {"json": {"a": {"<"}}})
        def rule(request, error): return {"a": {"<"}}
        def fail(request): raise ValueError
        """,
    )
    written = b'{\n    "a": [\n        "\\u003c"\n    ]\n}'

    assert client.get("/padded?cb=x").data == b"/**/ typeof x === 'function' && x(" + written + b");"
    for path in ("/dict", "/response", "/layer", "/offer", "/error"):
        assert client.get(path).data == written
    assert client.get("/fixed").data == b'{\n    "a": "\\u003c"\n}'
