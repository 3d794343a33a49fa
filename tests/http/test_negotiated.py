from __future__ import annotations

import pytest
from werkzeug.wrappers import Response as WerkzeugResponse

from gateway.http import NEXT, HTTPError, Response, negotiate

KINDS = {"html": "<p>hi</p>", "json": {"say": "hi"}, "text": "hi"}


@pytest.mark.parametrize(
    ("accept", "type_", "body"),
    [
        ("text/html", "text/html; charset=utf-8", b"<p>hi</p>"),
        ("application/json", "application/json", b'{"say":"hi"}'),
        ("text/plain, */*;q=0.1", "text/plain; charset=utf-8", b"hi"),
        ("*/*", "text/html; charset=utf-8", b"<p>hi</p>"),
        ("text/html;q=0.2, application/json;q=0.3", "application/json", b'{"say":"hi"}'),
    ],
)
def test_answer_is_of_the_type_the_client_prefers(request_for, accept, type_, body):
    response = negotiate(request_for(HTTP_ACCEPT=accept), KINDS)

    assert (response.type, response.body, response.headers["Vary"]) == (type_, body, "Accept")


def test_first_offer_is_for_who_says_nothing(request_for):
    assert negotiate(request_for(), KINDS).body == b"<p>hi</p>"


def test_default_is_for_who_takes_none(request_for):
    response = negotiate(request_for(HTTP_ACCEPT="image/png"), KINDS | {"default": "other"})

    assert (response.type, response.body) == ("text/html; charset=utf-8", b"other")
    assert response.headers["Vary"] == "Accept"


def test_default_alone_is_no_offer(request_for):
    assert negotiate(request_for(HTTP_ACCEPT="text/html"), {"default": "other"}).body == b"other"


@pytest.mark.parametrize(
    ("offers", "types"),
    [
        (KINDS, ["text/html", "application/json", "text/plain"]),
        ({"application/xml": "", "nope": ""}, ["application/xml", "application/octet-stream"]),
        ({}, []),
    ],
)
def test_406_says_what_there_is(request_for, offers, types):
    with pytest.raises(HTTPError) as error:
        negotiate(request_for(HTTP_ACCEPT="image/png"), offers, vary=["Origin"])

    assert (error.value.code, error.value.types) == (406, types)
    assert ("Vary", "Origin, Accept") in error.value.get_headers()


def test_only_the_function_that_is_chosen_is_called(request_for):
    called = []

    def made(kind):
        return lambda: called.append(kind) or kind

    response = negotiate(request_for(HTTP_ACCEPT="text/plain"), {kind: made(kind) for kind in KINDS})

    assert (called, response.body, response.type) == (["text"], b"text", "text/plain; charset=utf-8")


@pytest.mark.parametrize("vary", ["Origin", ["Origin"], ("Origin",)])
def test_more_headers_may_vary(request_for, vary):
    response = negotiate(request_for(), {"html": Response("x", headers={"Vary": "Cookie"})}, vary=vary)

    assert response.headers["Vary"] == "Cookie, Origin, Accept"


@pytest.mark.parametrize(
    ("result", "status", "type_"),
    [
        (("made", 201), 201, "text/csv; charset=utf-8"),
        (Response(iter([b"x"])), 200, None),
        (Response.json(1), 200, "application/json"),
        (WerkzeugResponse("x", mimetype="text/xml"), 200, "text/xml; charset=utf-8"),
        (None, 204, None),
    ],
)
def test_result_is_what_a_handler_may_return(request_for, result, status, type_):
    response = negotiate(request_for(), {"text/csv": result})

    assert (response.status, response.type) == (
        status,
        type_ or ("text/csv; charset=utf-8" if status == 200 else None),
    )


def test_offer_may_leave_the_request_to_the_next_route(request_for):
    assert negotiate(request_for(), {"html": lambda: NEXT}) is NEXT


def test_kept_response_is_changed_for_nobody_else(request_for):
    kept = Response("x")
    negotiate(request_for(), {"html": kept})

    assert "Vary" not in kept.headers


def test_client_is_told_what_there_is(serve):
    client = serve(
        "routes: [{path: /, handler: served:offer, errors: [{on: 406, handler: served:rule}]}]",
        """
        def offer(request): return negotiate(request, {"html": "x", "json": {}})
        def rule(request, error): return error.types
        """,
    )
    answer = client.get("/", headers={"Accept": "image/png"})

    assert (answer.status_code, answer.json) == (406, ["text/html", "application/json"])
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("offers", "status"),
    [
        ('{"json": {"e": 1}, "text": "e"}', 410),
        ('{"json": ({"e": 1}, 422)}', 422),
        ('{"json": Response.json(1)}', 200),
        ('{"html": "e", "default": "e"}', 410),
    ],
)
def test_plain_offer_has_the_status_of_the_error_it_is_for(serve, offers, status):
    client = serve(
        "routes: [{path: /, handler: served:fail, errors: [{on: 410, handler: served:rule}]}]",
        f"""
        def fail(request): abort(410)
        def rule(request, error): return negotiate(request, {offers})
        """,
    )

    assert client.get("/", headers={"Accept": "application/json"}).status_code == status


def test_status_that_is_set_on_an_answer_is_kept(serve):
    client = serve(
        """
        routes:
          - {path: /, handler: served:fail, errors: [{on: 410, handler: served:rule}]}
          - {path: /made, handler: served:made, status: 201}
        """,
        """
        def fail(request): abort(410)
        def rule(request, error):
            answer = made(request)
            answer.status = 424
            return answer
        def made(request): return negotiate(request, {"json": {}})
        """,
    )

    assert (client.get("/").status_code, client.get("/made").status_code) == (424, 201)
