from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from gateway.http.page import STYLE, WIDE, document, page, policy


def test_title_is_text_and_body_is_markup():
    text = document("<b> & co", "<p>so</p>")

    assert "<title>&lt;b&gt; &amp; co</title>" in text
    assert "<main>\n<p>so</p>\n</main>" in text


@pytest.mark.parametrize("style", [STYLE, WIDE])
def test_only_its_own_style_is_allowed(style):
    shown = re.search(r"<style>(.*)</style>", document("t", "", style=style), re.DOTALL)[1]
    digest = b64encode(sha256(shown.encode()).digest()).decode()

    assert policy(style=style).startswith(f"default-src 'none'; style-src 'sha256-{digest}';")


def test_page_needs_no_other_file():
    assert re.findall(r"src=|href=|@import|url\(", document("t", "", style=WIDE)) == []


def test_page_knows_light_and_dark_and_small_screens():
    text = document("t", "")

    assert "prefers-color-scheme:dark" in text
    assert 'name="viewport"' in text


def test_response_is_never_stored():
    response = page("t", "", status=403)

    assert (response.status, response.headers["Cache-Control"]) == (403, "no-store")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == policy()
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_forms_go_where_the_page_says():
    assert "form-action 'self' https://example.org;" in policy(form_targets="'self' https://example.org")
