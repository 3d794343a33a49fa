"""Logging in at the sandbox, in process."""

from __future__ import annotations

import re


def chosen(browser, person, page):
    token = re.search(rb'name="oauth_token" value="([^"]+)"', page.body)[1].decode()
    return browser.post("/-/sandbox/oauth/authenticate", {"oauth_token": token, "person": person})


def test_a_person_logs_in_at_the_sandbox(browser):
    """Case 33."""
    left = browser.get("/login")
    back = chosen(browser, "marisol_quint", browser.get(left.location))
    landed = browser.get(back.location)

    assert (left.status, back.status, landed.status, landed.location) == (303, 303, 303, "/")
    assert browser.user == {
        "id_str": "9007199254740993",
        "name": "Marisol Quint",
        "screen_name": "marisol_quint",
        "profile_image_url_https": "/-/sandbox/avatars/marisol_quint.svg",
    }
