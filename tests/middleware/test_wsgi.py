"""Middleware that was written for WSGI."""

from __future__ import annotations

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway.middleware.wsgi import Wsgi

SERVICE = """
middleware: {around: {wsgi: {middleware: "served:Around", options: {mark: yes it did}}}}
stacks: {web: [around]}
routes:
  - {path: /, stack: web, handler: "served:page"}
  - {path: /stream, stack: web, handler: "served:stream"}
  - {path: /refused, stack: web, handler: "served:page"}
  - {path: /fails, stack: web, handler: "served:fails"}
  - {path: /posted, stack: web, methods: [POST], handler: "served:posted"}
"""
HANDLERS = """
class Around:
    def __init__(self, application, mark):
        self.application, self.mark = application, mark

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/refused":
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"not here"]
        environ = {**environ, "REMOTE_USER": "ann"}
        def begin(status, headers, exc_info=None):
            return start_response(status, [*headers, ("X-Mark", self.mark)], exc_info)
        return self.application(environ, begin)

def page(request): return {"user": request.environ["REMOTE_USER"]}
def stream(request): return iter(["a", "b"])
def fails(request): raise LookupError
def posted(request): return request.form["name"]
"""


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [("/", 200, '{"user":"ann"}'), ("/stream", 200, "ab"), ("/refused", 403, "not here")],
)
def test_middleware_stands_around_what_is_inside(serve, path, status, text):
    response = serve(SERVICE, HANDLERS).get(path)

    assert (response.status_code, response.text) == (status, text)
    assert (response.headers.get("X-Mark") == "yes it did") is (status == 200)


def test_failure_inside_is_an_answer_for_the_middleware(serve, error_log):
    response = serve(SERVICE, HANDLERS).get("/fails")

    assert (response.status_code, response.headers["X-Mark"], len(error_log)) == (500, "yes it did", 1)


def test_body_is_read_inside(serve):
    assert serve(SERVICE, HANDLERS).post("/posted", data={"name": "ann"}).text == "ann"


def test_head_has_no_body_and_the_length(serve):
    response = serve(SERVICE, HANDLERS).head("/")

    assert (response.data, response.headers["Content-Length"]) == (b"", "14")


def test_middleware_of_a_package_needs_no_code(serve):
    text = """
    middleware: {behind: {wsgi: {middleware: "werkzeug.middleware.proxy_fix:ProxyFix", options: {x_for: 1}}}}
    routes: [{path: /, stack: [behind], handler: "served:addr"}]
    """
    client = serve(text, "def addr(request): return request.environ['REMOTE_ADDR']")

    assert client.get("/", headers={"X-Forwarded-For": "192.0.2.1"}).text == "192.0.2.1"
    assert isinstance(Wsgi(middleware=ProxyFix)._application, ProxyFix)
