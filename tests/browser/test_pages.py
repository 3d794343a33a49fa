"""Each page of the example as phones and desktops show it."""

from __future__ import annotations

import pytest

from gateway.http.page import WIDE, document

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}
SMALL = {"viewport": {"width": 320, "height": 568}, "color_scheme": "light"}
SIGNED_OUT = {
    "home": "/",
    "logged-out": "/logout",
    "not-found": "/no/such/page",
    "login-failed": "/login/callback",
    "sandbox": "/login",
}
SIGNED_IN = {"home-signed-in": "/", "user-zone": "/user-zone", "log-out": "/logout"}
SCREENS = {"phone-dark": PHONE, "desktop-light": DESKTOP, "small": SMALL}


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory):
    """Where pictures of the pages are put, for people to look at."""
    return tmp_path_factory.mktemp("screenshots")


@pytest.mark.parametrize("screen", SCREENS)
def test_signed_out_pages_fit_the_screen(visitor, screenshots, screen):
    person = visitor(**SCREENS[screen])

    assert too_wide(person, SIGNED_OUT, screenshots, screen) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_signed_in_pages_fit_the_screen(visitor, screenshots, screen):
    person = visitor(**SCREENS[screen])
    person.log_in()

    assert too_wide(person, SIGNED_IN, screenshots, screen) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_long_lines_of_a_traceback_scroll_by_themselves(visitor, screen):
    page = visitor(**SCREENS[screen]).page
    page.set_content(document("Wrong", f"<h1>{'Wrong' * 40}</h1><pre>{'x' * 500}</pre>", style=WIDE))

    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def too_wide(person, pages, folder, screen):
    """The pages that have to be scrolled sideways; each is photographed."""
    found = []
    for name, path in pages.items():
        person.open(path)
        person.page.screenshot(path=folder / f"{name}-{screen}.png", full_page=True)
        if person.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(name)
    return found


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(245, 241, 234)"), ("dark", "rgb(21, 23, 28)")])
def test_page_follows_the_theme(visitor, scheme, paper):
    person = visitor(color_scheme=scheme)
    person.open("/")

    assert person.page.evaluate("getComputedStyle(document.body).backgroundColor") == paper


def test_keyboard_reaches_the_content_first(visitor):
    person = visitor()
    person.open("/")
    person.page.keyboard.press("Tab")

    assert person.page.evaluate("document.activeElement.innerText") == "Skip to the content"
    assert person.page.get_by_text("Skip to the content").bounding_box()["x"] >= 0


def test_focus_is_seen(visitor):
    person = visitor()
    person.open("/")
    button = person.page.get_by_role("link", name="Sign in with Twitter")
    person.page.keyboard.press("Tab")
    button.focus()

    assert button.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


@pytest.mark.parametrize("path", ["/", "/logout", "/no/such/page", "/login", "/login/callback"])
def test_nothing_is_asked_of_other_servers(visitor, service, path):
    person, seen = visitor(), []
    person.page.on("request", lambda request: seen.append(request.url))
    person.open(path)
    person.page.wait_for_load_state("networkidle")

    assert seen
    assert [url for url in seen if not url.startswith((service.url, "data:"))] == []
