"""The handlers of the defaults group."""

from __future__ import annotations

from gateway.http import Response, send_status


def query(request):
    return dict(request.query)


def origin(request):
    return {"ip": request.remote_addr, "scheme": request.scheme, "host": request.host}


def cookie(request):
    response = Response("set")
    response.set_cookie("name", "value")
    return response


def missing(request):
    return send_status(404)


def error(request):
    raise RuntimeError("a secret")


def settings(request):
    own = request.app.settings["own"]
    return {
        "environment": request.app.environment,
        "title": own["title"],
        "none": own.get("none"),
        "is_on": bool(own.get("feature")),
    }
