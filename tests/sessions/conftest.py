"""A request and a store whose clock the test moves."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from gateway.http.app import App
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.sessions.codec import Codec
from gateway.sessions.store import CookieOptions
from gateway.sessions.stores.cookie import CookieStore

KEY = "a key of at least thirty-two characters"


@dataclass
class Browser:
    """Opens sessions of a store with the one cookie it holds, and keeps what is set."""

    store: CookieStore
    cookie: str = ""
    scheme: str = "http"
    sent: list[str] = field(default_factory=list)

    def open(self):
        app = App(url_for=str, respond=str, following=str)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/",
            "wsgi.url_scheme": self.scheme,
            "HTTP_COOKIE": self.cookie,
        }
        self.request = Request(environ, app)
        return self.store.open(self.request)

    def save(self, session, response=None):
        response = response or Response()
        self.store.save(self.request, session, response)
        self.sent = response.headers.getlist("Set-Cookie")
        if self.sent:
            self.cookie = self.sent[0].partition(";")[0]
        return response

    def visit(self, **values):
        session = self.open()
        session.update(values)
        return self.save(session)


@dataclass
class Clock:
    """Seconds since the epoch, moved by hand."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def make_store(clock):
    def store(codec=Codec, **options):
        return CookieStore(CookieOptions(**{"keys": (KEY,)} | options), codec=codec, clock=clock)

    return store


@pytest.fixture
def make_browser(make_store):
    def browser(scheme="http", **options):
        return Browser(make_store(**options), scheme=scheme)

    return browser


@pytest.fixture
def browser(make_browser):
    return make_browser()
