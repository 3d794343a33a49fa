"""Requests as real Express 5 reads them; `record_express5_requests.mjs` writes the table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from gateway.http.app import App
from gateway.http.proxy import Proxied, trust
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.spans import Spans

CASES = json.loads((Path(__file__).parent / "express5_requests.json").read_text())["cases"]
NAMES = {
    "acceptsEncodings": "accepts_encodings", "acceptsCharsets": "accepts_charsets",
    "acceptsLanguages": "accepts_languages", "is": "is_type", "protocol": "scheme", "secure": "is_secure",
    "ip": "remote_addr", "ips": "access_route", "xhr": "is_xhr", "fresh": "is_fresh",
}  # fmt: skip
QUERIES = {"simple": "flat", "extended": "nested", False: "none"}

TOO_MUCH = "a query over its limits is refused, not made something else"
NO_ADDRESS = "what is no address ends the chain, and an address has no port"
NO_SCHEME = "a scheme is http or https, in any case"
NO_HOST = "a colon without a port behind it is no Host"
WHOLE = "a suffix longer than the whole is the whole (RFC 9110 §14.1.2)"
FOR_CACHES = "what a client says to caches says nothing about its own copy"
# What was asked, and of what: what we say, and why Express is not followed.
DIFFERENT = {
    ("query", "/?a[20]=1"): (None, TOO_MUCH),
    ("query", "/?a[b][c][d][e][f][g]=1"): (None, TOO_MUCH),
    ("ip", "203.0.113.9, nonsense"): ("192.0.2.1", NO_ADDRESS),
    ("ips", "203.0.113.9, nonsense"): ([], NO_ADDRESS),
    ("ip", "203.0.113.9:1234"): ("203.0.113.9", NO_ADDRESS),
    ("ips", "203.0.113.9:1234"): (["203.0.113.9"], NO_ADDRESS),
    ("ip", "[2001:db8::1]:80"): ("2001:db8::1", NO_ADDRESS),
    ("ips", "[2001:db8::1]:80"): (["2001:db8::1"], NO_ADDRESS),
    ("protocol", "HTTPS"): ("https", NO_SCHEME),
    ("secure", "HTTPS"): (True, NO_SCHEME),
    ("protocol", "javascript"): ("http", NO_SCHEME),
    ("host", "example.com:"): (None, NO_HOST),
    ("hostname", "example.com:"): (None, NO_HOST),
    ("subdomains", "example.com:"): ([], NO_HOST),
    ("range", "bytes=-20"): ({"type": "bytes", "spans": [[0, 9]]}, WHOLE),
    ("fresh", "no-cache"): (True, FOR_CACHES),
}


def made(headers=None, settings=None, peer="192.0.2.1", url="/", method="GET", **_):
    """The request that Express was given."""
    settings = settings or {}
    setting = settings.get("trust proxy")
    named = tuple(setting.split(", ")) if isinstance(setting, str) else setting
    trusts = None if setting is None else trust(named)
    app = App(
        url_for=str, respond=str, following=str, trusts=trusts,
        query=QUERIES[settings.get("query parser", "simple")],
        subdomain_offset=settings.get("subdomain offset", 2),
    )  # fmt: skip
    environ = {"REQUEST_METHOD": method, "REMOTE_ADDR": peer, "QUERY_STRING": url.partition("?")[2]}
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key.startswith("CONTENT_") else f"HTTP_{key}"] = value
    return (Request if trusts is None else Proxied)(environ, app)


def answer(request, ask, args=None, response=None, **_):
    """What the request says, in the terms of JSON."""
    said = getattr(request, NAMES.get(ask, ask))
    if response is not None:
        return said(Response(status=response["status"], headers=response["headers"]))
    if ask == "range":
        said = said(args[0], combine=len(args) > 1)
    elif args is not None:
        said = said(*args)
    if isinstance(said, Spans):
        return {"type": said.type, "spans": [[span.start, span.end] for span in said]}
    if isinstance(said, MultiDict):
        return {name: values if len(values) > 1 else values[0] for name, values in said.lists()}
    return None if said == "" else said


def title(case):
    """A case in a few words."""
    return f"{case['ask']}-{case.get('url') or list(case['headers'].values())}-{case['args']}"


def different(case):
    """What we say instead of what Express says, if anything."""
    asked_of = (case.get("url"), *case["headers"].values())
    return next((DIFFERENT[case["ask"], each] for each in asked_of if (case["ask"], each) in DIFFERENT), None)


@pytest.mark.parametrize("case", [case for case in CASES if not different(case)], ids=title)
def test_requests_say_what_those_of_express_say(case):
    assert answer(made(**case), **case) == case["answer"]


@pytest.mark.parametrize("case", [case for case in CASES if different(case)], ids=title)
def test_requests_differ_from_express_on_purpose(case):
    expected, reason = different(case)
    if reason is TOO_MUCH:
        with pytest.raises(BadRequest, match="the query has more than"):
            answer(made(**case), **case)
    else:
        assert answer(made(**case), **case) == expected, reason
