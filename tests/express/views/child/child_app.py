"""The handlers of the mounted child."""

from __future__ import annotations

from gateway.views import View


def hello(request):
    request.state.name = "child"
    return View("hello")
