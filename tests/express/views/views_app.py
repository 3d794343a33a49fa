"""The handlers of the views group."""

from __future__ import annotations

import re

from gateway.views import View, render


def tobi(request):
    return {"name": "Tobi"}


def jane(request):
    return {"name": "Jane"}


def nobody(request):
    return {"name": "nobody"}


def escaped(request):
    return View("hello", name="<b>\"T\" & 'J'</b>")


def hello(request, name):
    return View("hello", name=name)


def user(request):
    return View("user", user={"name": "Loki"})


def none(request):
    return View("none")


def plain(request):
    return render(request, "plain.txt", name="Jane")


def typed(request):
    return render(request, "hello", name="X")


def headers(request):
    return View("hello", name="H")


def order(request):
    request.state.two = request.state.three = "request"
    return View("order", three="render")


def text(request):
    return {"text": render(request, "hello", name="T").strip()}


def text_none(request):
    try:
        render(request, "none")
    except Exception:  # noqa: BLE001  (whatever it is that the lookup raises)
        return {"failed": True}, 500
    return {"failed": False}


def twice(request):
    return render(request, "hello", name="1").strip() + render(request, "hello", name="2").strip()


def globals_(request):
    return {"title": request.app.globals["title"]}


def markdown(text, values):
    return re.sub(r"(?m)^# (.+)$", r"<h1>\1</h1>", text).replace("{{ name }}", values["name"])
