"""Ours: each scenario as a gateway.yaml and a file of handlers, loaded as a server loads them."""

from __future__ import annotations

import io
import json
import logging
import tempfile
from pathlib import Path

from scenarios import (
    FORM_TEMPLATE,
    HELLO,
    ROUTES,
    SCENARIOS,
    SECRET,
    TEMPLATE,
    USER,
    VALUES,
    Application,
    ask,
    path_of,
)
from stores import addresses

IMPORTS = "import gateway.wsgi"
COOKIE = ""
COOKIES: dict[str, str] = {}
ENVIRON = {"GATEWAY_ENV": "production", "SESSION_KEY": SECRET}
HANDLERS = f"""
from gateway.http import Request

def hello(request: Request) -> bytes:
    return {HELLO!r}

def user(request: Request, number: str) -> str:
    return f"user {{number}}"

def echo(request: Request) -> dict:
    return request.json

def remember(request: Request) -> str:
    request.session["user"] = {USER!r}
    return "remembered"

def page(request: Request) -> dict:
    return {{"person": request.session["user"], **{VALUES!r}}}

def _layer():
    def passes(request, call_next):
        return call_next(request)
    return passes

# Five of their own: a layer that is named twice runs once.
passes_1, passes_2, passes_3, passes_4, passes_5 = (_layer() for _ in range(5))

def _numbered(name):
    def detail(request: Request, number: str) -> str:
        return f"{{name}} {{number}}"
    return detail

for _number in range(10_000):
    globals()[f"res{{_number}}"] = _numbered(f"res{{_number}}")
"""
# The peers make no entity tags, so neither do we: `tagged` is hello with the tag that is ours by default.
UNTAGGED = "settings: {etag: none}\n"
PLAIN = """
routes:
  - {path: /, handler: "FILE:hello", type: text}
  - {path: "/user/:number", handler: "FILE:user", type: text}
  - {path: /echo, methods: [POST], handler: "FILE:echo"}
"""
LAYERED = """
stacks:
  five: [STACK]
routes:
  - {path: /, stack: five, handler: "FILE:hello", type: text}
"""
PAGES = """
env: {SESSION_KEY: {secret: true}}
session: {keys: ["${SESSION_KEY}"], KEPT}
views: {directory: views}
stacks:
  plain: [session]
  web: [request_id, access_log, security_headers, session, csrf]
routes:
  - {path: /, stack: plain, handler: "FILE:remember"}
  - {path: /account, stack: plain, view: account.html, data: "FILE:page"}
  - {path: /form, stack: web, view: form.html, data: "FILE:page"}
"""
STORES = {
    "session": "store: cookie",
    "encrypted": "encrypt: true",
    "cookie-session": "format: cookie-session",
    "memory": "store: memory",
    "redis": 'store: redis, redis: {url: "ADDRESS"}',
    "sqlite": 'store: sql, sql: {url: "ADDRESS"}',
    "postgresql": 'store: sql, sql: {url: "ADDRESS"}',
}


def routes_text(count: int) -> str:
    """A configuration of many routes, each with a parameter and a handler of its own."""
    rows = (
        {"path": f"{path_of(number)}/:number/detail", "handler": f"FILE:res{number}", "type": "text"}
        for number in range(count)
    )
    return UNTAGGED + "routes:\n" + "".join(f"  - {json.dumps(row)}\n" for row in rows)


def write(folder: Path, name: str, text: str) -> Path:
    """A folder with a gateway.yaml, handlers of its own name, and two pages; the path of the file."""
    place = folder / name
    (place / "views").mkdir(parents=True)
    (place / "views" / "account.html").write_text(TEMPLATE)
    (place / "views" / "form.html").write_text(FORM_TEMPLATE)
    module = f"benchmark_{name}"
    (place / f"{module}.py").write_text(HANDLERS)
    file = place / "gateway.yaml"
    file.write_text("version: 1\n" + text.replace("FILE", module))
    return file


def build() -> dict[str, Application]:
    """One application for the small scenarios, one each for many routes, layers and pages."""
    global COOKIE
    from gateway.wsgi import load

    access = logging.getLogger("gateway.access")
    access.addHandler(logging.StreamHandler(io.StringIO()))
    access.setLevel(logging.INFO)
    access.propagate = False
    with tempfile.TemporaryDirectory() as folder:

        def app(name: str, text: str) -> Application:
            return load(write(Path(folder), name, text), environ=ENVIRON)

        small = app("small", UNTAGGED + PLAIN)
        there = addresses()
        kept = {
            name: app(
                name.replace("-", "_"),
                UNTAGGED + PAGES.replace("KEPT", how.replace("ADDRESS", there.get(name, ""))),
            )
            for name, how in STORES.items()
            if name in there or "ADDRESS" not in how
        }
        layered = app(
            "layered",
            UNTAGGED + LAYERED.replace("STACK", ", ".join(f"FILE:passes_{number}" for number in range(1, 6))),
        )
        for name, application in kept.items():
            COOKIES[name] = ask(application, SCENARIOS["hello"]).cookies()
        pages = kept["session"]
        COOKIE = ask(pages, SCENARIOS["page"], COOKIES["session"]).cookies() or COOKIES["session"]
        return dict.fromkeys(("hello", "param", "json", "notfound"), small) | {
            "tagged": app("tagged", PLAIN),
            "mw5": layered,
            "page": pages,
            **kept,
            "routes10": app("routes10", routes_text(10)),
            "routes1000": app("routes1000", routes_text(ROUTES)),
            "routes10000": app("routes10000", routes_text(10_000)),
        }
