from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.test import create_environ

from gateway.http import Request, Response, cookies, jsonp, negotiate, redirect, send_status
from gateway.http.app import App
from gateway.http.json_writing import encoder
from gateway.http.results import Results

RECORDED = json.loads(Path(__file__).with_name("express5_responses.json").read_text(encoding="utf-8"))[
    "cases"
]
WORDS = {"maxAge": "max_age", "httpOnly": "http_only", "sameSite": "same_site"}
# What is different on purpose: redirects are the same for all (W28), and only text gets a charset (W7).
OTHER_TYPES = {
    'set [["Content-Type", "text/html; charset=iso-8859-1"]]': "text/html; charset=iso-8859-1",
    'set [["Content-Type", "image/png"]]': "image/png",
    'format ["text/csv", "application/xml"] {"accept": "application/xml"}': "application/xml",
    'format ["nope", "html"]': "application/octet-stream",
    'format ["image/svg+xml", "png"] {"accept": "image/*"}': "image/svg+xml",
}
KEPT = {
    "content-type", "content-length", "vary", "link", "location", "set-cookie", "x-content-type-options",
    "x-a",
}  # fmt: skip


def asked(around):
    """The request, and the service as its settings are."""
    write = encoder(around.get("indent", 0), escape_html=around.get("escape", False))
    app = App(
        url_for=str, respond=str, following=str, encode_json=write,
        jsonp_parameter=around.get("parameter", "callback"),
    )  # fmt: skip
    environ = create_environ(query_string=around.get("query", ""), method=around.get("method", "GET"))
    if "accept" in around:
        environ["HTTP_ACCEPT"] = around["accept"]
    return Request(environ, app)


def typed(_request, type_):
    return Response(b"x", type=type_)


def varied(_request, before, *fields):
    response = Response("x", headers=None if before is None else {"Vary": before})
    for field in fields:
        response.vary(field)
    return response


def linked(_request, *each):
    response = Response("x")
    for links in each:
        response.links(**links)
    return response


def located(_request, url):
    response = Response("x")
    response.location = url
    return response


def attributes(options):
    """A cookie's attributes in our words and units, without ours of those that are not given."""
    given = {WORDS.get(key, key): value for key, value in options.items()}
    for name in {"max_age", "expires"} & given.keys():
        given[name] /= 1000
    return {"http_only": False, "same_site": None} | given


def baked(_request, name, value, options=None):
    response = Response("x")
    response.set_cookie(name, value, **attributes(options or {}))
    return response


def cleared(_request, name, options=None):
    response = Response("x")
    response.delete_cookie(name, **attributes(options or {}))
    return response


def with_status(_request, status):
    return "x", status


def said(_request, status):
    return send_status(status)


def sent(_request, kind, value):
    return value.encode() if kind == "bytes" else value


def with_headers(_request, *pairs):
    response = Response("x")
    for name, value in pairs:
        response.headers[name] = value
    return response


def with_more_headers(_request, *pairs):
    response = Response("x")
    for name, value in pairs:
        response.headers.add(name, value)
    return response


def chosen(request, *kinds):
    return negotiate(request, {kind: partial("as {}".format, kind) for kind in kinds})


ACTS = {
    "type": typed, "vary": varied, "links": linked, "location": located, "redirect": redirect,
    "cookie": baked, "clear": cleared, "json": lambda _request, value: Response.json(value), "jsonp": jsonp,
    "status": with_status, "sendStatus": said, "send": sent, "set": with_headers,
    "append": with_more_headers, "format": chosen,
}  # fmt: skip


def answer(case):
    """What a server gets from us: status, the headers that are compared, and body; 500 for a refusal."""
    request, started = asked(case.get("around", {})), []
    try:
        result = ACTS[case["group"]](request, *case["args"])
        response = Results(encode_json=request.app.encode_json).to_response(result, request)
    except (ValueError, TypeError):
        return 500, [], ""
    except HTTPException as error:
        return error.code, [("vary", dict(error.get_headers()).get("Vary"))], ""
    body = b"".join(response.send(request.method, lambda *given: started.extend(given)))
    headers = [(name.lower(), value) for name, value in started[1] if name.lower() in KEPT]
    return int(started[0][:3]), sorted(headers, key=lambda pair: pair[0]), body.decode()


def expected(case):
    """What Express answers, but for what is different on purpose."""
    headers = [(name, _ours(case, name, value)) for name, value in case["headers"]]
    if case["group"] == "redirect":
        headers.remove(("vary", "Accept"))
    if case["status"] >= 400 and not case["body"]:
        return case["status"], [pair for pair in headers if pair[0] == "vary" and case["status"] == 406], ""
    return case["status"], headers, case["body"]


def _ours(case, name, value):
    """A header as we send it: without the charset of JSON, which has none (W6, RFC 8259)."""
    if name == "content-type" and name_of(case) in OTHER_TYPES:
        return OTHER_TYPES[name_of(case)]
    if name == "content-type" and value.startswith("application/") and "json" in value:
        return value.replace("; charset=utf-8", "")
    return value


def name_of(case):
    """The case as it is known by: group, arguments, and what is around it."""
    around = [json.dumps(case["around"])] if "around" in case else []
    return " ".join([case["group"], json.dumps(case["args"]), *around])


@pytest.mark.parametrize("case", RECORDED, ids=name_of)
def test_response_is_as_express_makes_it(monkeypatch, case):
    monkeypatch.setattr(cookies, "time", lambda: 1_000_000_000.0)

    assert answer(case) == expected(case)
