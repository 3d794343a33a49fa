import pytest

from gateway.http.origin import is_foreign

HOST = {"HTTP_HOST": "example.org"}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, False),
        ({"HTTP_ORIGIN": "https://example.org"}, False),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_ORIGIN": "https://evil.example"}, True),
        ({"HTTP_ORIGIN": "https://sibling.example.org", "HTTP_SEC_FETCH_SITE": "same-site"}, True),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"}, False),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-site"}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, True),
        ({"HTTP_ORIGIN": "https://example.org", "HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, True),
        ({"HTTP_ORIGIN": "https://example.org", "HTTP_SEC_FETCH_SITE": "cross-site"}, True),
        ({"HTTP_SEC_FETCH_SITE": "none"}, False),
        ({"HTTP_HOST": "example.org:80", "HTTP_ORIGIN": "http://example.org"}, False),
        ({"HTTP_HOST": "example.org:443", "HTTP_ORIGIN": "https://example.org"}, False),
        ({"HTTP_HOST": "example.org:81", "HTTP_ORIGIN": "http://example.org"}, True),
    ],
)
def test_other_sites_are_told_by_what_the_browser_sends(request_for, told, expected):
    assert is_foreign(request_for("/", **HOST | told)) is expected
