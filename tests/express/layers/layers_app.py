"""The handlers and layers of the layers group."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.http import Response, send_status


@dataclass(frozen=True, kw_only=True)
class Note:
    """Writes down that it was passed."""

    name: str

    def __call__(self, request, call_next):
        request.state.seen = [*getattr(request.state, "seen", []), self.name]
        return call_next(request)


@dataclass(frozen=True, kw_only=True)
class Only:
    """Lets a role pass."""

    role: str

    def __call__(self, request, call_next):
        return call_next(request) if request.params["role"] == self.role else send_status(403)


def seen(request):
    return {"seen": getattr(request.state, "seen", [])}


def ended(request, call_next):
    return Response("ended early", 202)


def marked(request, call_next):
    response = call_next(request)
    response.headers["X-Layer"] = "yes"
    return response


def broken(request, call_next):
    raise RuntimeError("in a layer")


def by_origin(request, call_next):
    response = call_next(request)
    response.vary("Origin")
    return response


def vary(request):
    response = Response("varied")
    response.vary("Accept")
    return response


def of_the_path(request, call_next):
    request.state.seen = [request.params["id"]]
    return call_next(request)


def knows(name, password):
    return name == "tobi" and password == "fer:ret"


def guarded(request):
    return {"user": request.user}


def caught(request, error):
    return f"caught: {error}"


def who(request, error):
    return "who are you?"


def other_scheme(request, error):
    return "another scheme"
