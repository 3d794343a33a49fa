"""A request and a store whose clock the test moves."""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest

from gateway.http.app import App
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.sessions.codec import Codec
from gateway.sessions.server import ServerStore
from gateway.sessions.store import CookieOptions
from gateway.sessions.stores.cookie import CookieJar, CookieStore
from gateway.sessions.stores.memory import MemoryShelf
from gateway.sessions.stores.redis import RedisShelf
from gateway.sessions.stores.sql import SqlShelf
from tests.sessions import servers

KEY = "a key of at least thirty-two characters"


@dataclass
class Browser:
    """Opens sessions of a store with the cookies it holds, and keeps what is set."""

    store: Any
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
            self.cookie = "; ".join(line.partition(";")[0] for line in self.sent)
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
    def store(codec=Codec, jar=CookieJar, **options):
        return CookieStore(CookieOptions(**{"keys": (KEY,)} | options), codec=codec, jar=jar, clock=clock)

    return store


@pytest.fixture
def make_browser(make_store):
    def browser(scheme="http", **options):
        return Browser(make_store(**options), scheme=scheme)

    return browser


@pytest.fixture
def browser(make_browser):
    return make_browser()


# Stores on a server

STORES = ("memory", "redis", "sqlite", "postgresql")
_numbers = count()


@pytest.fixture(scope="session")
def redis_server():
    with servers.redis() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_server():
    with servers.postgresql() as server:
        yield server


@pytest.fixture
def options_of(request, tmp_path):
    """What a store of a kind is told, so that nobody else uses the same place."""

    def options(kind):
        match kind:
            case "memory":
                return {}
            case "redis":
                port = request.getfixturevalue("redis_server").port
                return {"url": f"redis://127.0.0.1:{port}/0", "prefix": f"test:{next(_numbers)}:"}
            case "sqlite":
                return {"url": f"sqlite:///{tmp_path}/sessions.sqlite"}
        port = request.getfixturevalue("postgresql_server").port
        return {"url": f"postgresql://tester@127.0.0.1:{port}/postgres", "table": f"t{next(_numbers)}"}

    return options


SHELVES = {"memory": MemoryShelf, "redis": RedisShelf, "sqlite": SqlShelf, "postgresql": SqlShelf}


@pytest.fixture(params=STORES)
def kind(request):
    """Each kind of store, one after the other."""
    return request.param


@pytest.fixture
def shelf(kind, options_of, clock):
    made = SHELVES[kind](**options_of(kind), clock=clock)
    yield made
    close(made)


def close(shelf):
    """End the connections of a shelf, if it came to have any; tests would be warned of them."""
    client, engine = getattr(shelf, "_client", None), getattr(shelf, "_engine", None)
    if client:
        client.close()
    if engine:
        engine.dispose()


@pytest.fixture
def closing():
    """Closes whatever shelves a service has made in the test."""
    yield
    for found in gc.get_objects():
        if type(found) in {RedisShelf, SqlShelf}:
            close(found)


@pytest.fixture
def serving(shelf, clock):
    """Browsers of one store on a server, each with cookies of its own."""

    def browser(scheme="http", *, is_forgiving=True, knows_owners=True, on=shelf, **options):
        store = ServerStore(
            CookieOptions(**{"keys": (KEY,)} | options),
            on,
            is_forgiving=is_forgiving,
            knows_owners=knows_owners,
            clock=clock,
        )
        return Browser(store, scheme=scheme)

    return browser


@pytest.fixture
def visitor(serving):
    return serving()
