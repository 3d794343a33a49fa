"""Logging out."""

from __future__ import annotations

import re

import pytest

from gateway.login.logout import Logout
from gateway.middleware.csrf import Csrf
from tests.login.site import Browser, Site, Templates, browser_at, flow_to, logged_in


@pytest.fixture
def browser(provider):
    return logged_in(browser_at(provider))


def without_csrf(browser):
    """A site whose login stack has no csrf layer."""
    site = browser.site
    site.layers = [layer for layer in site.layers if not isinstance(layer, Csrf)]
    site._add(("GET", "POST"), "/logout", Logout(path="/logout", view=None, start="/login"))
    return browser


@pytest.mark.case(70)
def test_a_signed_in_visitor_is_asked_first(browser):
    page = browser.get("/logout")

    assert page.status == 200
    assert b'<form method="post" action="/logout">' in page.body
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert browser.user["name"] == "Seven"


@pytest.mark.case(70)
def test_the_form_of_the_page_logs_out(browser):
    token = re.search(rb'name="csrf_token" value="([^"]+)"', browser.get("/logout").body)[1].decode()
    done = browser.post("/logout", {"csrf_token": token})
    after = browser.get("/logout")

    assert (done.status, done.location) == (303, "/logout")
    assert (after.status, b"You are logged out" in after.body) == (200, True)
    assert browser.user is None


@pytest.mark.case(69)
@pytest.mark.parametrize(
    "headers", [{}, {"SEC_FETCH_SITE": "cross-site"}, {"ORIGIN": "https://evil.example"}]
)
def test_a_form_without_the_token_does_not_log_out(browser, headers):
    response = browser.post("/logout", **headers)

    assert response.status == 403
    assert browser.user["name"] == "Seven"


@pytest.mark.case(69)
def test_a_picture_tag_does_not_log_out(browser):
    browser.get("/logout", SEC_FETCH_SITE="cross-site", SEC_FETCH_DEST="image")

    assert browser.user["name"] == "Seven"


@pytest.mark.case(71)
def test_logging_out_twice_is_the_same(browser):
    for _ in range(2):
        browser.post("/logout", {"csrf_token": browser.home()["token"]})

    assert browser.get("/logout").status == 200


@pytest.mark.case(69)
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"SEC_FETCH_SITE": "same-origin", "ORIGIN": "null"}, 303),
        ({"SEC_FETCH_SITE": "cross-site", "ORIGIN": "http://127.0.0.1:8000"}, 403),
        ({"ORIGIN": "http://127.0.0.1:8000"}, 303),
        ({"ORIGIN": "https://evil.example"}, 403),
        ({"ORIGIN": "null"}, 403),
        ({"ORIGIN": "https://sibling.app.example", "SEC_FETCH_SITE": "same-site"}, 403),
        ({"ORIGIN": "null", "SEC_FETCH_SITE": "same-site"}, 403),
        ({}, 303),
    ],
)
def test_without_a_csrf_layer_the_origin_decides(browser, headers, status):
    assert without_csrf(browser).post("/logout", **headers).status == status


def test_without_a_csrf_layer_the_form_still_works(browser):
    page = without_csrf(browser).get("/logout")

    assert b'name="csrf_token" value=""' in page.body


def test_a_view_may_say_that_nobody_is_logged_in():
    urls = dict.fromkeys(("request_token_url", "authenticate_url", "access_token_url"), "unused")
    page = Browser(Site(flow_to(urls), templates=Templates(), logout_view="bye.html")).get("/logout")

    assert (page.status, page.body) == (200, b"bye.html {}")
    assert page.headers["Cache-Control"] == "no-store"
