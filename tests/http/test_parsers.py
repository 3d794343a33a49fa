"""The same bodies as Express 5 got, and what it made of them (record_express5_bodies.mjs)."""

from __future__ import annotations

import base64
import json
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

RECORDED = json.loads(Path(__file__).with_name("express5_bodies.json").read_text(encoding="utf-8"))
ROUTES = {
    "json": "{parser: json}",
    "json-loose": "{parser: json, strict: false}",
    "json-small": "{parser: json, max_size: 20B}",
    "json-any": '{parser: json, types: ["*/*"]}',
    "json-plus": '{parser: json, types: ["+json"]}',
    "json-types": "{parser: json, types: [json, text/x-json, application/csp-report]}",
    "json-packed": "{parser: json, inflate: false}",
    "json-hook": '{parser: json, hook: "served:dated"}',
    "json-verify": '{parser: json, verify: "served:verified"}',
    "form": "{parser: form}",
    "form-nested": "{parser: form, nested: true}",
    "form-few": "{parser: form, max_fields: 3}",
    "form-shallow": "{parser: form, nested: true, max_depth: 2}",
    "form-small": "{parser: form, max_size: 10B}",
    "form-latin": "{parser: form, charset: iso-8859-1}",
    "text": "{parser: text}",
    "text-any": '{parser: text, types: ["*/*"]}',
    "text-latin": "{parser: text, charset: iso-8859-1}",
    "text-small": "{parser: text, max_size: 10B}",
    "text-html": "{parser: text, types: [html]}",
    "bytes": "{parser: bytes}",
    "bytes-any": '{parser: bytes, types: ["*/*"]}',
    "bytes-image": '{parser: bytes, types: ["image/*", pdf]}',
    "bytes-small": '{parser: bytes, types: ["*/*"], max_size: 10B}',
    "bytes-packed": '{parser: bytes, types: ["*/*"], inflate: false}',
    "bytes-verify": '{parser: bytes, types: ["*/*"], verify: "served:long"}',
    "several": "[{parser: json, max_size: 20B}, {parser: form}, {parser: text, max_size: 10B}]",
}
HANDLERS = """
import base64, json

def told(request):
    body = request.body
    if request.body_parser is None:
        return {"none": True}
    if isinstance(body, bytes):
        return {"bytes": base64.b64encode(body).decode()}
    if hasattr(body, "lists"):
        body = {name: values if len(values) > 1 else values[0] for name, values in body.lists()}
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    return {"size": len(text)} if len(text) > 1000 else {"body": body}

def failed(request, error):
    names = ("type", "limit", "expected", "received", "charset", "encoding")
    return {"error": {name: said for name in names if (said := getattr(error, name, None)) is not None}}

def dated(value):
    return f"on {value['date']}" if "date" in value else value

def verified(request, data):
    if b"own" in data:
        raise HTTPError(401, type="own.type")
    if b"bad" in data:
        raise KeyError("bad")

def long(request, data):
    return len(data) >= 3
"""


EMPTY = "nothing is no JSON value: W19 of the design, and 400 where the body is required"
OWN_LIMIT = "a route's limit holds before its types are looked at"
FLAT = "names of flat fields stay as they were sent"
DIFFERENT = [
    # route, type, what is sent, encoding, what we answer instead, why
    ("json", "application/json", b"", None, 200, {"none": True}, EMPTY),
    ("json", "application/json", b"", "gzip", 200, {"none": True}, EMPTY),
    ("json", "application/json", b"", "deflate", 200, {"none": True}, EMPTY),
    ("json", "application/json", b"", "br", 200, {"none": True}, EMPTY),
    ("json-loose", "application/json", b"", None, 200, {"none": True}, EMPTY),
    ("json-verify", "application/json", b"", None, 200, {"none": True}, EMPTY),
    ("several", "application/json", b"", None, 200, {"none": True}, EMPTY),
    ("json", "application/json", b"[1e400]", None, 400, "entity.parse.failed", "no float is that large"),
    (
        "json", "application/json", b"[12345678901234567890]", None,
        200, {"body": [12345678901234567890]}, "Python's numbers are exact",
    ),
    (
        "json", "application/json", b'["\\ud800"]', None,
        400, "entity.parse.failed", "half a character is no text that could be sent on",
    ),
    (
        "json", "application/json", b"[" * 2000 + b"]" * 2000, None,
        400, "entity.parse.failed", "bombs of brackets: W21 of the design",
    ),
    (
        "json", "application/json", b'{"a":"\xff"}', None,
        400, "entity.parse.failed", "invalid UTF-8 would be lost: W19 of the design",
    ),
    (
        "json", "application/problem+json", b'{"a":1}', None,
        200, {"body": {"a": 1}}, "what is called +json is JSON",
    ),
    (
        "json", "application/json; charset=utf-7", b'{"a":1}', None,
        415, "charset.unsupported", "UTF-7 is for attacks only",
    ),
    ("json-small", "text/plain", b'{"a":"0123456789012"}', None, 413, "entity.too.large", OWN_LIMIT),
    (
        "json", "application/json", base64.b64decode("CwOAeyJhIjoxfQNqdW5r"), "br",
        400, "encoding.broken", "brotli's decoder refuses what follows the end",
    ),
    (
        "json", "application/json", base64.b64decode("q1ZKVLIyrAUA"), "deflate",
        200, {"body": {"a": 1}}, "bare deflate is sent by some clients",
    ),
    (
        "json", "application/json",
        base64.b64decode("H4sIAAAAAAAAA5Pv5mAAA+bVYV4hm4zWsDKsXyMdxg4UAgCKq7HcGwAAAA=="), "gzip, gzip",
        200, {"body": {"a": 1}}, "several codings, as RFC 9110 has them",
    ),
    ("form", "application/x-www-form-urlencoded", b"[a]=1", None, 200, {"body": {"[a]": "1"}}, FLAT),
    ("form", "application/x-www-form-urlencoded", b"[0]=1", None, 200, {"body": {"[0]": "1"}}, FLAT),
    (
        "form-nested", "application/x-www-form-urlencoded", b"a[150]=x", None,
        400, "querystring.parse.rangeError", "over the limit of a list is an error: W18 of the design",
    ),
    (
        "text", "text/plain; charset=shift_jis", b"\x80\xe9AB", None,
        200, {"body": "\ufffd\u9874B"}, "Python's table has no such character",
    ),
    ("text", "text/html", b"\x80\xe9AB", None, 200, {"body": "\ufffd\ufffdAB"}, "text is text/*"),
    ("text", "text/plain+x", b"\x80\xe9AB", None, 200, {"body": "\ufffd\ufffdAB"}, "text is text/*"),
    ("several", "text/csv", b"a,b", None, 200, {"body": "a,b"}, "text is text/*"),
]  # fmt: skip


def sent(case):
    """The bytes of a request."""
    if "base64" in case:
        return base64.b64decode(case["base64"])
    return "".join(text * count for text, count in case.get("times", [[case.get("text", ""), 1]])).encode()


def answered(client, case):
    """Status and JSON of our service."""
    data = sent(case)
    headers = {"Content-Type": case.get("type"), "Content-Encoding": case.get("encoding")}
    environ = {"wsgi.input": BytesIO(data)}
    if case.get("chunked"):
        environ |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    else:
        environ["CONTENT_LENGTH"] = str(len(data))
    answer = client.open(
        f"/{case['route']}",
        method=case.get("method", "POST"),
        headers={name: value for name, value in headers.items() if value is not None},
        environ_overrides=environ,
    )
    return answer.status_code, answer.json


def agrees(ours, theirs):
    """The same value; or an error that says at least the same, but for how much was read before it."""
    if "error" not in theirs:
        return ours == theirs
    said = {name: value for name, value in theirs["error"].items() if name != "received"}
    return said.items() <= ours["error"].items()


def different(case):
    """What we answer otherwise, and why; None where we agree."""
    key = (case["route"], case.get("type"), sent(case), case.get("encoding"))
    return next((one[4:] for one in DIFFERENT if one[:4] == key), None)


CASES = [pytest.param(case, id=f"{number}-{case['route']}") for number, case in enumerate(RECORDED["cases"])]


@pytest.fixture(scope="module")
def services():
    """The one service that all requests go to, as soon as it is there."""
    return []


@pytest.fixture
def ask(serve, services):
    """What our service with the same parsers answers."""
    if not services:
        rows = "".join(
            f'  - {{path: /{name}, methods: [ANY], handler: "served:told", body: {body}}}\n'
            for name, body in ROUTES.items()
        )
        head = 'settings: {body: {max_size: 102400B}}\nerrors: [{on: 4xx, handler: "served:failed"}]\n'
        services.append(serve(f"{head}routes:\n{rows}", HANDLERS))
    return partial(answered, services[0])


@pytest.mark.parametrize("case", [case for case in CASES if different(case.values[0]) is None])
def test_body_is_what_express_makes_of_it(ask, case):
    status, told = ask(case)

    assert status == case["status"]
    assert agrees(told, case["told"]), (told, case["told"])


@pytest.mark.parametrize("case", [case for case in CASES if different(case.values[0]) is not None])
def test_body_is_deliberately_something_else(ask, case):
    status, told = ask(case)
    expected_status, expected, reason = different(case)

    assert (status, told.get("error", {}).get("type") or told) == (expected_status, expected), reason
    assert status != case["status"] or not agrees(told, case["told"])


def test_every_difference_is_met():
    keys = {(case["route"], case.get("type"), sent(case), case.get("encoding")) for case in RECORDED["cases"]}

    assert keys >= {one[:4] for one in DIFFERENT}
