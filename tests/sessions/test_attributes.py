"""The cookie of one session: what can be set, what cannot, and what is kept of it."""

from __future__ import annotations

import pytest


@pytest.fixture
def session(make_browser):
    return make_browser("https", same_site="lax").open()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("path", "/"),
        ("domain", None),
        ("secure", True),
        ("http_only", True),
        ("same_site", "lax"),
        ("partitioned", False),
        ("priority", None),
        ("max_age", 86_400),
    ],
)
def test_attributes_are_the_configured_ones(session, name, value):
    assert getattr(session.cookie, name) == value
    setattr(session.cookie, name, value)

    assert getattr(session.cookie, name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("same_site", "strict"),
        ("same_site", "none"),
        ("http_only", False),
        ("partitioned", True),
        ("priority", "high"),
        ("max_age", 60),
    ],
)
def test_attribute_that_is_set_holds_for_this_session(session, make_browser, name, value):
    setattr(session.cookie, name, value)

    assert getattr(session.cookie, name) == value
    assert getattr(make_browser("https").open().cookie, name) != value


def test_several_attributes_are_kept_together(session):
    session.cookie.same_site = "strict"
    session.cookie.http_only = False

    assert session.private == {"cookie": {"same_site": "strict", "http_only": False}}


@pytest.mark.parametrize(("name", "value"), [("path", "/app"), ("domain", "example.org"), ("secure", False)])
def test_attribute_the_name_depends_on_is_the_same_for_every_session(session, name, value):
    with pytest.raises(AttributeError, match=f"set session.cookie.{name} in gateway.yaml"):
        setattr(session.cookie, name, value)

    assert session.private == {}


@pytest.mark.parametrize(("name", "value"), [("same_site", "Laks"), ("priority", "urgent"), ("max_age", -1)])
def test_value_no_browser_knows_is_refused_and_nothing_is_changed(session, name, value):
    with pytest.raises(ValueError, match=name):
        setattr(session.cookie, name, value)

    assert session.private == {}


def test_same_site_none_over_plain_http_is_refused(browser):
    with pytest.raises(ValueError, match="secure"):
        browser.open().cookie.same_site = "none"


def test_attribute_that_is_none_is_refused(session):
    with pytest.raises(AttributeError, match="has no 'sameSite'"):
        session.cookie.sameSite = "lax"
    with pytest.raises(AttributeError, match="has no 'sameSite'"):
        _ = session.cookie.sameSite


def test_attributes_go_out_with_every_later_cookie(make_browser):
    browser = make_browser("https")
    session = browser.open()
    session["a"] = 1
    session.cookie.same_site = "strict"
    session.cookie.http_only = False
    browser.save(session)
    first = browser.sent
    browser.visit(b=2)

    for (line,) in (first, browser.sent):
        assert "SameSite=Strict" in line
        assert "HttpOnly" not in line
