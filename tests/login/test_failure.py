"""How a login that did not finish is answered."""

from __future__ import annotations

import time

import orjson
import pytest

from tests.login.servers import Raw
from tests.login.site import (
    Browser,
    Site,
    Templates,
    browser_at,
    flow_to,
    logged_in,
    reasons,
)


@pytest.mark.case(75)
def test_a_provider_that_hangs_is_a_504(caplog):
    server = Raw(lambda connection: time.sleep(3))
    urls = dict.fromkeys(
        ("request_token_url", "authenticate_url", "access_token_url", "profile_url"), server.base
    )
    page = Browser(Site(flow_to(urls, timeout=0.3))).get("/login")
    server.close()

    assert (page.status, reasons(caplog)) == (504, ["slow"])
    assert b"Try again" in page.body


@pytest.mark.case(74)
def test_a_provider_that_is_down_is_a_502_and_changes_nothing(provider, browser, caplog):
    logged_in(browser)
    provider.close()
    page = browser.get("/login")

    assert (page.status, reasons(caplog)) == (502, ["unreachable"])
    assert browser.user["name"] == "Seven"


def test_a_failure_may_be_a_redirect(provider, caplog):
    browser = browser_at(provider, failure="/?login=failed")
    browser.get("/login")
    response = browser.get("/login/callback?denied=rt")

    assert (response.status, response.location) == (303, "/?login=failed")
    assert reasons(caplog) == ["denied"]


def test_a_failure_may_be_a_view(provider):
    browser = browser_at(provider, failure="oops.html", templates=Templates())
    browser.get("/login?return_to=/a")
    page = browser.get("/login/callback?denied=rt")
    name, _, values = page.body.partition(b" ")

    assert (page.status, name) == (403, b"oops.html")
    assert orjson.loads(values) == {
        "status": 403,
        "reason": "denied",
        "title": "You said no",
        "message": "The login was cancelled at the provider, so you are not signed in.",
        "retry": "/login?return_to=%2Fa",
    }
