"""A client of OAuth 2.0, and a person, at the sandbox of a site."""

from __future__ import annotations

import re
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit

import orjson

from gateway.login.sandbox.provider import consumer
from tests.login.site import KEYS

SANDBOX = "/-/sandbox"
CLIENT_ID, CLIENT_SECRET = consumer(KEYS[0])
BACK = "http://127.0.0.1:3000/callback?x=1"
VERIFIER = "a-verifier.of_the~tests-" + "0123456789" * 3
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "client_id": CLIENT_ID,
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": "openid profile email offline_access",
    "state": "st&te=1",
    "nonce": "n-once",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


def changed(known, changes):
    """The parameters with changes; those that become None are left out."""
    return {name: value for name, value in {**known, **changes}.items() if value is not None}


def ask(browser, **changes):
    """What the authorization endpoint answers."""
    return browser.get(f"{SANDBOX}/oauth2/authorize?{urlencode(changed(ASKED, changes), doseq=True)}")


def choose(browser, page, person="fennmark"):
    """What follows from a person's choice on a page."""
    asked = re.search(rb'name="asked" value="([^"]+)"', page.body)[1].decode()
    return browser.post(f"{SANDBOX}/oauth2/authorize", {"asked": asked, "person": person})


def query(response):
    """The query of where a response sends the browser."""
    return dict(parse_qsl(urlsplit(response.location).query))


def code_for(browser, person="fennmark", **changes):
    return query(choose(browser, ask(browser, **changes), person))["code"]


def basic(client_id=CLIENT_ID, client_secret=CLIENT_SECRET):
    """A header by which a client names itself."""
    return "Basic " + b64encode(f"{quote_plus(client_id)}:{quote_plus(client_secret)}".encode()).decode()


def exchange(browser, header=None, **fields):
    """What the token endpoint answers."""
    known = {"grant_type": "authorization_code", "redirect_uri": BACK, "code_verifier": VERIFIER}
    sent = urlencode(changed(known, fields), doseq=True).encode()
    named = {"AUTHORIZATION": basic() if header is None else header} if header != "" else {}
    return browser.send("POST", f"{SANDBOX}/oauth2/token", sent, **named)


def log_in(browser, person="fennmark", **changes):
    """The tokens of a person who agreed."""
    return orjson.loads(exchange(browser, code=code_for(browser, person, **changes)).body)


def refresh(browser, token, **more):
    return exchange(browser, grant_type="refresh_token", refresh_token=token, redirect_uri=None, **more)


def opened(browser, path, token, method="GET"):
    """What an access token opens."""
    return browser.send(method, SANDBOX + path, AUTHORIZATION=f"Bearer {token}")
