"""What a browser may come back with."""

from __future__ import annotations

import pytest

from tests.login.site import (
    reasons,
)


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
        "oauth_token=rt&oauth_verifier=" + "v" * 4097,
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
