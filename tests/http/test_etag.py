"""Entity tags of answers, and 304 for who has them."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import Headers

from gateway.http.etag import TAGS, checked, is_fresh, quoted, strong, weak

DATE, LATER = "Sat, 21 Nov 2026 10:00:00 GMT", "Sat, 21 Nov 2026 10:00:01 GMT"


def test_tags_differ_where_bodies_do():
    bodies = [b"", b"a", b"b", b"ab", b"ba"]

    for make in (weak, strong):
        assert len({make(body) for body in bodies}) == len(bodies)
        assert make(b"a") == make(b"a")


def test_words_of_the_settings_name_the_tags():
    assert TAGS["weak"](b"a").startswith('W/"1-')
    assert TAGS["strong"](b"a").startswith('"1-')
    assert TAGS["none"] is None


@pytest.mark.parametrize(
    ("headers", "environ", "fresh"),
    [
        ({"ETag": 'W/"a"'}, {"HTTP_IF_NONE_MATCH": '"a"'}, True),
        ({"ETag": '"a"'}, {"HTTP_IF_NONE_MATCH": 'W/"b", W/"a"'}, True),
        ({"ETag": '"a"'}, {"HTTP_IF_NONE_MATCH": "*"}, True),
        ({"ETag": '"a"'}, {"HTTP_IF_NONE_MATCH": '"b"'}, False),
        ({}, {"HTTP_IF_NONE_MATCH": '"b"'}, False),
        ({"Last-Modified": DATE}, {"HTTP_IF_MODIFIED_SINCE": DATE}, True),
        ({"Last-Modified": LATER}, {"HTTP_IF_MODIFIED_SINCE": DATE}, False),
        ({"Last-Modified": DATE, "ETag": '"a"'},
         {"HTTP_IF_MODIFIED_SINCE": DATE, "HTTP_IF_NONE_MATCH": '"b"'}, False),
        ({"Last-Modified": "some day"}, {"HTTP_IF_MODIFIED_SINCE": DATE}, False),
        ({"ETag": '"a"'}, {"HTTP_IF_NONE_MATCH": '"a"', "HTTP_CACHE_CONTROL": "no-cache"}, True),
    ],
)  # fmt: skip
def test_answer_is_fresh_if_the_client_has_it(headers, environ, fresh):
    assert is_fresh(environ, Headers(headers)) is fresh


@pytest.mark.parametrize(("made", "sent"), [("abc", '"abc"'), ('"abc"', '"abc"'), ('W/"abc"', 'W/"abc"')])
def test_tag_of_an_own_function_gets_its_quotes(made, sent):
    assert checked(lambda _body: made, "mine:tag")(b"") == quoted(made) == sent


@pytest.mark.parametrize("made", ["", None, False])
def test_own_function_may_make_no_tag(made, error_log):
    assert checked(lambda _body: made, "mine:tag")(b"") is None
    assert error_log == []


@pytest.mark.parametrize("made", ['a"b', "a b\n", 7, "é"])
def test_what_is_no_tag_is_logged_and_left_out(made, error_log):
    assert checked(lambda _body: made, "mine:tag")(b"") is None
    assert ["mine:tag" in record.getMessage() for record in error_log] == [True]


SERVICE = """
settings: {{etag: {kind}}}
stacks: {{some: [request_id]}}
routes:
  - {{path: /direct, methods: [GET, POST], handler: "served:page"}}
  - {{path: /layered, methods: [GET, POST], stack: some, handler: "served:page"}}
  - {{path: /own, etag: none, handler: "served:tagged"}}
  - {{path: /missing, handler: "served:missing"}}
  - {{path: /off, etag: none, handler: "served:page"}}
"""
HANDLERS = """
def page(request): return {"some": "page"}
def tagged(request): return Response("x", headers={"ETag": '"mine"'})
def missing(request): return "gone", 404
def tag(body): return f"own-{len(body)}"
"""


@pytest.mark.parametrize("kind", ["weak", "strong", '"served:tag"'])
@pytest.mark.parametrize("path", ["/direct", "/layered"])
def test_answer_that_the_client_has_is_304(serve, kind, path):
    client = serve(SERVICE.format(kind=kind), HANDLERS)
    tag = client.get(path).headers["ETag"]

    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert "Content-Type" not in again.headers
    assert client.head(path).headers["ETag"] == tag
    assert client.get(path, headers={"If-None-Match": '"other"'}).json == {"some": "page"}


@pytest.mark.parametrize("path", ["/direct", "/layered"])
def test_only_what_is_read_and_found_has_a_tag(serve, path):
    client = serve(SERVICE.format(kind="weak"), HANDLERS)

    assert "ETag" not in client.post(path).headers
    assert client.post(path, headers={"If-None-Match": "*"}).status_code == 200
    assert "ETag" not in client.get("/missing").headers


def test_route_has_its_own_say(serve):
    client = serve(SERVICE.format(kind="weak"), HANDLERS)

    assert "ETag" not in client.get("/off").headers
    assert client.get("/own", headers={"If-None-Match": '"mine"'}).status_code == 304


@pytest.mark.parametrize("path", ["/direct", "/layered"])
def test_service_without_tags_sends_none(serve, path):
    assert "ETag" not in serve(SERVICE.format(kind="none"), HANDLERS).get(path).headers
