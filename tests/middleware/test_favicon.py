"""The picture of the site: where it is answered, and where not."""

from __future__ import annotations

import pytest

from gateway.middleware.favicon import Favicon

PICTURE = b"\0\0\1\0"


@pytest.fixture
def layer(tmp_path):
    (tmp_path / "own.ico").write_bytes(PICTURE)
    return Favicon(file=tmp_path / "own.ico")


@pytest.fixture
def asked(answer, layer):
    """The answer to a request for the picture, its file closed."""

    def response(method="GET", **environ):
        response = answer([layer], lambda _: "page", method, PATH_INFO="/favicon.ico", **environ)
        getattr(response.body, "close", bool)()
        return response

    return response


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_picture_is_answered_before_the_handler(asked, method):
    response = asked(method)

    assert response.status == 200
    assert response.headers["Content-Type"].endswith("icon")
    assert response.headers["Content-Length"] == "4"
    assert "max-age=86400" in response.headers["Cache-Control"]


def test_picture_that_the_browser_has_is_not_sent_again(asked):
    assert asked(HTTP_IF_NONE_MATCH=asked().headers["ETag"]).status == 304


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/favicon.ico"), ("GET", "/"), ("GET", "/favicon.ico/"), ("GET", "/a/favicon.ico")],
)
def test_anything_else_is_left_to_what_is_inside(answer, layer, method, path):
    assert answer([layer], lambda _: "page", method, PATH_INFO=path).body == b"page"


def test_picture_that_is_gone_is_not_found(asked, layer):
    layer.file.unlink()

    assert asked().status == 404


SERVICE = """
stacks: {{web: [{{favicon: {{file: pictures/own.svg, max_age: 7d}}}}]}}
{more}
routes:
  - {{path: /page, stack: {stack}, respond: {{text: page}}}}
"""


@pytest.fixture
def site(serve, tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "own.svg").write_text("<svg/>")
    return lambda stack="web", more="": serve(SERVICE.format(stack=stack, more=more))


@pytest.mark.parametrize(
    ("stack", "more"),
    [("web", ""), ("[]", "settings: {default_stack: web}"), ("web", "settings: {default_stack: web}")],
)
def test_path_is_answered_although_no_route_takes_it(site, stack, more):
    client = site(stack, more)
    response = client.get("/favicon.ico", buffered=True)

    assert (response.text, response.headers["Content-Type"]) == ("<svg/>", "image/svg+xml")
    assert "max-age=604800" in response.headers["Cache-Control"]
    assert client.get("/page").text == "page"
    assert client.get("/other").status_code == 404


def test_other_methods_are_refused_with_those_there_are(site):
    response = site().post("/favicon.ico")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_picture_is_found_beside_the_file_that_names_it(serve, tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "own.ico").write_bytes(PICTURE)
    (tmp_path / "parts" / "stacks.yaml").write_text("stacks: {web: [{favicon: {file: own.ico}}]}\n")
    client = serve("include: [parts/stacks.yaml]\nroutes: [{path: /, stack: web, respond: {text: x}}]\n")

    assert client.get("/favicon.ico", buffered=True).data == PICTURE
