"""People log in and out by every kind of login, in a real browser."""

from __future__ import annotations

import json

import pytest

from gateway.login import pages
from tests.browser.serving import free_port, serving
from tests.browser.visiting import FLAGS, Visitor
from tests.login.peers.answering import Answer, Answering, as_html
from tests.login.peers.authorizing import CLIENT_SECRET
from tests.login.peers.oidc_provider import OidcProvider

pytestmark = pytest.mark.browser

SERVICE = """
version: 1
env: {PUBLIC_URL: {}}
settings: {public_url: "${PUBLIC_URL}"}
session: {keys: [a-key-of-the-tests-a-key-of-the-tests]}
stacks:
  web: [access_log, security_headers, session, csrf]
  member: [web, require_login]
login:
  twitter: {provider: twitter, stack: web}
  x: {provider: x, stack: web}
  github: {provider: github, stack: web}
  oauth2: {provider: sandbox, kind: oauth2, label: OAuth 2.0, stack: web}
  oidc: {provider: sandbox, kind: oidc, label: OpenID, stack: web, logout: {at_provider: true}}
routes:
  - {path: /, stack: web, respond: {text: Welcome}}
  - {path: /favicon.ico, respond: {status: 204}}
  - {path: /private, stack: member, handler: "served:private"}
"""
HANDLERS = """
from gateway.http import Response

PAGE = '''<!doctype html><title>Private</title><h1>Hello, {name}</h1>
<form method="post" action="/logout"><input type="hidden" name="csrf_token" value="{token}">
<button>Log out</button></form>
'''

def private(request):
    name = request.user["name"] + " on page " + request.args.get("page", "1")
    return Response.html(PAGE.format(name=name, token=request.make_csrf_token()))
"""
ELSEWHERE = f"""  corp:
    kind: oidc
    label: Corp
    issuer: ${{ISSUER}}
    client_id: basic
    client_secret: "{CLIENT_SECRET}"
    stack: web
    logout: {{at_provider: true}}
routes:"""
LOGINS = ["Twitter", "X", "GitHub", "OAuth 2.0", "OpenID"]


def made(folder, text=SERVICE):
    (folder / "gateway.yaml").write_text(text, encoding="utf-8")
    (folder / "served.py").write_text(HANDLERS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A service with a login of every kind, all of them at the sandbox."""
    with serving(made(tmp_path_factory.mktemp("flows")), free_port()) as service:
        yield service


@pytest.fixture(scope="module")
def provider():
    """npm's oidc-provider, and the port of a service that may log in there."""
    port = free_port()
    provider = OidcProvider(f"http://127.0.0.1:{port}")
    yield provider, port
    provider.close()


@pytest.fixture(scope="module")
def elsewhere(provider, tmp_path_factory):
    """A service with a login at npm's oidc-provider, on another port."""
    text = SERVICE.replace("routes:", ELSEWHERE).replace("{PUBLIC_URL: {}}", "{PUBLIC_URL: {}, ISSUER: {}}")
    with serving(
        made(tmp_path_factory.mktemp("elsewhere"), text), provider[1], ISSUER=provider[0].issuer
    ) as service:
        yield service


@pytest.fixture(scope="module")
def secured(tmp_path_factory, certificate):
    """The service over TLS, by a certificate that no browser trusts by itself."""
    with serving(made(tmp_path_factory.mktemp("secured")), free_port(), certificate) as service:
        yield service


def log_in(person, login, name="Marisol Quint"):
    """From a page of one's own to the login, to the provider, and back to the page."""
    person.open("/private?page=2")
    person.press("link", login)
    person.press("button", name)
    person.page.wait_for_url("**/private?page=2")


@pytest.mark.parametrize("login", LOGINS)
def test_a_login_leads_back_to_the_page_and_a_logout_leaves_nothing_behind(visitor, login):
    person = visitor()
    log_in(person, login)

    assert person.heading() == "Hello, Marisol Quint on page 2"

    person.press("button", "Log out")
    person.page.wait_for_url("**/logout*")

    assert person.heading() == "You are logged out"

    person.page.go_back()

    assert person.heading() == "Log in"
    assert "Marisol" not in person.page.content()


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["scripts", "no scripts"])
def test_a_login_at_another_provider_ends_there_as_well(visitor, elsewhere, options):
    """The form that logs out is answered by a redirect to another origin, which its policy has to name."""
    person = visitor(base_url=elsewhere.url, **options)
    person.open("/private?page=2")
    person.press("link", "Corp")
    person.page.get_by_label("Who are you?").fill("rosalba")
    person.press("button", "Log in")
    person.page.wait_for_url("**/private?page=2")

    assert person.heading() == "Hello, Name of rosalba on page 2"

    person.open("/logout")
    person.press("button", "Log out")

    assert person.heading() == "Log out"

    person.press("button", "Yes")
    person.page.wait_for_url(f"{elsewhere.url}/logout*")

    assert person.heading() == "You are logged out"

    person.open("/login/corp")

    assert person.page.get_by_label("Who are you?").is_visible()


def test_two_tabs_log_in_at_two_providers_and_come_back_each_to_its_page(visitor):
    person = visitor()
    tabs = [person.page, person.context.new_page()]
    for number, (tab, login) in enumerate(zip(tabs, ["X", "OpenID"], strict=True)):
        tab.goto(f"/private?page={number}")
        person.press("link", login, tab)
    for number, name in ((1, "Tobias Fennmark"), (0, "Marisol Quint")):
        person.press("button", name, tabs[number])
        tabs[number].wait_for_url(f"**/private?page={number}")
    headings = [tab.get_by_role("heading", level=1).inner_text() for tab in tabs]

    assert headings == ["Hello, Marisol Quint on page 0", "Hello, Tobias Fennmark on page 1"]


def test_a_login_over_https_keeps_its_cookies_to_this_host(visitor, secured):
    """Cookies whose names begin with __Host- are dropped by browsers unless all else is right."""
    person = visitor(base_url=secured.url, ignore_https_errors=True)
    person.open("/private?page=2")
    person.press("link", "OpenID")
    started = person.context.cookies()
    person.press("button", "Marisol Quint")
    person.page.wait_for_url("**/private?page=2")
    finished = person.context.cookies()

    assert person.heading() == "Hello, Marisol Quint on page 2"
    assert [cookie["name"][:13] for cookie in started] == ["__Host-login_"]
    assert "__Host-session" in [cookie["name"] for cookie in finished]
    for cookie in started + finished:
        assert cookie["secure"]
        assert cookie["httpOnly"]
        assert (cookie["sameSite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "127.0.0.1")


def test_who_keeps_no_cookies_is_told_so(playwright, executable, service, tmp_path):
    """Chromium blocks all of them in a profile with this preference, and in no context of another."""
    (tmp_path / "Default").mkdir()
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(blocked))
    launch = playwright.chromium.launch_persistent_context
    with launch(tmp_path, executable_path=executable, args=FLAGS, base_url=service.url) as context:
        person = Visitor(context)
        person.open("/private")
        person.press("link", "OpenID")
        person.press("button", "Marisol Quint")

        assert person.heading() == "Your browser sent no cookie"
        assert person.page.get_by_text("Allow cookies for it").is_visible()
        assert context.cookies() == []


@pytest.fixture
def crowded():
    """A site whose first page is that for a crowd."""
    waiting = pages.wait("/next")
    first = Answer(waiting.body, 202, dict(waiting.headers))
    site = Answering({"/": first, "/next": as_html("<h1>Go on</h1>"), "/favicon.ico": Answer(status=204)})
    yield site.base
    site.close()


def test_a_page_for_a_crowd_goes_on_by_itself(crowded, visitor):
    person = visitor(base_url=crowded, java_script_enabled=False)
    person.open("/")
    first = person.heading()
    person.page.wait_for_url("**/next")

    assert (first, person.heading()) == ("One moment", "Go on")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_that_lists_logins_fits_the_screen_and_a_thumb(visitor, width):
    person = visitor(viewport={"width": width, "height": 640})
    person.open("/login")
    boxes = [person.page.get_by_role("link", name=login, exact=True).bounding_box() for login in LOGINS]

    assert not person.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert len({(box["x"], box["width"]) for box in boxes}) == 1
    assert min(box["height"] for box in boxes) >= 44
