from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http.urls import encoded, in_link


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("/a b", "/a%20b"),
        ("/ä?x=€", "/%C3%A4?x=%E2%82%AC"),
        ("/%20%2f%zz%", "/%20%2f%25zz%25"),
        ("/a|b^c~d[e]!*'();:@&=+$,/?#f", "/a|b^c~d[e]!*'();:@&=+$,/?#f"),
        ('/"<>`{}', "/%22%3C%3E%60%7B%7D"),
        ("\\\\evil", "%5C%5Cevil"),
        ("/\r\n\t\x00\x7f", "/%0D%0A%09%00%7F"),
        ("/\ud800", "/%EF%BF%BD"),
        ("/😀", "/%F0%9F%98%80"),
    ],
)
def test_url_is_encoded_where_it_must_be(url, written):
    assert encoded(url) == written


@given(st.text(st.characters()))
def test_any_text_becomes_a_url_that_is_encoded_already(text):
    url = encoded(text)

    assert url.isascii()
    assert url.isprintable()
    assert encoded(url) == url


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("/a b?c={d}", "/a b?c={d}"),
        ("/x>; rel=evil", "/x%3E; rel=evil"),
        ("/ä\r\n\ud800", "/%C3%A4%0D%0A%EF%BF%BD"),
    ],
)
def test_url_in_a_link_keeps_what_does_not_end_it(url, written):
    assert in_link(url) == written
