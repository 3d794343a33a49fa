from __future__ import annotations

import pytest

COOKIES = """
from gateway.http import Response

def put(request):
    response = Response("x")
    response.set_cookie("cart", request.query["value"], signed=True, max_age=60)
    return response

def layer(request, call_next):
    response = call_next(request)
    response.set_cookie("seen", 1, signed=True)
    return response

def encoded(request):
    response = Response("x")
    response.set_cookie("a", "b", signed=True, encode=str.swapcase)
    return response

def read(request):
    return {"cart": request.signed_cookies.get("cart"), "raw": request.cookies.get("cart")}

def taken():
    return 1

number = 7
"""
FILES = {"baked.py": COOKIES}
ROUTES = """
routes:
  - {path: /put, handler: "baked:put"}
  - {path: /layer, handler: "baked:put", stack: ["baked:layer"]}
  - {path: /encoded, handler: "baked:encoded"}
  - {path: /read, handler: "baked:read"}
"""
OLD, NEW = "o" * 32, "n" * 32


def keys(*texts):
    return f"settings: {{cookies: {{keys: [{', '.join(texts)}]}}}}{ROUTES}"


@pytest.mark.parametrize("value", ["7", "a.b.c", "é;,% ", ""])
def test_signed_cookie_comes_back(client, value):
    browser = client(keys(OLD), FILES)
    browser.get("/put", query_string={"value": value})

    assert browser.get("/read").json["cart"] == value


def test_changed_cookie_does_not_come_back(client):
    browser = client(keys(OLD), FILES)
    browser.get("/put?value=7")
    signed = browser.get_cookie("cart").decoded_value
    browser.set_cookie("cart", signed.replace("7.", "8."))

    assert browser.get("/read").json == {"cart": None, "raw": signed.replace("7.", "8.")}


def test_cookie_of_an_older_key_comes_back(client, monkeypatch):
    browser = client(keys(OLD), FILES)
    browser.get("/put?value=7")
    signed = browser.get_cookie("cart").value
    later = client(keys(NEW, OLD), FILES)
    later.set_cookie("cart", signed)

    assert later.get("/read").json["cart"] == "7"


def test_layer_signs_as_handlers_do(client):
    answer = client(keys(OLD), FILES).get("/layer?value=7")
    cart, seen = answer.headers.getlist("Set-Cookie")

    assert cart.startswith("cart=7.")
    assert "; Max-Age=60; " in cart
    assert seen.startswith("seen=1.")


def test_signature_is_encoded_as_the_value_is(client):
    line = client(keys(OLD), FILES).get("/encoded").headers["Set-Cookie"]

    assert line.startswith("a=B.")


def test_cookie_cannot_be_signed_without_a_key(client, error_log):
    answer = client(ROUTES, FILES).get("/put?value=7")

    assert (answer.status_code, "Set-Cookie" in answer.headers) == (500, False)
    assert "settings.cookies.keys" in error_log[0].getMessage()


@pytest.mark.parametrize(
    ("encoder", "said"),
    [
        ("baked:gone", '2:28 GW061 baked has no "gone"'),
        ("baked:number", '2:28 GW062 "baked:number" is int'),
        ("baked:taken", "2:28 GW063 baked:taken is called with (value)"),
    ],
)
def test_encoder_that_cannot_be_called_is_refused(refused, encoder, said):
    (problem,) = refused(f'settings: {{json: {{encoder: "{encoder}"}}}}{ROUTES}', FILES)

    assert problem.startswith(said)
