"""The floor: each scenario as a function written for it alone."""

from __future__ import annotations

import base64
import hmac
import json

from scenarios import HELLO, ROUTES, SECRET, TEMPLATE, USER, VALUES, Application, passing, path_of

IMPORTS = "import hmac, base64, json"
KEY = SECRET.encode()
TEXT = ("Content-Type", "text/plain; charset=utf-8")


def signed(value: object) -> str:
    """A cookie of JSON and its HMAC."""
    payload = base64.urlsafe_b64encode(json.dumps(value).encode())
    return (payload + b"." + base64.urlsafe_b64encode(hmac.digest(KEY, payload, "sha256"))).decode()


def verified(cookie: str) -> dict[str, object]:
    """What a signed cookie holds; ValueError if its signature is wrong."""
    payload, _, signature = cookie.partition("session=")[2].encode().partition(b".")
    if not hmac.compare_digest(base64.urlsafe_b64decode(signature), hmac.digest(KEY, payload, "sha256")):
        raise ValueError
    return json.loads(base64.urlsafe_b64decode(payload))


COOKIE = "session=" + signed(USER)


def build() -> dict[str, Application]:
    """One function a scenario; the ones that render import Jinja."""
    import jinja2

    template = jinja2.Environment(autoescape=True).from_string(TEMPLATE)
    table = {path_of(number): f"res{number}" for number in range(ROUTES)}

    def reply(start_response, body, kind=TEXT, status="200 OK"):
        start_response(status, [kind, ("Content-Length", str(len(body)))])
        return (body,)

    def hello(_environ, start_response):
        return reply(start_response, HELLO)

    def param(environ, start_response):
        return reply(start_response, b"user " + environ["PATH_INFO"][6:].encode())

    def echo(environ, start_response):
        value = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        return reply(start_response, json.dumps(value).encode(), ("Content-Type", "application/json"))

    def account(environ, start_response):
        page = template.render(person=verified(environ["HTTP_COOKIE"]), **VALUES).encode()
        return reply(start_response, page, ("Content-Type", "text/html; charset=utf-8"))

    def routes(environ, start_response):
        route, value, _ = environ["PATH_INFO"].rsplit("/", 2)
        return reply(start_response, f"{table[route]} {value}".encode())

    def notfound(_environ, start_response):
        return reply(start_response, b"Not Found", status="404 Not Found")

    layered = hello
    for _ in range(5):
        layered = passing(layered)
    return {
        "hello": hello,
        "param": param,
        "mw5": layered,
        "routes1000": routes,
        "json": echo,
        "session": account,
        "notfound": notfound,
    }
