"""Bottle, with its own signed cookie."""

from __future__ import annotations

from scenarios import HELLO, ROUTES, SCENARIOS, SECRET, TEMPLATE, USER, VALUES, Application, ask, path_of

IMPORTS = "import bottle"
COOKIE = ""


def build() -> dict[str, Application]:
    """One application for the small scenarios, one each for many routes and hooks."""
    global COOKIE
    import bottle
    import jinja2
    from bottle import request, response

    template = jinja2.Environment(autoescape=True).from_string(TEMPLATE)

    def text(body):
        response.content_type = "text/plain; charset=utf-8"
        return body

    def account():
        response.content_type = "text/html; charset=utf-8"
        return template.render(person=request.get_cookie("session", secret=SECRET), **VALUES)

    small = bottle.Bottle()
    small.get("/")(lambda: text(HELLO))
    small.get("/user/<number>")(lambda number: text(f"user {number}"))
    small.post("/echo")(lambda: request.json)
    small.get("/account")(account)
    large = bottle.Bottle()
    for route in range(ROUTES):
        name = f"res{route}"
        large.get(path_of(route) + "/<number>/detail")(lambda number, name=name: text(f"{name} {number}"))
    layered = bottle.Bottle()
    layered.get("/")(lambda: text(HELLO))
    for _ in range(5):
        layered.add_hook("before_request", lambda: None)
        layered.add_hook("after_request", lambda: None)

    writer = bottle.Bottle()
    writer.get("/")(lambda: response.set_cookie("session", USER, secret=SECRET))
    COOKIE = ask(writer, SCENARIOS["hello"]).header("set-cookie").partition(";")[0]
    return dict.fromkeys(("hello", "param", "json", "session", "notfound"), small) | {
        "routes1000": large,
        "mw5": layered,
    }
