"""The example service, called as a WSGI application."""

from __future__ import annotations

import re
import shutil
import sys
from importlib import import_module
from pathlib import Path

import pytest
from werkzeug.test import Client

from gateway.errors import ConfigError
from gateway.wsgi import load

ROOT = Path(__file__).parent.parent
HOME = "http://127.0.0.1:8000"
KEYS = {"TWITTER_TOKEN": "t" * 25, "TWITTER_SECRET": "s" * 50, "SESSION_KEY": "k" * 32}
PRODUCTION = {"GATEWAY_ENV": "production", "PUBLIC_URL": "https://front.example", **KEYS}
PAGES = {"/": 200, "/logout": 200, "/no/such/page": 404, "/login/callback": 400}


def is_example(name):
    return name == "handlers" or name.startswith("handlers.")


@pytest.fixture
def example(tmp_path, monkeypatch):
    """A copy of the example that tests may change, whose handlers are its own."""
    for folder in ("handlers", "views", "public"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "gateway.yaml", tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    for name in filter(is_example, list(sys.modules)):
        monkeypatch.delitem(sys.modules, name)
    yield tmp_path
    for name in filter(is_example, list(sys.modules)):
        del sys.modules[name]


@pytest.fixture
def client_of(example):
    """A browser without scripts at the example, in an environment."""

    def client(environ):
        return Browser(Client(load(example / "gateway.yaml", environ=environ)), environ)

    return client


@pytest.fixture
def browser(client_of):
    return client_of({})


class Browser:
    """A client on this machine that asks for HTML and keeps cookies."""

    def __init__(self, client, environ):
        self.client = client
        self.home = environ.get("PUBLIC_URL", HOME)

    def open(self, path, method="GET", **more):
        return self.client.open(
            path.removeprefix(self.home),
            method=method,
            base_url=self.home,
            headers={"Accept": "text/html"},
            environ_overrides={"REMOTE_ADDR": "127.0.0.1"},
            buffered=True,
            **more,
        )

    def choose(self, person):
        """Start a login, be that person at the sandbox, and give the callback's address."""
        sandbox = self.open(self.open("/login").location)
        form = {"oauth_token": field(sandbox, "oauth_token"), "person": person}
        return self.open("/-/sandbox/oauth/authenticate", "POST", data=form).location

    def log_in(self, person="marisol_quint"):
        return self.open(self.choose(person))


def field(page, name):
    return re.search(rf'name="{name}" value="([^"]+)"', page.text)[1]


def cookies(response):
    return [line.split("=")[0] for line in response.headers.getlist("Set-Cookie")]


@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_page_has_its_status(browser, path, status):
    assert browser.open(path).status_code == status


@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole(browser, path):
    page = browser.open(path).text

    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert len(re.findall(r"<title>[^<]+ – Front Door</title>", page)) == 1
    assert len(re.findall("<h1>[^<]+</h1>", page)) == 1


@pytest.mark.parametrize("path", PAGES)
def test_page_loads_nothing_from_elsewhere(browser, path):
    page = browser.open(path).text

    assert "<script" not in page
    assert " style=" not in page
    assert re.findall(r'(?:src|href|action)="(?!/)[^#"][^"]*"', page) == []


@pytest.mark.parametrize("path", [*PAGES, "/user-zone"])
def test_page_says_what_browsers_may_do(browser, path):
    headers = browser.open(path).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Request-ID"]


@pytest.mark.parametrize(
    "path", ["/", "/user-zone", "/logout", "/no/such/page", "/assets/style.css", "/healthz"]
)
def test_visit_leaves_no_cookie(browser, path):
    assert cookies(browser.open(path)) == []


@pytest.mark.parametrize("path", ["/", "/no/such/page", "/assets/style.css", "/favicon.ico"])
def test_head_is_get_without_a_body(browser, path):
    head, get = browser.open(path, "HEAD"), browser.open(path)

    assert head.data == b""
    assert head.status_code == get.status_code
    assert head.headers["Content-Length"] == str(len(get.data))
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/assets/style.css", "text/css; charset=utf-8"), ("/favicon.ico", "image/svg+xml")],
)
def test_public_files_are_kept_for_an_hour(browser, path, content_type):
    response = browser.open(path)

    assert response.headers["Content-Type"] == content_type
    assert response.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize("path", ["/assets/style.css", "/"])
def test_wrong_method_gets_a_page(browser, path):
    response = browser.open(path, "POST")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "<h1>Method Not Allowed</h1>" in response.text


def test_post_to_no_page_is_not_found(browser):
    assert browser.open("/no/such/page", "POST").status_code == 404


def test_form_of_another_site_is_refused(browser):
    response = browser.open("/logout", "POST", environ_base={"HTTP_SEC_FETCH_SITE": "cross-site"})

    assert response.status_code == 403
    assert "<h1>Forbidden</h1>" in response.text


def test_home_offers_the_login(browser):
    assert '<a class="button" href="/login">Sign in with Twitter</a>' in browser.open("/").text


def test_user_zone_sends_strangers_home(browser):
    response = browser.open("/user-zone")

    assert (response.status_code, response.location) == (303, "/")


def test_login_ends_at_home(browser):
    response = browser.log_in()

    assert (response.status_code, response.location) == (303, "/")


def test_home_says_who_is_signed_in(browser):
    browser.log_in("odger_h")
    page = browser.open("/").text

    assert "<h1>Hello, Ødger Halvång</h1>" in page
    assert "<strong>@odger_h</strong>" in page
    assert 'src="/-/sandbox/avatars/odger_h.svg" alt="Picture of Ødger Halvång"' in page


def test_user_zone_lets_in_who_is_signed_in(browser):
    browser.log_in()
    response = browser.open("/user-zone")

    assert response.status_code == 200
    assert "<dd>Marisol Quint</dd>" in response.text


@pytest.mark.parametrize("path", ["/", "/user-zone", "/logout"])
def test_page_of_a_person_is_kept_by_nobody(browser, path):
    browser.log_in()

    assert [browser.open(path).headers["Cache-Control"] for _ in range(2)] == ["no-store"] * 2


def test_session_is_not_written_again_for_a_form(browser):
    browser.log_in()

    assert [cookies(browser.open(path)) for path in ("/", "/", "/user-zone")] == [[], [], []]


def test_session_cookie_lives_a_day_and_is_not_for_scripts(browser):
    line = next(
        line for line in browser.log_in().headers.getlist("Set-Cookie") if line.startswith("session=")
    )
    attributes = {part.strip().lower() for part in line.split(";")[1:]}

    assert {"httponly", "samesite=lax", "max-age=86400", "path=/"} <= attributes
    assert "secure" not in attributes


def test_session_keeps_only_what_the_pages_show(example):
    kept = import_module("handlers.auth").profile(
        {"id_str": "7", "name": "Ada", "screen_name": "ada", "profile_image_url_https": None, "email": "a@b"}
    )

    assert kept == {"name": "Ada", "screen_name": "ada", "profile_image_url_https": None}


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("https://pbs.twimg.com/a/1_normal.jpg", "https://pbs.twimg.com/a/1_400x400.jpg"),
        ("/-/sandbox/avatars/ada.svg", "/-/sandbox/avatars/ada.svg"),
        (None, None),
    ],
)
def test_picture_is_shown_in_its_larger_size(example, kept, shown):
    user = {"name": "Ada Lovelace", "screen_name": "ada", "profile_image_url_https": kept}

    assert import_module("handlers.people").person(user).picture == shown


def test_denied_login_gets_a_clear_page(browser):
    callback = browser.open("/login").location
    form = {"oauth_token": field(browser.open(callback), "oauth_token"), "person": ""}
    page = browser.open(browser.open("/-/sandbox/oauth/authenticate", "POST", data=form).location)

    assert page.status_code == 403
    assert "<h1>You said no</h1>" in page.text
    assert '<a class="button" href="/login">Try again</a>' in page.text
    assert "session" not in cookies(page)


def test_replayed_callback_changes_nothing(browser):
    callback = browser.choose("fennmark")
    again = [browser.open(callback), browser.open(callback)][1]

    assert (again.status_code, again.location) == (303, "/")
    assert "Hello, Tobias Fennmark" in browser.open("/").text


def test_replayed_callback_after_logout_is_refused(browser):
    callback = browser.choose("fennmark")
    browser.open(callback)
    log_out(browser)
    again = browser.open(callback)

    assert again.status_code == 400
    assert "<h1>This login is over</h1>" in again.text


def log_out(browser, page="/"):
    form = {"csrf_token": field(browser.open(page), "csrf_token")}
    return browser.open("/logout", "POST", data=form)


def test_logout_by_address_asks_first(browser):
    browser.log_in()

    assert "Log out?" in browser.open("/logout").text
    assert browser.open("/user-zone").status_code == 200


@pytest.mark.parametrize("page", ["/", "/user-zone", "/logout"])
def test_logout_is_confirmed(browser, page):
    browser.log_in()

    assert log_out(browser, page).location == "/logout"
    assert "<h1>You are logged out</h1>" in browser.open("/logout").text
    assert browser.open("/user-zone").location == "/"


def test_logout_without_its_token_is_refused(browser):
    browser.log_in()
    page = browser.open("/logout", "POST", data={"csrf_token": "x" * 48})

    assert page.status_code == 403
    assert "This form is out of date." in page.text
    assert browser.open("/user-zone").status_code == 200


def test_cookie_is_host_bound_over_https(client_of):
    lines = client_of({"PUBLIC_URL": "https://127.0.0.1:8443"}).log_in().headers.getlist("Set-Cookie")
    session = next(line for line in lines if line.startswith("__Host-session="))

    assert "secure" in {part.strip().lower() for part in session.split(";")}


def test_production_refuses_to_start_without_its_secrets(example):
    with pytest.raises(ConfigError) as caught:
        load(example / "gateway.yaml", environ={"GATEWAY_ENV": "production"})

    report = str(caught.value)
    assert all(re.search(rf"gateway\.yaml:\d+:\d+: .*{name}", report) for name in KEYS)


def test_production_has_no_sandbox(client_of):
    assert client_of(PRODUCTION).open("/-/sandbox/oauth/authenticate").status_code == 404


@pytest.fixture
def broken(example):
    """The example with a page whose handler raises."""
    config = example / "gateway.yaml"
    row = "  - {path: /broken, handler: handlers.broken:page}\n"
    config.write_text(config.read_text("utf-8").replace("routes:\n", f"routes:\n{row}"), "utf-8")
    code = "def page(request):\n    raise ValueError('in the handler')\n"
    (example / "handlers" / "broken.py").write_text(code, "utf-8")
    return example


def test_production_tells_nothing_of_a_mistake(broken, client_of):
    page = client_of(PRODUCTION).open("/broken")

    assert page.status_code == 500
    assert "<h1>Something broke on our side</h1>" in page.text
    assert page.headers["X-Request-ID"] in page.text
    assert "in the handler" not in page.text


def test_development_shows_the_traceback(broken, browser):
    page = browser.open("/broken")

    assert page.status_code == 500
    assert "ValueError: in the handler" in page.text


def luminance(colour):
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("accent-over", "paper"), ("warm", "paper"),
        ("ink", "card"), ("soft", "card"), ("ink", "glow"), ("on-accent", "accent"),
        ("on-accent", "accent-over"),
    ],
)  # fmt: skip
def test_text_stands_out(scheme, ink, paper):
    blocks = (ROOT / "public" / "style.css").read_text("utf-8").split(":root {")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[scheme + 1]))
    darker, lighter = sorted(luminance(colours[name]) for name in (ink, paper))

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
