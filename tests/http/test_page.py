from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from gateway.http.page import CONTENT_SECURITY_POLICY, document, page


def test_title_is_text_and_content_is_markup():
    text = document("<b> & co", "<p>so</p>")

    assert "<title>&lt;b&gt; &amp; co</title>" in text
    assert "<h1>&lt;b&gt; &amp; co</h1><p>so</p></main>" in text


def test_only_its_own_style_is_allowed():
    style = re.search(r"<style>(.*)</style>", document("t", ""), re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()

    assert CONTENT_SECURITY_POLICY.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")


def test_page_needs_no_other_file():
    assert re.findall(r"src=|href=|@import|url\(", document("t", "")) == []


@pytest.mark.parametrize(("wide", "start"), [(False, "<main>"), (True, "<main class=wide>")])
def test_width_is_chosen(wide, start):
    assert start in document("t", "", wide=wide)


def test_response_is_never_stored():
    response = page("t", "", status=403)

    assert (response.status, response.headers["Cache-Control"]) == (403, "no-store")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
