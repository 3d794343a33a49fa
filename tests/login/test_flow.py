"""Logins that go well, and every way they may not; the provider is a server on this machine."""

from __future__ import annotations

import logging
import re
import time
from base64 import urlsafe_b64decode
from email.utils import formatdate
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest

from tests.login.servers import GOOD, Canned, Raw
from tests.login.site import PUBLIC_URL, Browser, Clock, Site, Templates, flow_to

BACK = "/login/callback?oauth_token=rt&oauth_verifier=v"


@pytest.fixture
def provider():
    provider = Canned(dict(GOOD))
    yield provider
    provider.close()


@pytest.fixture
def browser(provider):
    return browser_at(provider)


def browser_at(provider, **more):
    more.setdefault("urls", provider.urls())
    flow = flow_to(more.pop("urls"), **more)
    return Browser(Site(flow), base=flow.public_url)


def logged_in(browser):
    browser.get("/login")
    browser.get(BACK)
    return browser


def reasons(caplog):
    return re.findall(r"reason=(\w+)", caplog.text)


def test_a_login_leaves_with_the_token_alone(provider, browser):
    """Section 1.2, trap 12."""
    response = browser.get("/login")

    assert response.status == 303
    assert response.location == f"{provider.base}/authenticate?oauth_token=rt"


def test_a_login_ends_where_it_was_meant_to(browser):
    """Case 67: what the callback says about it does not count."""
    browser.get("/login?return_to=/orders%3Fpage=2")
    landed = browser.get(BACK + "&return_to=/elsewhere")

    assert (landed.status, landed.location) == (303, "/orders?page=2")


def test_a_form_may_start_a_login_and_say_where_it_ends(browser):
    token = browser.home()["token"]
    browser.post("/login", {"csrf_token": token, "return_to": "/cart"})

    assert browser.get(BACK).location == "/cart"


@pytest.mark.parametrize(
    "asked", ["//evil.example", "/login", "/login/callback?x", "/logout/", "/a&return_to=/b"]
)
def test_a_bad_return_to_ends_at_success(provider, asked):
    """Cases 64 and 66."""
    browser = browser_at(provider, success="/user-zone")
    browser.get(f"/login?return_to={asked}")

    assert browser.get(BACK).location == "/user-zone"


def test_only_named_session_values_survive_a_login(provider):
    """Cases 1 and 3."""
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


def test_a_second_person_replaces_the_first(provider, browser):
    """Case 4."""
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
    browser = browser_at(provider, profile=lambda found: {"handle": found["screen_name"]})

    assert logged_in(browser).user == {"handle": "seven"}


def test_the_profile_handler_may_refuse(provider, caplog):
    browser = browser_at(provider, profile=lambda found: None)
    browser.get("/login")

    assert browser.get(BACK).status == 403
    assert browser.user is None
    assert reasons(caplog) == ["profile_refused"]


def test_no_tokens_are_kept(browser):
    logged_in(browser)
    assert "hush" not in str(browser.cookies)
    assert list(browser.user) == ["id_str", "name", "screen_name", "profile_image_url_https"]


def test_denying_ends_with_403_and_forgets_the_login(provider, browser, caplog):
    """Case 35."""
    browser.get("/login")
    page = browser.get("/login/callback?denied=rt")

    assert page.status == 403
    assert b"You said no" in page.body
    assert (browser.flows, browser.user, reasons(caplog)) == ([], None, ["denied"])
    assert "/access" not in provider.asked


def test_denying_a_foreign_login_leaves_the_own_one(browser):
    """Case 35."""
    browser.get("/login")
    page = browser.get("/login/callback?denied=other")

    assert (page.status, len(browser.flows)) == (400, 1)


def test_a_callback_in_another_browser_is_refused(provider, browser, caplog):
    """Cases 36 and 37: the provider is not asked about a token this browser did not get."""
    browser.get("/login")
    page = Browser(browser.site).get(BACK)

    assert (page.status, reasons(caplog)) == (400, ["unknown_login"])
    assert provider.asked == ["/request"]


def test_a_replayed_callback_keeps_the_login_and_asks_nobody(provider, browser):
    """Case 39."""
    browser.get("/login?return_to=/orders")
    browser.get(BACK)
    again = browser.get(BACK)

    assert (again.status, again.location) == (303, "/orders")
    assert browser.user["name"] == "Seven"
    assert provider.asked == ["/request", "/access", "/profile"]


def test_a_replayed_callback_after_a_logout_logs_nobody_in(provider, browser, caplog):
    """Cases 39 and 71."""
    logged_in(browser)
    browser.post("/logout", {"csrf_token": browser.home()["token"]})
    page = browser.get(BACK)

    assert (page.status, browser.user, browser.flows) == (400, None, [])
    assert reasons(caplog) == ["used"]
    assert provider.asked.count("/access") == 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        "oauth_token=rt",
        "oauth_verifier=v",
        "oauth_token=&oauth_verifier=v",
        "oauth_token=rt&oauth_verifier=",
        "oauth_token=rt&oauth_token=rt&oauth_verifier=v",
        "oauth_token=rt&oauth_verifier=v&oauth_verifier=w",
        "oauth_token=rt&oauth_verifier=" + "v" * 10_000,
        "oauth_token=" + "t" * 10_000 + "&oauth_verifier=v",
        "oauth_token=rt&oauth_verifier=" + "v" * 1025,
        "denied=rt&denied=rt",
        "denied=",
        "oauth_token=%ff&oauth_verifier=v",
        "oauth_token=\xff&oauth_verifier=v",
        "&".join(["x=1"] * 50),
    ],
)
def test_a_crooked_callback_is_refused(provider, browser, caplog, query):
    """Case 40."""
    browser.get("/login")
    page = browser.get(f"/login/callback?{query}")

    assert (page.status, reasons(caplog)) == (400, ["bad_callback"])
    assert len(browser.flows) == 1
    assert provider.asked == ["/request"]


def test_a_token_outside_ascii_is_unknown(browser, caplog):
    """Case 40."""
    browser.get("/login")

    assert browser.get("/login/callback?oauth_token=%C3%A9&oauth_verifier=v").status == 400
    assert reasons(caplog) == ["unknown_login"]


def test_a_login_that_took_too_long_is_refused(provider, caplog):
    """Case 52 for OAuth 1."""
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


def test_two_tabs_finish_in_either_order(provider, browser):
    """Case 51 for OAuth 1."""
    for name in ("one", "two"):
        provider.answers["/request"] = (200, {}, GOOD["/request"][2].replace(b"=rt", f"={name}".encode()))
        browser.get(f"/login?return_to=/{name}")
    landed = [browser.get(BACK.replace("rt", name)).location for name in ("two", "one")]

    assert landed == ["/two", "/one"]


def test_a_refused_verifier_is_a_401_and_a_retry_works(provider, browser, caplog):
    """Case 38."""
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


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_instead_of_a_request_token_is_a_502(provider, browser, caplog, body):
    """Case 41; section 1.2, trap 7."""
    provider.answers["/request"] = (200, {}, body)
    page = browser.get("/login")

    assert (page.status, reasons(caplog), browser.cookies.keys() & {"login"}) == (
        502,
        ["provider_answer"],
        set(),
    )
    assert b"a-provider-page" not in page.body
    assert "a-provider-page" not in caplog.text


@pytest.mark.parametrize("body", [b"<html>", b"", b"oauth_token=at", b"oauth_token_secret=s"])
def test_nonsense_instead_of_an_access_token_is_a_502(provider, browser, caplog, body):
    """Case 41."""
    browser.get("/login")
    provider.answers["/access"] = (200, {}, body)

    assert (browser.get(BACK).status, reasons(caplog)) == (502, ["provider_answer"])
    assert browser.user is None


@pytest.mark.parametrize(
    "body", [b"{broken", b"", b"[]", b"null", b"{}", b'{"id":7,"name":"x","screen_name":"y"}', b"[" * 200_000]
)
def test_nonsense_instead_of_a_profile_is_a_502(provider, browser, caplog, body):
    """Cases 41 and 43: a profile without id_str is none."""
    browser.get("/login")
    provider.answers["/profile"] = (200, {}, body)

    assert (browser.get(BACK).status, reasons(caplog)) == (502, ["provider_answer"])
    assert browser.user is None


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 404, 500, 502, 503])
def test_any_other_status_at_the_start_is_a_502(provider, browser, caplog, status):
    """Cases 55 and 74."""
    provider.answers["/request"] = (status, {"Location": "http://127.0.0.1:9/"}, b"a-provider-page")
    page = browser.get("/login")

    assert (page.status, reasons(caplog)) == (502, ["provider_answer"])
    assert b"a-provider-page" not in page.body
    assert f"answered {status}" in caplog.text


def test_a_rate_limit_is_a_503_with_retry_after(provider, browser, caplog):
    """Case 74."""
    reset = str(int(time.time()) + 90)
    provider.answers["/request"] = (429, {"x-rate-limit-reset": reset}, b'{"errors":[{"code":88}]}')
    page = browser.get("/login")

    assert (page.status, reasons(caplog)) == (503, ["rate_limited"])
    assert 85 <= int(page.headers["Retry-After"]) <= 90


def test_a_clock_that_is_wrong_is_named(provider, browser, caplog):
    """Case 42."""
    provider.date = formatdate(time.time() + 400, usegmt=True)
    provider.answers["/request"] = (
        401,
        {},
        b'{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}',
    )
    page = browser.get("/login")

    assert (page.status, reasons(caplog)) == (502, ["clock"])
    assert re.search(r"clock differs by about (399|400) s", caplog.text)


def test_code_453_falls_back_to_version_2(provider, browser, caplog):
    """Case 45."""
    provider.answers["/profile"] = (403, {}, b'{"errors":[{"code":453,"message":"You have no access"}]}')
    user = logged_in(browser).user

    assert user["name"] == "Seven of v2"
    assert "code 453" in caplog.text


@pytest.mark.parametrize(
    "second", [(403, {}, b"{}"), (200, {}, b"{broken"), (200, {}, b"[]"), (302, {}, b"")]
)
def test_code_453_twice_falls_back_to_the_token_answer(provider, browser, second):
    """Case 45."""
    provider.answers["/profile"] = (403, {}, b'{"errors":[{"code":453}]}')
    provider.answers["/me"] = second

    assert logged_in(browser).user == {
        "id_str": "7",
        "name": "seven",
        "screen_name": "seven",
        "profile_image_url_https": None,
    }


def test_code_453_without_a_fallback_uses_the_token_answer(provider):
    """Case 45."""
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


def test_a_provider_that_hangs_is_a_504(caplog):
    """Case 75."""
    server = Raw(lambda connection: time.sleep(3))
    urls = dict.fromkeys(
        ("request_token_url", "authenticate_url", "access_token_url", "profile_url"), server.base
    )
    page = Browser(Site(flow_to(urls, timeout=0.3))).get("/login")
    server.close()

    assert (page.status, reasons(caplog)) == (504, ["slow"])
    assert b"Try again" in page.body


def test_a_provider_that_is_down_is_a_502_and_changes_nothing(provider, browser, caplog):
    """Case 74."""
    logged_in(browser)
    provider.close()
    page = browser.get("/login")

    assert (page.status, reasons(caplog)) == (502, ["unreachable"])
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


def test_the_callback_address_comes_from_public_url(provider, browser):
    """Case 68."""
    browser.get("/login", X_FORWARDED_HOST="evil.example")

    assert browser.site.flow.provider.consumer.callback == f"{PUBLIC_URL}/login/callback"


def test_https_cookies_are_host_only_secure_and_lax(provider):
    """Case 16 for the flow's cookie."""
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


def test_every_answer_is_private(provider, browser):
    """Cases 30 and 79."""
    for path in ("/login", BACK, BACK, "/login/callback", "/logout"):
        browser.get(path)

    assert {response.headers["Cache-Control"] for response in browser.seen} == {"no-store"}
    assert {response.headers["Referrer-Policy"] for response in browser.seen[:4]} == {"no-referrer"}


def test_a_failure_may_be_a_redirect(provider, caplog):
    browser = browser_at(provider, failure="/?login=failed")
    response = browser.get("/login/callback?denied=rt")

    assert (response.status, response.location) == (303, "/?login=failed")
    assert reasons(caplog) == ["unknown_login"]


def test_a_failure_may_be_a_view(provider):
    browser = Browser(Site(flow_to(provider.urls(), failure="oops.html"), templates=Templates()))
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


def test_a_whole_login_at_debug_level_logs_no_secret(provider, browser, caplog):
    """Case 78."""
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


def test_the_token_in_the_address_is_escaped(provider, browser):
    provider.answers["/request"] = (200, {}, GOOD["/request"][2].replace(b"=rt", b"=a%26b%3Dc%2F"))
    query = parse_qs(urlsplit(browser.get("/login").location).query)

    assert query == {"oauth_token": ["a&b=c/"]}
