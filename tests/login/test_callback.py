"""What a browser may come back with."""

from __future__ import annotations

import pytest

from gateway.login.breaker import FAILURES
from tests.login.corp import HANDLERS, TEXT, Visitor, login
from tests.login.peers.fake_oidc import FakeOidc
from tests.login.site import reasons


@pytest.mark.case(40)
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
        "oauth_token=rt&oauth_verifier=" + "v" * 513,
        "oauth_token=rt&oauth_verifier=" + "%E2%82%AC" * 500,
        "oauth_token=rt&oauth_verifier=v%0D%0Aw",
        "denied=rt&denied=rt",
        "denied=",
        "oauth_token=%ff&oauth_verifier=v",
        "oauth_token=\xff&oauth_verifier=v",
        "&".join(["x=1"] * 50),
    ],
)
def test_a_crooked_callback_is_refused(provider, browser, caplog, query):
    browser.get("/login")
    page = browser.get(f"/login/callback?{query}")

    assert (page.status, reasons(caplog)) == (400, ["bad_callback"])
    assert len(browser.flows) == 1
    assert provider.asked == ["/request"]


@pytest.mark.case(40)
def test_a_token_outside_ascii_is_unknown(browser, caplog):
    browser.get("/login")

    assert browser.get("/login/callback?oauth_token=%C3%A9&oauth_verifier=v").status == 400
    assert reasons(caplog) == ["unknown_login"]


@pytest.mark.parametrize("code", ["%E2%82%AC" * 500, "a%00", "a%0A", "c" * 4097, "%7F"])
def test_a_code_that_no_provider_gives_is_not_handed_on(serve, code):
    provider = FakeOidc()
    text = TEXT + login(provider.issuer)
    visitor = Visitor(serve(text, HANDLERS, GATEWAY_ENV="development").application)
    back = provider.agree(visitor.get("/login").location, code="CODE").replace("CODE", code)
    statuses = [visitor.get(back).status_code for _ in range(FAILURES + 1)]
    asked = provider.asked("/token")
    later = visitor.log_in(provider).status_code
    provider.close()

    assert (set(statuses), asked, later) == ({400}, [], 303)
