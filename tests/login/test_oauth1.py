"""What a provider may answer to each of the three steps."""

from __future__ import annotations

import re
import time
from email.utils import formatdate
from urllib.parse import parse_qs, urlsplit

import pytest

from gateway.login.provider import Tokens
from tests.login.servers import GOOD
from tests.login.site import (
    BACK,
    browser_at,
    logged_in,
    reasons,
)

NONSENSE = {
    "unconfirmed": b"oauth_token=rt&oauth_token_secret=s&oauth_callback_confirmed=false",
    "no-confirmation": b"oauth_token=rt&oauth_token_secret=s",
    "no-secret": b"oauth_token=rt&oauth_callback_confirmed=true",
    "empty-secret": b"oauth_token=rt&oauth_token_secret=&oauth_callback_confirmed=true",
    "no-token": b"oauth_token_secret=s&oauth_callback_confirmed=true",
    "twice": b"oauth_token=rt&oauth_token=rt&oauth_token_secret=s&oauth_callback_confirmed=true",
    "long": b"oauth_token=" + b"x" * 600 + b"&oauth_token_secret=s&oauth_callback_confirmed=true",
    "html": b"<html>a-provider-page</html>",
    "empty": b"",
    "binary": b"\xff\xfe",
}


@pytest.mark.case(41)
@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_instead_of_a_request_token_is_a_502(provider, browser, caplog, body):
    """Section 1.2, trap 7."""
    provider.answers["/request"] = (200, {}, body)
    page = browser.get("/login")

    assert (page.status, reasons(caplog), browser.cookies.keys() & {"login"}) == (
        502,
        ["provider_answer"],
        set(),
    )
    assert b"a-provider-page" not in page.body
    assert "a-provider-page" not in caplog.text


@pytest.mark.case(41)
@pytest.mark.parametrize("body", [b"<html>", b"", b"oauth_token=at", b"oauth_token_secret=s"])
def test_nonsense_instead_of_an_access_token_is_a_502(provider, browser, caplog, body):
    browser.get("/login")
    provider.answers["/access"] = (200, {}, body)

    assert (browser.get(BACK).status, reasons(caplog)) == (502, ["provider_answer"])
    assert browser.user is None


@pytest.mark.case(41, 43)
@pytest.mark.parametrize(
    "body", [b"{broken", b"", b"[]", b"null", b"{}", b'{"id":7,"name":"x","screen_name":"y"}', b"[" * 200_000]
)
def test_nonsense_instead_of_a_profile_is_a_502(provider, browser, caplog, body):
    """A profile without id_str is none."""
    browser.get("/login")
    provider.answers["/profile"] = (200, {}, body)

    assert (browser.get(BACK).status, reasons(caplog)) == (502, ["provider_answer"])
    assert browser.user is None


@pytest.mark.case(55, 74)
@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 404, 500, 502, 503])
def test_any_other_status_at_the_start_is_a_502(provider, browser, caplog, status):
    provider.answers["/request"] = (status, {"Location": "http://127.0.0.1:9/"}, b"a-provider-page")
    page = browser.get("/login")

    assert (page.status, reasons(caplog)) == (502, ["provider_answer"])
    assert b"a-provider-page" not in page.body
    assert f"answered {status}" in caplog.text


@pytest.mark.case(74)
def test_a_rate_limit_is_a_503_with_retry_after(provider, browser, caplog):
    reset = str(int(time.time()) + 90)
    provider.answers["/request"] = (429, {"x-rate-limit-reset": reset}, b'{"errors":[{"code":88}]}')
    page = browser.get("/login")

    assert (page.status, reasons(caplog)) == (503, ["rate_limited"])
    assert 85 <= int(page.headers["Retry-After"]) <= 90


@pytest.mark.case(42)
def test_a_clock_that_is_wrong_is_named(provider, browser, caplog):
    provider.date = formatdate(time.time() + 400, usegmt=True)
    provider.answers["/request"] = (
        401,
        {},
        b'{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}',
    )
    page = browser.get("/login")

    assert (page.status, reasons(caplog)) == (502, ["clock"])
    assert re.search(r"clock differs by about (399|400) s", caplog.text)


@pytest.mark.case(45)
def test_code_453_falls_back_to_version_2(provider, browser, caplog):
    provider.answers["/profile"] = (403, {}, b'{"errors":[{"code":453,"message":"You have no access"}]}')
    user = logged_in(browser).user

    assert user["name"] == "Seven of v2"
    assert "code 453" in caplog.text


@pytest.mark.case(45)
@pytest.mark.parametrize(
    "second", [(403, {}, b"{}"), (200, {}, b"{broken"), (200, {}, b"[]"), (302, {}, b"")]
)
def test_code_453_twice_falls_back_to_the_token_answer(provider, browser, second):
    provider.answers["/profile"] = (403, {}, b'{"errors":[{"code":453}]}')
    provider.answers["/me"] = second

    assert logged_in(browser).user == {
        "id_str": "7",
        "name": "seven",
        "screen_name": "seven",
        "profile_image_url_https": None,
    }


@pytest.mark.case(45)
def test_code_453_without_a_fallback_uses_the_token_answer(provider):
    provider.answers["/profile"] = (403, {}, b'{"errors":[{"code":453}]}')
    urls = provider.urls()
    del urls["fallback_url"]

    assert logged_in(browser_at(provider, urls=urls)).user["name"] == "seven"


def test_a_token_answer_that_names_nobody_is_a_502(provider, caplog):
    provider.answers["/access"] = (200, {}, b"oauth_token=at&oauth_token_secret=s")
    browser = browser_at(provider, source="none")
    browser.get("/login")

    assert (browser.get(BACK).status, reasons(caplog)) == (502, ["provider_answer"])


def test_profile_source_none_makes_no_third_call(provider):
    browser = logged_in(browser_at(provider, source="none"))

    assert browser.user["screen_name"] == "seven"
    assert provider.asked == ["/request", "/access"]


def test_profile_source_v2_reads_the_other_form(provider):
    urls = provider.urls() | {"profile_url": f"{provider.base}/me?user.fields=profile_image_url"}

    assert logged_in(browser_at(provider, urls=urls, source="v2")).user["name"] == "Seven of v2"


def test_another_refusal_of_the_profile_is_a_502(provider, browser, caplog):
    provider.answers["/profile"] = (401, {}, b'{"errors":[{"code":89}]}')
    browser.get("/login")

    assert (browser.get(BACK).status, reasons(caplog)) == (502, ["provider_answer"])
    assert "401 code 89" in caplog.text


def test_the_token_in_the_address_is_escaped(provider, browser):
    provider.answers["/request"] = (200, {}, GOOD["/request"][2].replace(b"=rt", b"=a%26b%3Dc%2F"))
    query = parse_qs(urlsplit(browser.get("/login").location).query)

    assert query == {"oauth_token": ["a&b=c/"]}


def test_an_access_token_has_no_end(browser):
    """Section 1.3: there is nothing to renew."""
    tokens = Tokens(access="at", secret="hush")

    assert browser.site.flow.provider.refreshed(None, tokens) is tokens
