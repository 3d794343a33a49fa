"""A session's cookie: attributes no browser would accept are refused at once."""

from __future__ import annotations

import pytest

from gateway.sessions.store import CookieOptions

KEYS = ("a key of at least thirty-two characters",)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "a b"}, "'a b' is not a cookie name"),
        ({"name": ""}, "'' is not a cookie name"),
        ({"name": "__Host-session"}, "the prefix of a cookie name is put by us"),
        ({"domain": "example.org; Path=/"}, "is not a domain"),
        ({"path": "app"}, "'app' is not a cookie path"),
        ({"path": "/;Secure"}, "'/;Secure' is not a cookie path"),
        ({"same_site": "Lax"}, "same_site is 'Lax', expected one of"),
        ({"same_site": "none", "secure": False}, "same_site none needs a secure cookie"),
    ],
)
def test_attribute_no_browser_accepts_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        CookieOptions(keys=KEYS, **options)


@pytest.mark.parametrize("options", [{}, {"domain": ".example.org", "path": "/app"}, {"same_site": "none"}])
def test_good_attributes_are_accepted(options):
    assert CookieOptions(keys=KEYS, **options).name == "session"


@pytest.mark.case(78)
def test_repr_shows_no_key():
    assert KEYS[0] not in repr(CookieOptions(keys=KEYS))
