"""Werkzeug without a framework: its Map, Request and Response."""

from __future__ import annotations

import json

from scenarios import HELLO, ROUTES, SECRET, TEMPLATE, USER, VALUES, Application, passing, path_of

IMPORTS = "import werkzeug.wrappers, werkzeug.routing"
COOKIE = ""


def build() -> dict[str, Application]:
    """One application for the small scenarios, one each for many routes and layers."""
    global COOKIE
    import jinja2
    from itsdangerous import URLSafeTimedSerializer
    from werkzeug.exceptions import HTTPException
    from werkzeug.routing import Map, Rule
    from werkzeug.wrappers import Request, Response

    template = jinja2.Environment(autoescape=True).from_string(TEMPLATE)
    serializer = URLSafeTimedSerializer(SECRET, salt="session")
    COOKIE = "session=" + serializer.dumps(USER)

    def text(body):
        return Response(body, mimetype="text/plain")

    def echo(request):
        return Response(json.dumps(request.get_json()), mimetype="application/json")

    def account(request):
        person = serializer.loads(request.cookies["session"], max_age=86400)
        return Response(template.render(person=person, **VALUES), mimetype="text/html")

    def application_of(rules):
        urls = Map(rules)

        def application(environ, start_response):
            try:
                endpoint, values = urls.bind_to_environ(environ).match()
                response = endpoint(Request(environ), **values)
            except HTTPException as error:
                response = error.get_response(environ)
            return response(environ, start_response)

        return application

    def numbered(name):
        return lambda _request, number: text(f"{name} {number}")

    small = application_of(
        [
            Rule("/", endpoint=lambda _request: text(HELLO), methods=["GET"]),
            Rule("/user/<number>", endpoint=numbered("user"), methods=["GET"]),
            Rule("/echo", endpoint=echo, methods=["POST"]),
            Rule("/account", endpoint=account, methods=["GET"]),
        ]
    )
    large = application_of(
        [
            Rule(path_of(route) + "/<number>/detail", endpoint=numbered(f"res{route}"), methods=["GET"])
            for route in range(ROUTES)
        ]
    )
    layered = small
    for _ in range(5):
        layered = passing(layered)
    return dict.fromkeys(("hello", "param", "json", "session", "notfound"), small) | {
        "routes1000": large,
        "mw5": layered,
    }
