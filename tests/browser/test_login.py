"""A person logs in and out of the example, in a real browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def signed_in(visitor):
    """A visitor who has logged in."""
    person = visitor()
    person.log_in()
    return person


def picture_width(page):
    return page.get_by_alt_text("Picture of Marisol Quint").evaluate("image => image.naturalWidth")


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["scripts", "no scripts"])
def test_login_through_the_sandbox(visitor, options):
    person = visitor(**options)
    person.open("/")

    assert person.heading() == "Who is there?"

    person.press("link", "Sign in with Twitter")

    assert urlsplit(person.page.url).path == "/-/sandbox/oauth/authenticate"
    assert person.page.get_by_text("This is not Twitter.").is_visible()

    person.press("button", "Marisol Quint")
    person.page.wait_for_url("/")

    assert person.heading() == "Hello, Marisol Quint"
    assert person.page.get_by_text("@marisol_quint").is_visible()


@pytest.mark.parametrize("path", ["/", "/user-zone"])
def test_picture_is_loaded(signed_in, path):
    signed_in.open(path)

    assert picture_width(signed_in.page) > 0


def test_user_zone_shows_who_is_signed_in(signed_in):
    signed_in.press("link", "Go to your user zone")

    assert urlsplit(signed_in.page.url).path == "/user-zone"
    assert signed_in.heading() == "Your user zone"
    assert signed_in.page.get_by_text("Marisol Quint", exact=True).is_visible()
    assert signed_in.page.get_by_text("@marisol_quint").is_visible()


def test_stranger_is_sent_home(visitor):
    stranger = visitor()
    stranger.open("/user-zone")

    assert urlsplit(stranger.page.url).path == "/"


def test_login_outlives_the_page(signed_in):
    signed_in.page.close()
    signed_in.page = signed_in.context.new_page()
    signed_in.open("/user-zone")

    assert signed_in.heading() == "Your user zone"


def test_login_outlives_the_browser(signed_in, visitor):
    later = visitor(storage_state=signed_in.context.storage_state())
    later.open("/")

    assert later.heading() == "Hello, Marisol Quint"


def test_scripts_cannot_read_the_session(signed_in):
    assert signed_in.page.evaluate("document.cookie") == ""


@pytest.mark.parametrize("path", ["/", "/user-zone", "/logout"])
def test_logout_is_confirmed(signed_in, path):
    signed_in.open(path)
    signed_in.press("button", "Log out")

    assert signed_in.heading() == "You are logged out"

    signed_in.open("/user-zone")

    assert signed_in.heading() == "Who is there?"


def test_logout_by_address_asks_first(signed_in):
    signed_in.open("/logout")

    assert signed_in.heading() == "Log out?"

    signed_in.press("link", "Stay")

    assert signed_in.heading() == "Hello, Marisol Quint"


@pytest.mark.parametrize("path", ["/", "/user-zone"])
def test_back_after_logout_shows_nothing(signed_in, path):
    signed_in.open("/")
    signed_in.open(path)
    signed_in.press("button", "Log out")
    signed_in.page.wait_for_url("/logout")
    signed_in.page.go_back()

    assert signed_in.heading() == "Who is there?"
    assert signed_in.page.get_by_text("@marisol_quint").count() == 0


def test_denying_is_told_kindly(visitor):
    person = visitor()
    person.open("/login")
    with person.page.expect_navigation() as navigation:
        person.press("button", "Deny")

    assert navigation.value.status == 403
    assert person.heading() == "You said no"

    person.press("link", "Try again")
    person.press("button", "Tobias Fennmark")

    assert person.heading() == "Hello, Tobias Fennmark"


@pytest.fixture
def callback(visitor):
    """A visitor who has logged in, and the address of the callback that did it."""
    person, seen = visitor(), []
    person.page.on("request", lambda request: seen.append(request.url))
    person.log_in()
    return person, next(url for url in seen if "/login/callback" in url)


def test_replayed_callback_leads_home(callback):
    person, url = callback
    person.open(url)

    assert person.heading() == "Hello, Marisol Quint"


def test_callback_in_another_browser_is_refused(callback, visitor):
    stranger = visitor()

    assert stranger.open(callback[1]).status == 400
    assert stranger.heading() == "Your browser sent no cookie"


def test_callback_after_logout_is_refused(callback):
    person, url = callback
    person.press("button", "Log out")

    assert person.open(url).status == 400
    assert person.heading() == "This login is over"


def test_log_holds_no_token(callback, service):
    tokens = [value for values in parse_qs(urlsplit(callback[1]).query).values() for value in values]

    assert len(tokens) == 2
    assert "/login/callback" in service.log()
    assert [token for token in tokens if token in service.log()] == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_tabs_may_log_in_at_once(visitor, order):
    person = visitor()
    tabs = [person.page, person.context.new_page()]
    for tab in tabs:
        tab.goto("/login")
    names = ["Marisol Quint", "Tobias Fennmark"]
    for index in order:
        person.press("button", names[index], tabs[index])
        tabs[index].wait_for_url("/")
    person.page = tabs[order[1]]

    assert person.heading() == f"Hello, {names[order[1]]}"


@pytest.mark.case(72)
@pytest.mark.parametrize("index", [0, 1])
def test_form_of_either_tab_works_and_the_other_is_refused_then(signed_in, index):
    """Both tabs are opened at once, right after the login."""
    tabs = [signed_in.page, signed_in.context.new_page()]
    for tab in tabs:
        tab.goto("/user-zone", wait_until="commit")
    headings = []
    for tab in (tabs[index], tabs[1 - index]):
        signed_in.press("button", "Log out", tab)
        tab.wait_for_url("/logout")
        headings.append(tab.get_by_role("heading", level=1).inner_text())

    assert headings == ["You are logged out", "Forbidden"]


def test_tab_left_open_at_the_sandbox_does_no_harm(visitor):
    person = visitor()
    person.open("/login")
    old = person.page.url
    person.log_in()
    person.open(old)
    person.press("button", "Ødger Halvång")

    assert person.heading() == "Hello, Ødger Halvång"
