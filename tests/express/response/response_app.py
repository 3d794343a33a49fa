"""The handlers of the response group."""

from __future__ import annotations

from typing import Any

from gateway.http import Response, jsonp, negotiate, redirect, send_status

KINDS: dict[str, Any] = {"html": "<p>hi</p>", "json": {"say": "hi"}, "text": "hi"}


class Ferret:
    """Something that JSON knows nothing of."""

    def __init__(self, name):
        self.name = name


def text(request):
    return "hello"


def empty(request):
    return ""


def octets(request):
    return bytes([0, 1, 2, 255])


def mapping(request):
    return {"name": "tobi", "age": 2}


def titled(request):
    return {"ok": True}, 203, {"X-Title": "a"}


def image(request):
    return b"no png"


def big(request):
    return "x" * 5000


def tagged(request):
    return Response("tagged", headers={"ETag": '"mine"'})


def stream(request):
    yield "one "
    yield "two"


def ended(request):
    return Response()


def written(request):
    return Response("longer", headers={"Content-Length": "3"})


def status(request, code):
    return "body", code


def only_status(request, code):
    return send_status(code)


def nothing(request, code):
    return Response(status=code)


def json_null(request):
    return Response.json(None)


def json_true(request):
    return Response.json(value=True)


def json_number(request):
    return Response.json(42)


def json_fraction(request):
    return Response.json(0.25)


def json_text(request):
    return Response.json('a "b" \u2028 é')


def json_nested(request):
    return {"a": [1, {"b": None}], "c": "<script>&</script>", "d": "line\n"}


def json_typed(request):
    response = Response.json({"a": 1})
    response.headers["Content-Type"] = "application/vnd.api+json"
    return response


def json_ferret(request):
    return {"pets": [Ferret("tobi")], "keeper": None}


def padded(request):
    return jsonp(request, {"a": "<b>", "c": "\u2028"})


def padded_missing(request):
    response = jsonp(request, {"error": "none"})
    response.status = 404
    return response


def padded_list(request):
    return jsonp(request, [1, 2])


def padded_null(request):
    return jsonp(request, None)


def set_twice(request):
    response = Response("set")
    response.headers["X-One"] = "1"
    response.headers["x-one"] = "2"
    return response


def set_list(request):
    return Response("set", headers=[("X-Many", "a"), ("X-Many", "b")])


def append(request):
    response = Response("set")
    response.headers.add("X-Many", "a")
    response.headers.add("X-Many", "b")
    response.headers.add("Link", "<http://a>")
    return response


def get(request):
    response = Response(headers={"X-One": "1"})
    return f"{response.headers.get('x-one')} {response.headers.get('X-Two', 'null')}", 200, response.headers


def removed(request):
    response = Response("removed", headers={"X-One": "1"})
    del response.headers["X-One"]
    return response


def split(request):
    return Response("never", headers={"X-One": "a\r\nX-Evil: b"})


def typed(request):
    return Response(b"typed", type=request.query["value"])


def typed_text(request):
    return Response("typed", type=request.query["value"])


def vary(request):
    response = Response("varied")
    for field in request.query.getlist("field"):
        response.vary(field)
    return response


def links(request):
    response = Response("linked")
    response.links(next="http://api.example.com/?page=2", last="http://api.example.com/?page=5")
    return response


def links_twice(request):
    response = Response("linked")
    response.links(next="/2")
    response.links(prev="/0")
    return response


def links_list(request):
    response = Response("linked")
    response.links(alternate=["/a", "/b"])
    return response


def location(request):
    response = Response("moved")
    response.location = request.query["to"]
    return response


def attachment(request):
    response = Response(b"attached")
    response.attachment(request.query.get("name"))
    return response


def negotiated(request):
    return negotiate(request, KINDS)


def negotiated_or_default(request):
    return negotiate(request, KINDS | {"default": Response.text("default")})


def negotiated_types(request):
    return negotiate(request, {"application/xml": "<hi/>", "text/csv": "hi,"})


def negotiated_and_varied(request):
    return negotiate(request, KINDS, vary=["Origin"])


def redirected(request):
    return redirect(request, request.query["to"], int(request.query.get("status", 302)))


def own_tag(body):
    return f'"own-{len(body)}"'


def ferret(value):
    """What JSON knows nothing of comes here."""
    if isinstance(value, Ferret):
        return f"the ferret {value.name}"
    raise TypeError(value)
