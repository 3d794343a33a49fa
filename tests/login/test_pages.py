"""The built-in pages."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from gateway.login import pages

EVIL = "\"><script>alert(1)</script>'"
PAGES = [
    pages.message(EVIL, EVIL, status=400, retry=EVIL),
    pages.wait(EVIL),
    pages.confirm_logout(EVIL, EVIL),
    pages.logged_out(EVIL),
]


@pytest.mark.case(43)
@pytest.mark.parametrize("page", PAGES)
def test_values_are_escaped(page):
    assert b"<script" not in page.body
    assert b"&lt;script&gt;" in page.body


@pytest.mark.parametrize("page", PAGES)
def test_the_policy_admits_the_style_and_nothing_else(page):
    style = re.search(rb"<style>(.*?)</style>", page.body, re.DOTALL)[1]
    policy = page.headers["Content-Security-Policy"]

    assert f"'sha256-{b64encode(sha256(style).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


@pytest.mark.parametrize("page", PAGES)
def test_nothing_comes_from_elsewhere(page):
    assert not re.search(rb"https?:|src=|@import|url\(", page.body)


@pytest.mark.case(79)
def test_away_is_a_303_that_nobody_keeps():
    response = pages.away("/next?a=b")

    assert (response.status, response.location) == (303, "/next?a=b")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
