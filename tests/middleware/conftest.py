"""Real requests, a chain built by hand, and a browser that keeps the cookies of its session."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest

from gateway.http.app import App
from gateway.http.failures import Failures
from gateway.http.request import Request
from gateway.http.results import PLAIN
from gateway.middleware.chain import chain
from gateway.middleware.session import Session
from gateway.sessions.store import CookieOptions
from gateway.sessions.stores.cookie import CookieStore

HTTP = {
    "PATH_INFO": "/",
    "QUERY_STRING": "",
    "HTTP_HOST": "example.org",
    "SERVER_NAME": "example.org",
    "SERVER_PORT": "80",
    "REMOTE_ADDR": "192.0.2.1",
    "wsgi.url_scheme": "http",
}


@pytest.fixture
def make_request():
    def request(method="GET", *, public_url=None, body=b"", **environ):
        app = App(url_for=str, respond=str, following=str, public_url=public_url)
        given = {"REQUEST_METHOD": method, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
        return Request(HTTP | given | environ, app)

    return request


@pytest.fixture
def answer(make_request):
    """The response of a handler inside layers; `environ` as WSGI names it."""

    def respond(layers, handler, method="GET", **environ):
        failures = Failures()

        def innermost(request):
            try:
                return PLAIN.to_response(handler(request), request)
            except Exception as error:  # noqa: BLE001  (as the chain does)
                return failures(request, error)

        return chain(layers, innermost, failures)(make_request(method, **environ))

    return respond


@pytest.fixture
def session_layer():
    return Session(store=CookieStore(CookieOptions(keys=("a key of at least thirty-two characters",))))


@dataclass
class Browser:
    """Sends what it was given last, through a session layer."""

    answer: object
    session_layer: Session
    cookie: str = ""

    def visit(self, handler, method="GET", *, layers=(), **environ):
        cookie = {"HTTP_COOKIE": self.cookie} if self.cookie else {}
        response = self.answer([self.session_layer, *layers], handler, method, **cookie, **environ)
        if lines := response.headers.getlist("Set-Cookie"):
            self.cookie = "; ".join(line.partition(";")[0] for line in lines)
        return response


@pytest.fixture
def browser(answer, session_layer):
    return Browser(answer, session_layer)
