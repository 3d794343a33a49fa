"""Falcon, and on it the example's stack written by hand with ordinary parts."""

from __future__ import annotations

import hmac
import io
import json
import logging
import secrets
import time
from typing import Any

from peers import by_hand
from scenarios import (
    FORM_TEMPLATE,
    HELLO,
    ROUTES,
    SECRET,
    TEMPLATE,
    USER,
    VALUES,
    Application,
    path_of,
)

IMPORTS = "import falcon"
COOKIE = ""
COOKIES: dict[str, str] = {}
TEXT, HTML = "text/plain; charset=utf-8", "text/html; charset=utf-8"
SECURITY = {
    "Content-Security-Policy": "default-src 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


class Hello:
    """A fixed text."""

    def on_get(self, _request, response):
        response.content_type = TEXT
        response.data = HELLO


class Named:
    """A text with a parameter."""

    def __init__(self, name: str) -> None:
        self.name = name

    def on_get(self, _request, response, number):
        response.content_type = TEXT
        response.text = f"{self.name} {number}"


class Echo:
    """JSON in, the same out."""

    def on_post(self, request, response):
        response.media = request.get_media()


class Account:
    """A signed cookie and a page."""

    def __init__(self, template: Any, serializer: Any) -> None:
        self.template = template
        self.serializer = serializer

    def on_get(self, request, response):
        person = self.serializer.loads(request.cookies["session"], max_age=86400)
        response.content_type = HTML
        response.text = self.template.render(person=person, **VALUES)


class Layer:
    """Passes a request through."""

    def process_request(self, request, response):
        pass

    def process_response(self, request, response, resource, succeeded):
        pass


class Identified:
    """A request id, kept if a client sent a good one."""

    def process_request(self, request, _response):
        request.context.id = request.get_header("X-Request-ID") or secrets.token_hex(16)

    def process_response(self, request, response, _resource, _succeeded):
        response.set_header("X-Request-ID", request.context.id)


class Logged:
    """One line of JSON for each request."""

    def __init__(self) -> None:
        self.log = logging.getLogger("benchmark.access")
        self.log.addHandler(logging.StreamHandler(io.StringIO()))
        self.log.setLevel(logging.INFO)
        self.log.propagate = False

    def process_request(self, request, _response):
        request.context.started = time.perf_counter()

    def process_response(self, request, response, _resource, _succeeded):
        entry = {
            "time": time.time(),
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "duration": time.perf_counter() - request.context.started,
            "remote": request.remote_addr,
            "agent": request.user_agent,
            "id": request.context.id,
        }
        self.log.info(json.dumps(entry))


class Secured:
    """The security headers of the example."""

    def process_response(self, _request, response, _resource, _succeeded):
        response.set_headers(SECURITY)


class Remembered:
    """A signed session, written again when it changed."""

    def __init__(self, serializer: Any) -> None:
        self.serializer = serializer

    def process_request(self, request, _response):
        cookie = request.cookies.get("session")
        request.context.session = self.serializer.loads(cookie, max_age=86400) if cookie else {}
        request.context.before = dict(request.context.session)

    def process_response(self, request, response, _resource, _succeeded):
        if request.context.session != request.context.before:
            response.set_cookie("session", self.serializer.dumps(request.context.session), secure=False)


class Guarded:
    """CSRF: the origin, then the token."""

    def process_request(self, request, _response):
        if request.method == "POST":
            sent = bytes.fromhex(request.get_header("X-CSRF-Token") or "")
            pad, masked = sent[:32], sent[32:]
            token = bytes(a ^ b for a, b in zip(pad, masked, strict=True))
            if not hmac.compare_digest(token.hex(), request.context.session.get("csrf", "")):
                raise PermissionError


class Form:
    """The page with a masked token in its form."""

    def __init__(self, template: Any) -> None:
        self.template = template

    def on_get(self, request, response):
        session = request.context.session

        def csrf_token() -> str:
            token = bytes.fromhex(session.setdefault("csrf", secrets.token_hex(32)))
            pad = secrets.token_bytes(32)
            return (pad + bytes(a ^ b for a, b in zip(pad, token, strict=True))).hex()

        response.content_type = HTML
        response.text = self.template.render(person=session, csrf_token=csrf_token, **VALUES)


def build() -> dict[str, Application]:
    """One application for the small scenarios, one each for many routes, layers and the stack."""
    global COOKIE
    import falcon
    import jinja2
    from itsdangerous import URLSafeTimedSerializer

    pages = jinja2.Environment(autoescape=True)
    serializer = URLSafeTimedSerializer(SECRET, salt="session")
    COOKIE = "session=" + serializer.dumps(USER | {"csrf": secrets.token_hex(32)})

    small = falcon.App()
    small.add_route("/", Hello())
    small.add_route("/user/{number}", Named("user"))
    small.add_route("/echo", Echo())
    small.add_route("/account", Account(pages.from_string(TEMPLATE), serializer))
    large = falcon.App()
    for number in range(ROUTES):
        large.add_route(path_of(number) + "/{number}/detail", Named(f"res{number}"))
    layered = falcon.App(middleware=[Layer() for _ in range(5)])
    layered.add_route("/", Hello())
    stack = [Identified(), Logged(), Secured(), Remembered(serializer), Guarded()]
    stacked = falcon.App(middleware=stack)
    stacked.add_route("/form", Form(pages.from_string(FORM_TEMPLATE)))
    kept = by_hand.applications(pages.from_string(TEMPLATE))
    COOKIES.update({name: cookie for name, (_, cookie) in kept.items()})
    return dict.fromkeys(("hello", "param", "json", "session", "notfound"), small) | {
        "routes1000": large,
        "mw5": layered,
        "page": stacked,
        **{name: application for name, (application, _) in kept.items()},
    }
