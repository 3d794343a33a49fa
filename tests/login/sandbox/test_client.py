"""How a client names itself at the token endpoint."""

from __future__ import annotations

from base64 import b64encode

import orjson
import pytest

from gateway.http.app import App
from gateway.http.request import Request
from gateway.login.sandbox.client import Client
from gateway.login.sandbox.fields import Fields
from gateway.login.sandbox.refusals import Refusal
from tests.login.sandbox.asking import CLIENT_ID, CLIENT_SECRET, basic, code_for, exchange


def told(text):
    return "Basic " + b64encode(text.encode()).decode()


def test_by_header_and_by_form_are_the_same(browser):
    by_form = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    answers = [
        exchange(browser, basic(), code=code_for(browser)),
        exchange(browser, basic(), code=code_for(browser), client_id=CLIENT_ID),
        exchange(browser, "", code=code_for(browser), **by_form),
    ]

    assert [answer.status for answer in answers] == [200, 200, 200]


@pytest.mark.parametrize(
    "header",
    [
        basic(client_secret="wrong"),
        basic(client_id="other"),
        basic(client_secret=""),
        told(CLIENT_ID),
        told(""),
        "Basic not-base64!",
        "Basic /w==",
        "Basic",
        basic().replace("Basic", "Bearer"),
    ],
)
def test_a_wrong_header_is_a_401_that_says_how(browser, header):
    """RFC 6749 §5.2."""
    answer = exchange(browser, header, code=code_for(browser))

    assert (answer.status, orjson.loads(answer.body)["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="sandbox"'


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"client_id": CLIENT_ID},
        {"client_id": CLIENT_ID, "client_secret": "wrong"},
        {"client_id": "other", "client_secret": CLIENT_SECRET},
        {"client_id": CLIENT_ID, "client_secret": [CLIENT_SECRET, CLIENT_SECRET]},
    ],
)
def test_wrong_fields_are_a_401(browser, fields):
    answer = exchange(browser, "", code=code_for(browser), **fields)

    assert (answer.status, orjson.loads(answer.body)["error"]) == (401, "invalid_client")
    assert "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize("fields", [{"client_secret": CLIENT_SECRET}, {"client_id": "other"}])
def test_two_ways_at_once_are_refused(browser, fields):
    """RFC 6749 §2.3."""
    answer = exchange(browser, basic(), code=code_for(browser), **fields)

    assert (answer.status, orjson.loads(answer.body)["error"]) == (400, "invalid_request")


def request_with(header):
    app = App(url_for=str, respond=str, following=str)
    return Request({"REQUEST_METHOD": "POST", "HTTP_AUTHORIZATION": header}, app)


def test_id_and_secret_are_form_decoded():
    """RFC 6749 §2.3.1: what separates them may be in them."""
    client = Client("a:b c", "&+/%-:é")
    client.check(request_with(basic("a:b c", "&+/%-:é")), Fields({}, ()))

    with pytest.raises(Refusal):
        client.check(request_with(told("a:b c:&+/%-:é")), Fields({}, ()))


def test_the_secret_is_not_shown():
    assert "hush" not in repr(Client("site", "hush"))
