"""Logins at a provider on oauthlib, over real sockets; and oauthlib's client at our sandbox."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs, parse_qsl, urlsplit

import orjson
import pytest
from oauthlib.oauth1 import Client

from gateway.login.oauth1 import Oauth1
from gateway.login.pool import Pool
from tests.login.oauthlib_provider import OauthlibProvider
from tests.login.site import PUBLIC_URL, SECRET, Browser, browser_at, sandbox_site


@pytest.fixture
def provider():
    provider = OauthlibProvider("site", SECRET)
    yield provider
    provider.close()


def log_in(browser, provider):
    return browser.get(provider.agree(browser.get("/login").location))


@pytest.mark.case(33, 34, 43, 44)
def test_a_person_logs_in_at_an_independent_provider(provider):
    """The secret has & + / % - in it; id above 2^53; 18 kB of profile."""
    browser = browser_at(provider)
    landed = log_in(browser, provider)

    assert (landed.status, landed.location) == (303, "/")
    assert browser.user == {
        "id_str": "9007199254740993",
        "name": "Rosalba Ebbesen",
        "screen_name": "rosalba",
        "profile_image_url_https": "https://pictures.example/rosalba.png",
    }
    assert len(browser.cookies["session"]) < 1000


@pytest.mark.case(33)
def test_the_callback_address_is_sent_once_and_only_to_request_token(provider):
    """Section 1.2, trap 12."""
    browser = browser_at(provider)
    location = browser.get("/login").location
    browser.get(provider.agree(location))

    assert parse_qs(urlsplit(location).query).keys() == {"oauth_token"}
    assert ["oauth_callback" in header for _, header in provider.log] == [True, False, False]
    assert provider.steps() == ["/oauth/request_token", "/oauth/access_token", "/profile"]


CALLBACKS = [
    "http://127.0.0.1:8000/back",
    "http://127.0.0.1:8000/back?r=/home",
    "http://127.0.0.1:8000/back?r=%2Fhome",
    "http://127.0.0.1:8000/back?r=a%20b",
    "http://127.0.0.1:8000/back?r=a+b",
    "http://127.0.0.1:8000/back?r=a%2Bb",
    "http://127.0.0.1:8000/back?r=%C3%A9",
    "http://127.0.0.1:8000/back?r=%252F",
    "http://127.0.0.1:8000/back?a=1&b=2",
    "http://127.0.0.1:8000/back?r=100%25",
    "http://127.0.0.1:8000/b%2Fack",
    "http://127.0.0.1:8000/back?r=~!*'()",
]


@pytest.mark.case(34)
@pytest.mark.parametrize("callback", CALLBACKS)
def test_a_callback_with_escapes_is_signed_right(provider, callback):
    """Section 1.2, trap 1."""
    site = Oauth1(client_id="site", client_secret=SECRET, callback=callback, **provider.urls())
    begun = site.begin(Pool().connect(None, 2))

    assert provider.validator.requested[begun.key][1] == callback


def test_a_token_with_escapes_is_signed_right(provider):
    """Section 1.2, trap 1, for oauth_token and oauth_verifier."""
    provider.validator.requested["a%2Fb%25"] = ("s%2Bt", f"{PUBLIC_URL}/login/callback")
    provider.validator.verifiers["a%2Fb%25"] = "v%20w+x"
    site = Oauth1(client_id="site", client_secret=SECRET, callback="unused", **provider.urls())
    proof = {"token": "a%2Fb%25", "verifier": "v%20w+x"}
    person = site.person(Pool().connect(None, 2), ("s%2Bt",), proof)

    assert person.profile["screen_name"] == "rosalba"


def test_a_wrong_consumer_secret_is_a_502(provider):
    page = browser_at(provider, client=("site", "wrong")).get("/login")

    assert page.status == 502


@pytest.mark.case(38)
def test_a_wrong_verifier_is_refused_by_the_provider(provider):
    browser = browser_at(provider)
    back = provider.agree(browser.get("/login").location)
    page = browser.get(back.partition("oauth_verifier=")[0] + "oauth_verifier=guessed")

    assert (page.status, browser.user) == (401, None)


@pytest.mark.case(45)
def test_code_453_falls_back_at_an_independent_provider(provider):
    """/2/users/me takes the same token."""
    provider.profile_status = 403
    browser = browser_at(provider)
    log_in(browser, provider)

    assert browser.user["name"] == "Rosalba Ebbesen"
    assert provider.steps()[-1] == "/me"


@pytest.mark.case(78)
def test_a_whole_independent_login_at_debug_level_logs_no_secret(provider, caplog):
    for name in ("oauthlib", "oauthlib.oauth1.rfc5849"):
        logging.getLogger(name).propagate = False
    with caplog.at_level(logging.DEBUG):
        log_in(browser_at(provider), provider)
    secrets = [SECRET, *provider.validator.access, *provider.validator.access.values()]
    secrets += provider.validator.verifiers.values()

    assert not [secret for secret in secrets if secret in caplog.text]


def sandbox_steps(browser, **more):
    """What oauthlib's client sends to the sandbox, through the service's own front door."""
    site = browser.site.flow.provider
    client = Client(site.client_id, site.client_secret, **more)

    def ask(method, path):
        url = PUBLIC_URL + path
        _, headers, _ = client.sign(url, method)
        return browser.send(method, url, AUTHORIZATION=headers["Authorization"])

    return ask


@pytest.mark.parametrize(
    "callback", ["http://127.0.0.1:8000/x", "http://localhost:9/x?r=%2Fhome&s=a+b%20%C3%A9"]
)
def test_oauthlibs_client_logs_in_at_the_sandbox(tmp_path, callback):
    """The other direction: our provider, their client."""
    browser = Browser(sandbox_site(tmp_path))
    asked = sandbox_steps(browser, callback_uri=callback)("POST", "/-/sandbox/oauth/request_token")
    request = dict(parse_qsl(asked.body.decode()))
    fields = {"oauth_token": request["oauth_token"], "person": "fennmark"}
    back = browser.post("/-/sandbox/oauth/authenticate", fields).location
    came = dict(parse_qsl(urlsplit(back).query))
    keys = {
        "resource_owner_key": request["oauth_token"],
        "resource_owner_secret": request["oauth_token_secret"],
    }
    answer = sandbox_steps(browser, **keys, verifier=came["oauth_verifier"])(
        "POST", "/-/sandbox/oauth/access_token"
    )
    access = dict(parse_qsl(answer.body.decode()))
    keys = {
        "resource_owner_key": access["oauth_token"],
        "resource_owner_secret": access["oauth_token_secret"],
    }
    ask = sandbox_steps(browser, **keys)
    v1 = orjson.loads(ask("GET", "/-/sandbox/1.1/account/verify_credentials.json?skip_status=true").body)
    v2 = orjson.loads(ask("GET", "/-/sandbox/2/users/me?user.fields=profile_image_url").body)

    assert back.startswith(callback)
    assert (access["user_id"], access["screen_name"]) == ("48210077", "fennmark")
    assert v1["id_str"] == v2["data"]["id"] == "48210077"
    assert v1["profile_image_url_https"] == v2["data"]["profile_image_url"]
