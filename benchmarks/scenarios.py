"""What every peer is asked, and what it has to answer before it is timed."""

from __future__ import annotations

import io
import json
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import stores

SECRET = "benchmark-secret-0123456789abcdef0123456789"
USER = {"name": "Alice Example", "uid": 42, "visits": 7}
ROUTES = 1000
HELLO = b"Hello, World!"
DOCUMENT: dict[str, Any] = {
    "id": 12345,
    "name": "Widget",
    "tags": ["alpha", "beta", "gamma"],
    "price": 12.5,
    "ok": True,
    "none": None,
    "items": [{"sku": f"SKU-{n:04d}", "qty": n, "note": "lorem ipsum dolor sit amet " * 2} for n in range(9)],
}
TEMPLATE = """<!doctype html>
<html><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>
<header><h1>Welcome, {{ person.name }}</h1><p>Visit {{ person.visits }} (user {{ person.uid }})</p></header>
<ul>
{% for item in items %}  <li class="{{ 'odd' if loop.index % 2 else 'even' }}">\
<a href="/item/{{ item.id }}">{{ item.title }}</a> {{ item.text }}</li>
{% endfor %}</ul>
{% if person.uid > 10 %}<p>You are a member.</p>{% endif %}
<footer>{{ footer }}</footer>
</body></html>
"""
FORM = (
    '<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}"></form>\n</body>'
)
FORM_TEMPLATE = TEMPLATE.replace("</body>", FORM)
VALUES: dict[str, Any] = {
    "title": "Account & settings",
    "footer": "generated",
    "items": [
        {"id": n, "title": f"Item <{n}>", "text": "lorem ipsum dolor sit amet, consectetur"}
        for n in range(17)
    ],
}
ENVIRON = {
    "REQUEST_METHOD": "GET",
    "SCRIPT_NAME": "",
    "QUERY_STRING": "",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "8000",
    "SERVER_SOFTWARE": "gunicorn/27.0.1",
    "REMOTE_ADDR": "127.0.0.1",
    "REMOTE_PORT": "51234",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": io.StringIO(),
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
    "HTTP_HOST": "127.0.0.1:8000",
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.5",
    "HTTP_ACCEPT_ENCODING": "gzip, deflate",
    "HTTP_CONNECTION": "keep-alive",
}


def path_of(number: int) -> str:
    """The path of one of many routes, without its parameter."""
    return f"/api/v1/res{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One request, and the answer that shows the work was done."""

    path: str
    is_answer: Callable[[bytes], bool] = lambda _: True
    status: int = 200
    type: str = ""
    body: bytes = b""

    def environ(self, cookie: str = "") -> dict[str, Any]:
        """The WSGI environ of the request, still without its input stream."""
        environ: dict[str, Any] = ENVIRON | {"PATH_INFO": self.path, "RAW_URI": self.path}
        if self.body:
            environ |= {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json"}
            environ["CONTENT_LENGTH"] = str(len(self.body))
        if cookie:
            environ["HTTP_COOKIE"] = cookie
        return environ


def is_page(body: bytes) -> bool:
    """Whether the 2 kB page is whole, for the person in the cookie, and escaped."""
    parts = (b"Welcome, Alice Example", b"Item &lt;3&gt;", b"You are a member")
    return all(part in body for part in parts) and 1900 < len(body) < 2700


def is_form(body: bytes) -> bool:
    """Whether the page carries a CSRF token as well."""
    token = body.partition(b'name="csrf_token" value="')[2].partition(b'"')[0].decode()
    return (
        is_page(body) and len(token) > 30 and set(token) <= set(string.ascii_letters + string.digits + "-_=.")
    )


def many(count: int) -> Scenario:
    """The last of many routes, which has a parameter."""
    last = count - 1
    return Scenario(
        path=f"{path_of(last)}/77/detail",
        is_answer=lambda body: body == b"res%d 77" % last,
        type="text/plain",
    )


SCENARIOS = {
    "hello": Scenario(path="/", is_answer=lambda body: body == HELLO, type="text/plain"),
    "tagged": Scenario(path="/", is_answer=lambda body: body == HELLO, type="text/plain"),
    "param": Scenario(path="/user/12345", is_answer=lambda body: body == b"user 12345", type="text/plain"),
    "mw5": Scenario(path="/", is_answer=lambda body: body == HELLO, type="text/plain"),
    "routes1000": many(ROUTES),
    "json": Scenario(
        path="/echo",
        body=json.dumps(DOCUMENT).encode(),
        is_answer=lambda body: bool(json.loads(body) == DOCUMENT),
        type="application/json",
    ),
    "session": Scenario(path="/account", is_answer=is_page, type="text/html"),
    "notfound": Scenario(path="/no/such/path", status=404),
    "page": Scenario(path="/form", is_answer=is_form, type="text/html"),
    "routes10": many(10),
    "routes10000": many(10_000),
}
SCENARIOS |= dict.fromkeys(stores.NAMES, SCENARIOS["session"])
WITH_COOKIE = {"session", "page", *stores.NAMES}

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def passing(inner: Application) -> Application:
    """A WSGI application that only calls another."""

    def application(environ, start_response):
        return inner(environ, start_response)

    return application


@dataclass(frozen=True, slots=True)
class Answer:
    """What an application said."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def cookies(self) -> str:
        """The Cookie header with what a browser would keep of this."""
        kept = [value.partition(";")[0] for key, value in self.headers if key.lower() == "set-cookie"]
        return "; ".join(kept)

    def header(self, name: str) -> str:
        """The first value of a header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name), "")


def ask(application: Application, scenario: Scenario, cookie: str = "") -> Answer:
    """The answer to the request of a scenario."""
    return answered(application, scenario.environ(cookie) | {"wsgi.input": io.BytesIO(scenario.body)})


def answered(application: Application, environ: dict[str, Any]) -> Answer:
    """The answer to one request, read to its end and closed."""
    started: list[Any] = []
    chunks = application(environ, lambda status, headers, _=None: started.extend((status, headers)))
    body = b"".join(chunks)
    getattr(chunks, "close", lambda: None)()
    return Answer(int(started[0][:3]), started[1], body)


def check(application: Application, scenario: Scenario, cookie: str = "") -> None:
    """Raise ValueError unless the application answers as the scenario wants."""
    answer = ask(application, scenario, cookie)
    size = answer.header("content-length")
    right = (
        answer.status == scenario.status,
        answer.header("content-type").partition(";")[0] == scenario.type or not scenario.type,
        not size or int(size) == len(answer.body),
        scenario.is_answer(answer.body),
    )
    if not all(right):
        raise ValueError(f"{scenario.path}: {right}: {answer.status} {answer.headers} {answer.body[:300]!r}")
