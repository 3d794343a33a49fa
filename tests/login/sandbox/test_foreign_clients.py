"""Clients that others wrote log in at the sandbox, over HTTP: it is a provider like any other."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from requests_oauthlib import OAuth1Session, OAuth2Session

from tests.login.sandbox.asking import CLIENT_ID, CLIENT_SECRET, SANDBOX
from tests.login.sandbox.served import HERE, served, site_of_others

IS_INSTALLED = shutil.which("node") is not None and (HERE / "node_modules" / "openid-client").is_dir()
needs_node = pytest.mark.skipif(
    not IS_INSTALLED, reason="needs Node, and the clients below tests/login/sandbox (make clients)"
)
SELF = "http://127.0.0.1:9/back"


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory):
    """The address of the sandbox."""
    with served(tmp_path_factory.mktemp("service")) as url:
        yield url + SANDBOX


@pytest.fixture(scope="module")
def site(sandbox):
    """The address of a site on passport-twitter and openid-client."""
    with site_of_others(sandbox) as url:
        yield url


@pytest.fixture
def browser():
    with requests.Session() as browser:
        yield browser


def chosen(page, person, browser=requests):
    """Where the sandbox sends a person who chose on its page."""
    (field,) = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', page.text)
    (action,) = re.findall(r'<form method="post" action="([^"]+)">', page.text)
    fields = {field[0]: unescape(field[1]), "person": person}
    back = browser.post(urljoin(page.url, action), fields, allow_redirects=False, timeout=10)
    assert back.status_code == 303
    return back.headers["Location"]


def logged_in(browser, url, person):
    """What the site answers in the end."""
    return browser.get(chosen(browser.get(url, timeout=10), person, browser), timeout=10)


@needs_node
def test_passport_twitter_logs_in(browser, site):
    answer = logged_in(browser, f"{site}/twitter", "odger_h")

    assert answer.status_code == 200
    assert answer.json() == {
        "id": "730044518",
        "username": "odger_h",
        "displayName": "Ødger Halvång",
        "photos": [{"value": "/-/sandbox/avatars/odger_h.svg"}],
    }


@needs_node
def test_passport_twitter_is_told_of_a_no(browser, site):
    assert logged_in(browser, f"{site}/twitter", "").status_code == 401


@needs_node
def test_passport_twitter_with_a_wrong_secret_gets_nowhere(browser, sandbox):
    with site_of_others(sandbox, client_secret="wrong") as site:
        answer = browser.get(f"{site}/twitter", timeout=10)

    assert answer.json()["error"] == "Could not authenticate you."


@needs_node
@pytest.mark.parametrize("way", ["", "?post"], ids=["client_secret_basic", "client_secret_post"])
def test_openid_client_logs_in_refreshes_and_logs_out(browser, site, sandbox, way):
    """By discovery, with PKCE, nonce, iss, and signatures verified."""
    told = logged_in(browser, f"{site}/oidc{way}", "marisol_quint").json()
    out = browser.get(told["logout"], timeout=10)

    assert told["first"]["iss"] == sandbox
    assert told["first"]["sub"] == told["next"]["sub"] == told["person"]["sub"] == "9007199254740993"
    assert told["first"]["sid"] == told["next"]["sid"]
    assert (told["person"]["email"], told["person"]["roles"]) == ("marisol_quint@people.example", ["admin"])
    assert (out.url, out.json()) == (f"{site}/bye?state=over", {"state": "over"})


@needs_node
def test_openid_client_is_told_of_a_no(browser, site):
    answer = logged_in(browser, f"{site}/oidc", "")

    assert answer.json() == {"name": "AuthorizationResponseError", "error": "access_denied"}


@needs_node
@pytest.mark.parametrize(
    ("way", "error"), [("", "WWWAuthenticateChallengeError"), ("?post", "ResponseBodyError")]
)
def test_openid_client_with_a_wrong_secret_gets_nowhere(browser, sandbox, way, error):
    with site_of_others(sandbox, client_secret="wrong") as site:
        answer = logged_in(browser, f"{site}/oidc{way}", "fennmark")

    assert answer.json()["name"] == error


@pytest.fixture
def insecure(monkeypatch):
    """oauthlib wants to be told that plain HTTP is meant."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def test_requests_oauthlib_logs_in_by_oauth_2(sandbox, insecure):
    secret = {"client_secret": CLIENT_SECRET}
    with OAuth2Session(
        CLIENT_ID, redirect_uri=SELF, scope="users.read offline.access", pkce="S256"
    ) as client:
        url, _ = client.authorization_url(f"{sandbox}/oauth2/authorize")
        back = chosen(requests.get(url, timeout=10), "fennmark")
        first = client.fetch_token(f"{sandbox}/oauth2/token", authorization_response=back, **secret)
        next_ = client.refresh_token(f"{sandbox}/oauth2/token", auth=(CLIENT_ID, CLIENT_SECRET))
        user = client.get(f"{sandbox}/2/users/me", timeout=10).json()

    assert parse_qs(urlsplit(back).query)["iss"] == [sandbox]
    assert first["refresh_token"] != next_["refresh_token"]
    assert user == {"data": {"id": "48210077", "name": "Tobias Fennmark", "username": "fennmark"}}


def test_requests_oauthlib_logs_in_by_oauth_1(sandbox):
    with OAuth1Session(CLIENT_ID, CLIENT_SECRET, callback_uri=SELF) as client:
        client.fetch_request_token(f"{sandbox}/oauth/request_token")
        url = client.authorization_url(f"{sandbox}/oauth/authenticate")
        client.parse_authorization_response(chosen(requests.get(url, timeout=10), "leocadia"))
        client.fetch_access_token(f"{sandbox}/oauth/access_token")
        user = client.get(f"{sandbox}/2/users/me", timeout=10).json()

    assert user == {"data": {"id": "22", "name": "Leocadia Wren", "username": "leocadia"}}


def test_versions_of_the_clients_are_exact():
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
    locked = json.loads((HERE / "package-lock.json").read_text())["packages"]

    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
