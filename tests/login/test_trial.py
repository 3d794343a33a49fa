"""Browsers without a cookie: those that keep none, and those that had none."""

from __future__ import annotations

import pytest

from tests.login.site import BACK, browser_at, reasons


@pytest.mark.case(36)
def test_a_browser_that_keeps_no_cookies_is_told_so(browser, caplog):
    browser.get("/login")
    browser.cookies.clear()
    trial = browser.get(BACK)
    browser.cookies.clear()
    page = browser.get(trial.location)

    assert (trial.status, trial.location) == (303, "/login/callback?cookies=tried")
    assert (page.status, reasons(caplog)) == (400, ["no_cookies"])
    assert b"Allow cookies for it" in page.body


@pytest.mark.case(36)
def test_a_browser_that_keeps_cookies_began_its_login_elsewhere(browser, caplog):
    page = browser.get(browser.get(BACK).location)

    assert (page.status, reasons(caplog)) == (400, ["unknown_login"])
    assert b"cookies" not in page.body


def test_nothing_is_tried_with_a_browser_that_has_a_cookie(browser):
    browser.cookies["theme"] = "dark"

    assert browser.get(BACK).status == 400


def test_over_https_the_cookie_of_a_trial_is_secure(provider):
    browser = browser_at(provider, public_url="https://app.example")

    assert "; Secure" in browser.get(BACK).headers["Set-Cookie"]


def test_a_trial_ends_where_other_failures_do(provider):
    browser = browser_at(provider, failure="/?login=failed")

    assert browser.get(browser.get(BACK).location).location == "/?login=failed"
