"""Logins at a provider on oauthlib, over real sockets; and oauthlib's client at our sandbox."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from oauthlib.oauth1 import Client

from tests.login.oauthlib_provider import OauthlibProvider
from tests.login.site import PUBLIC_URL, SECRET, Browser, Site, flow_to


@pytest.fixture
def provider():
    provider = OauthlibProvider("site", SECRET)
    yield provider
    provider.close()


def browser_at(provider, **more):
    return Browser(Site(flow_to(provider.urls(more.get("source", "v1")), **more)))


def log_in(browser, provider):
    return browser.get(provider.agree(browser.get("/login").location))


def test_a_person_logs_in_at_an_independent_provider(provider):
    """Cases 33, 34 (the secret has & + / % - in it), 43 (id above 2^53) and 44 (18 kB of profile)."""
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


def test_the_callback_address_is_sent_once_and_only_to_request_token(provider):
    """Case 33; section 1.2, trap 12."""
    browser = browser_at(provider)
    location = browser.get("/login").location
    browser.get(provider.agree(location))

    assert parse_qs(urlsplit(location).query).keys() == {"oauth_token"}
    assert ["oauth_callback" in header for _, header in provider.log] == [True, False, False]
    assert provider.steps() == ["/oauth/request_token", "/oauth/access_token", "/profile"]
