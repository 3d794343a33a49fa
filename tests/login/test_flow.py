"""Logins from their start to their end; the provider is a server on this machine."""

from __future__ import annotations

import logging
from base64 import urlsafe_b64decode

import pytest

from tests.login.servers import GOOD
from tests.login.site import (
    BACK,
    PUBLIC_URL,
    Browser,
    Clock,
    browser_at,
    logged_in,
    reasons,
)


def test_a_login_leaves_with_the_token_alone(provider, browser):
    """Section 1.2, trap 12."""
    response = browser.get("/login")

    assert response.status == 303
    assert response.location == f"{provider.base}/authenticate?oauth_token=rt"


@pytest.mark.case(67)
def test_a_login_ends_where_it_was_meant_to(browser):
    """What the callback says about it does not count."""
    browser.get("/login?return_to=/orders%3Fpage=2")
    landed = browser.get(BACK + "&return_to=/elsewhere")

    assert (landed.status, landed.location) == (303, "/orders?page=2")


def test_a_form_may_start_a_login_and_say_where_it_ends(browser):
    token = browser.home()["token"]
    browser.post("/login", {"csrf_token": token, "return_to": "/cart"})

    assert browser.get(BACK).location == "/cart"


@pytest.mark.case(64, 66)
@pytest.mark.parametrize(
    "asked", ["//evil.example", "/login", "/login/callback?x", "/logout/", "/a&return_to=/b"]
)
def test_a_bad_return_to_ends_at_success(provider, asked):
    browser = browser_at(provider, success="/user-zone")
    browser.get(f"/login?return_to={asked}")

    assert browser.get(BACK).location == "/user-zone"


@pytest.mark.case(1, 3)
def test_only_named_session_values_survive_a_login(provider):
    browser = browser_at(provider, keep=("cart",))
    browser.post("/cart", {"csrf_token": browser.home()["token"]})
    before = browser.home()
    logged_in(browser)
    after = browser.home()

    assert after["cart"] == "filled"
    assert after["user"]["name"] == "Seven"
    assert "junk" not in after
    assert unmasked(after["token"]) != unmasked(before["token"])


def unmasked(token):
    data = urlsafe_b64decode(token)
    return bytes(a ^ b for a, b in zip(data[:18], data[18:], strict=True))


@pytest.mark.case(4)
def test_a_second_person_replaces_the_first(provider, browser):
    logged_in(browser)
    provider.answers["/profile"] = (200, {}, b'{"id_str":"8","screen_name":"eight"}')
    logged_in(browser)

    assert browser.user == {
        "id_str": "8",
        "name": "eight",
        "screen_name": "eight",
        "profile_image_url_https": None,
    }


def test_the_profile_handler_decides_what_is_kept(provider):
    browser = browser_at(provider, profile=lambda found, _: {"handle": found["screen_name"]})

    assert logged_in(browser).user == {"handle": "seven"}


def test_the_profile_handler_may_refuse(provider, caplog):
    browser = browser_at(provider, profile=lambda found, _: None)
    browser.get("/login")

    assert browser.get(BACK).status == 403
    assert browser.user is None
    assert reasons(caplog) == ["profile_refused"]


def test_no_tokens_are_kept(browser):
    logged_in(browser)
    assert "hush" not in str(browser.cookies)
    assert list(browser.user) == ["id_str", "name", "screen_name", "profile_image_url_https"]


@pytest.mark.case(35)
def test_denying_ends_with_403_and_forgets_the_login(provider, browser, caplog):
    browser.get("/login")
    page = browser.get("/login/callback?denied=rt")

    assert page.status == 403
    assert b"You said no" in page.body
    assert (browser.flows, browser.user, reasons(caplog)) == ([], None, ["denied"])
    assert "/access" not in provider.asked


@pytest.mark.case(35)
def test_denying_a_foreign_login_leaves_the_own_one(browser):
    browser.get("/login")
    page = browser.get("/login/callback?denied=other")

    assert (page.status, len(browser.flows)) == (400, 1)


@pytest.mark.case(36, 37)
def test_a_callback_in_another_browser_is_refused(provider, browser, caplog):
    """The provider is not asked about a token this browser did not get."""
    browser.get("/login")
    page = Browser(browser.site).get(BACK)

    assert (page.status, reasons(caplog)) == (400, ["no_cookies"])
    assert b"Allow cookies for it" in page.body
    assert provider.asked == ["/request"]


@pytest.mark.case(39)
def test_a_replayed_callback_keeps_the_login_and_asks_nobody(provider, browser):
    browser.get("/login?return_to=/orders")
    browser.get(BACK)
    again = browser.get(BACK)

    assert (again.status, again.location) == (303, "/orders")
    assert browser.user["name"] == "Seven"
    assert provider.asked == ["/request", "/access", "/profile"]


@pytest.mark.case(39, 52)
def test_a_callback_replayed_after_ten_minutes_is_over(provider, caplog):
    clock = Clock()
    browser = logged_in(browser_at(provider, clock=clock))
    clock.now += 601
    page = browser.get(BACK)

    assert (page.status, reasons(caplog), browser.flows) == (400, ["used"], [])
    assert browser.user["name"] == "Seven"


@pytest.mark.case(39, 71)
def test_a_replayed_callback_after_a_logout_logs_nobody_in(provider, browser, caplog):
    logged_in(browser)
    browser.post("/logout", {"csrf_token": browser.home()["token"]})
    page = browser.get(BACK)

    assert (page.status, browser.user, browser.flows) == (400, None, [])
    assert reasons(caplog) == ["used"]
    assert provider.asked.count("/access") == 1


@pytest.mark.case(52)
def test_a_login_that_took_too_long_is_refused(provider, caplog):
    clock = Clock()
    browser = browser_at(provider, clock=clock)
    browser.get("/login?return_to=/orders")
    clock.now += 601
    page = browser.get(BACK)

    assert (page.status, reasons(caplog), browser.flows) == (400, ["expired"], [])
    assert b'href="/login?return_to=%2Forders"' in page.body
    assert provider.asked == ["/request"]


def test_a_login_within_ten_minutes_succeeds(provider):
    clock = Clock()
    browser = browser_at(provider, clock=clock)
    browser.get("/login")
    clock.now += 599

    assert browser.get(BACK).status == 303


@pytest.mark.case(51)
def test_two_tabs_finish_in_either_order(provider, browser):
    for name in ("one", "two"):
        provider.answers["/request"] = (200, {}, GOOD["/request"][2].replace(b"=rt", f"={name}".encode()))
        browser.get(f"/login?return_to=/{name}")
    landed = [browser.get(BACK.replace("rt", name)).location for name in ("two", "one")]

    assert landed == ["/two", "/one"]


@pytest.mark.case(38)
def test_a_refused_verifier_is_a_401_and_a_retry_works(provider, browser, caplog):
    browser.get("/login")
    provider.answers["/access"] = (
        401,
        {},
        b'{"errors":[{"code":32,"message":"Could not authenticate you."}]}',
    )
    page = browser.get(BACK)
    provider.answers = dict(GOOD)

    assert (page.status, reasons(caplog), browser.flows) == (401, ["provider_refused"], [])
    assert logged_in(browser).user["name"] == "Seven"


def test_a_login_in_a_crowd_begins_a_moment_later(provider, browser, caplog):
    breaker = browser.site.flow.breaker
    breaker.most = breaker.queue = 0
    page = browser.get("/login?return_to=/orders")
    breaker.most = 1
    again = page.headers["Refresh"].removeprefix("1; url=")

    assert (page.status, again, reasons(caplog)) == (202, "/login?return_to=%2Forders", [])
    assert b"This page goes on by itself" in page.body
    assert browser.get(again).location.startswith(provider.base)


def test_a_callback_in_a_crowd_spends_nothing(provider, browser):
    breaker = browser.site.flow.breaker
    browser.get("/login?return_to=/orders")
    breaker.most = breaker.queue = 0
    page = browser.get(BACK)
    breaker.most = 1

    assert (page.status, page.headers["Refresh"], provider.asked) == (202, "1", ["/request"])
    assert browser.get(BACK).location == "/orders"
    assert browser.user["name"] == "Seven"


def test_another_host_is_sent_to_the_public_one(provider, browser):
    """Section 6, item 2: 127.0.0.1 and localhost keep different cookies."""
    moved = browser.get("http://localhost:8000/login?return_to=/orders")

    assert (moved.status, provider.asked) == (303, [])
    assert moved.location == f"{PUBLIC_URL}/login?moved=1&return_to=%2Forders"
    assert browser.get(moved.location).location.startswith(provider.base)


def test_a_proxy_that_hides_the_public_host_is_named(browser, caplog):
    page = browser.get("http://internal:8000/login?moved=1")

    assert (page.status, reasons(caplog)) == (400, ["wrong_host"])


@pytest.mark.case(68)
def test_the_callback_address_comes_from_public_url(provider, browser):
    browser.get("/login", X_FORWARDED_HOST="evil.example")

    assert browser.site.flow.provider.callback == f"{PUBLIC_URL}/login/callback"


@pytest.mark.case(16)
def test_https_cookies_are_host_only_secure_and_lax(provider):
    browser = browser_at(provider, public_url="https://app.example")
    response = browser.get("/login")
    line = next(line for line in response.headers.getlist("Set-Cookie") if "login_" in line)

    assert line.startswith("__Host-login_")
    for attribute in ("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=600"):
        assert attribute.lower() in line.lower()
    assert "domain" not in line.lower()
    assert browser.get(BACK).status == 303


@pytest.mark.parametrize("path", ["/login", "/login/callback?oauth_token=rt&oauth_verifier=v"])
def test_a_head_request_starts_and_ends_nothing(provider, browser, path):
    browser.get("/login")
    response = browser.send("HEAD", path)

    assert (response.status, provider.asked, len(browser.flows)) == (200, ["/request"], 1)


@pytest.mark.case(30, 79)
def test_every_answer_is_private(provider, browser):
    for path in ("/login", BACK, BACK, "/login/callback", "/logout"):
        browser.get(path)

    assert {response.headers["Cache-Control"] for response in browser.seen} == {"no-store"}
    assert {response.headers["Referrer-Policy"] for response in browser.seen[:4]} == {"no-referrer"}


@pytest.mark.case(78)
def test_a_whole_login_at_debug_level_logs_no_secret(provider, browser, caplog):
    with caplog.at_level(logging.DEBUG):
        browser.get("/login")
        cookies = list(browser.cookies.values())
        browser.get(BACK.replace("=v", "=a-verifier"))
        provider.answers["/request"] = (500, {}, b"hush-body")
        browser.get("/login")
    cookies += browser.cookies.values()

    said = caplog.text + repr(browser.site.flow) + "".join(str(response.body) for response in browser.seen)
    for secret in ("hush", "a-verifier", "consumer secret", "oauth_signature", *cookies):
        assert secret not in said
    assert "/login/callback" in caplog.text
