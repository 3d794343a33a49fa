"""Each kind of login through a whole service, at the sandbox: coming in, calling on, and going."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.login.visiting import BASE, Visiting

SETTINGS = """
session: {keys: [a-key-of-the-tests-a-key-of-the-tests], %s}
stacks: {web: [session, csrf]}
routes:
  - {path: /who, stack: web, handler: "served:who"}
  - {path: /call, stack: web, handler: "served:call"}
"""
HANDLERS = """
def who(request):
    return {"user": request.user, "token": request.make_csrf_token()}

def call(request):
    return {"header": authorization(request, "GET", "https://api.example/me")}
"""
KINDS = {
    "oauth1": "provider: sandbox",
    "oauth2": "provider: sandbox, kind: oauth2",
    "oidc": "provider: sandbox, kind: oidc",
    "x": "provider: x",
    "github": "provider: github",
    "google": "provider: google",
}


@pytest.fixture
def browser(serve):
    """A browser at a service with one login, or with several: `browser(login)`."""

    def at(*logins, session="", more=""):
        named = "".join(f"  one{n or ''}: {{{login}, stack: web}}\n" for n, login in enumerate(logins))
        text = SETTINGS % session + f"login:\n{named}{more}"
        return Visiting(serve(text, HANDLERS, GATEWAY_ENV="development").application)

    return at


@pytest.mark.parametrize("kind", ["oauth1", "x"])
def test_twitter_and_x_tell_the_same_four_fields(browser, kind):
    assert browser(KINDS[kind]).logged_in().user == {
        "id_str": "9007199254740993",
        "name": "Marisol Quint",
        "screen_name": "marisol_quint",
        "profile_image_url_https": "/-/sandbox/avatars/marisol_quint.svg",
    }


@pytest.mark.parametrize(
    ("kind", "iss"),
    [
        ("oauth2", BASE),
        ("github", BASE),
        ("oidc", BASE + "/-/sandbox"),
        ("google", BASE + "/-/sandbox"),
    ],
)
def test_all_others_tell_the_claims_of_openid_connect(browser, kind, iss):
    assert browser(KINDS[kind]).logged_in().user == {
        "iss": iss,
        "sub": "9007199254740993",
        "name": "Marisol Quint",
        "preferred_username": "marisol_quint",
        "picture": f"{BASE}/-/sandbox/avatars/marisol_quint.svg",
        "email": "marisol_quint@people.example",
        "email_verified": True,
    }


@pytest.mark.parametrize("kind", ["oauth2", "oidc"])
def test_a_claim_of_ones_own_is_kept_as_well(browser, kind):
    user = browser(KINDS[kind] + ", claims: {roles: roles}").logged_in().user

    assert user["roles"] == ["admin"]


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_says_no_is_not_logged_in(browser, kind):
    visitor = browser(KINDS[kind])
    page = visitor.get(visitor.chosen(person=""))

    assert (page.status_code, visitor.user) == (403, None)
    assert "You said no" in page.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_callback_is_good_once(browser, kind):
    visitor = browser(KINDS[kind])
    back = visitor.chosen("/login?return_to=/who")
    landed = [visitor.get(back).location for _ in range(2)]
    other = Visiting(visitor.client.application)

    assert landed == ["/who", "/who"]
    assert other.get(back).status_code == 400


def test_several_logins_are_listed_and_lead_back_to_where_one_was(browser):
    visitor = browser(KINDS["x"], KINDS["google"] + ", label: Our Google")
    page = visitor.get("/login?return_to=/who")
    starts = re.findall(r'<a class="button" href="(/login/[^"]+)">([^<]+)</a>', page.text)

    assert starts == [
        ("/login/one?return_to=%2Fwho", "X"),
        ("/login/one1?return_to=%2Fwho", "Our Google"),
    ]
    assert visitor.get(visitor.chosen(starts[1][0])).location == "/who"
    assert visitor.user["iss"] == BASE + "/-/sandbox"


def test_the_page_that_lists_logins_never_leads_in_a_circle(browser):
    visitor = browser(KINDS["x"], KINDS["google"])

    assert "return_to" not in visitor.get("/login?return_to=/login").text
    assert "return_to" not in visitor.get("/login?return_to=//evil.example").text


def test_a_view_may_list_the_logins(browser, tmp_path):
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "in.html").write_text(
        "{% for it in logins %}{{ it.label }}={{ it.start }};{% endfor %}"
    )
    more = "settings: {login_page: {path: /enter, view: in.html}}"
    visitor = browser(KINDS["x"], KINDS["google"], more=more)

    assert visitor.get("/enter").text == "X=/login/one;Google=/login/one1;"


def test_one_login_has_a_page_only_where_it_is_written(browser):
    plain = browser(KINDS["x"])
    listed = browser(KINDS["x"], more="settings: {login_page: {path: /enter}}")

    assert (plain.get("/enter").status_code, listed.get("/enter").status_code) == (404, 200)


def test_a_profile_handler_may_ask_for_the_request(serve):
    handlers = (
        HANDLERS
        + """
def profile(profile, request):
    return {"name": profile["name"], "was": request.session.get("cart")}
"""
    )
    text = SETTINGS % "" + "login: {one: {provider: sandbox, stack: web, profile: 'served:profile'}}"
    visitor = Visiting(serve(text, handlers, GATEWAY_ENV="development").application).logged_in()

    assert visitor.user == {"name": "Marisol Quint", "was": None}


@pytest.mark.parametrize("kind", KINDS)
def test_tokens_are_not_kept_unless_asked_for(browser, kind):
    visitor = browser(KINDS[kind], session="encrypt: true").logged_in()

    assert visitor.get("/call").status_code == 401


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("oauth1", "OAuth oauth_"), ("oauth2", "Bearer "), ("oidc", "Bearer "), ("x", "Bearer ")],
)
@pytest.mark.parametrize("session", ["encrypt: true", "store: memory"])
def test_kept_tokens_authorize_calls(browser, kind, begins, session):
    visitor = browser(KINDS[kind] + ", tokens: session", session=session).logged_in()
    header = visitor.get("/call").json["header"]

    assert header.startswith(begins)
    assert len(header) > 30


def test_nobody_calls_in_the_name_of_nobody(browser):
    assert browser(KINDS["x"] + ", tokens: session", session="store: memory").get("/call").status_code == 401


def test_a_logout_forgets_the_tokens(browser):
    visitor = browser(KINDS["x"] + ", tokens: session", session="store: memory").logged_in()
    visitor.log_out()

    assert visitor.get("/call").status_code == 401


def test_a_logout_leads_to_the_provider_and_back(browser):
    session = "store: memory"
    visitor = browser(KINDS["oidc"] + ", tokens: session, logout: {at_provider: true}", session=session)
    asks = visitor.logged_in().get("/logout")
    left = visitor.log_out()
    query = parse_qs(urlsplit(left.location).query)

    assert f"form-action 'self' https: {BASE}" in asks.headers["Content-Security-Policy"]
    assert left.location.startswith(f"{BASE}/-/sandbox/oauth2/logout?")
    assert query["post_logout_redirect_uri"] == [f"{BASE}/logout"]
    assert query["id_token_hint"][0].count(".") == 2
    assert visitor.user is None
    assert visitor.get(left.location).location.startswith(f"{BASE}/logout")


def test_a_logout_at_the_provider_needs_no_kept_token(browser):
    visitor = browser(KINDS["oidc"] + ", logout: {at_provider: true}").logged_in()
    query = parse_qs(urlsplit(visitor.log_out().location).query)

    assert query.keys() == {"client_id", "post_logout_redirect_uri"}


def test_only_who_came_by_it_is_sent_to_a_provider_to_log_out(browser):
    visitor = browser(KINDS["oidc"] + ", logout: {at_provider: true}", KINDS["x"])

    assert visitor.logged_in("/login/one1").log_out().location == "/logout"


MOUNTED = """
version: 1
session: {keys: [a-key-of-the-mounted-a-key-of-the-mounted]}
stacks: {web: [session, csrf]}
login:
  one: {provider: x, client_id: me, client_auth: none, stack: web, success: /done, logout: {path: /out}}
"""


def test_a_mounted_service_logs_in_below_its_mount(serve, tmp_path):
    (tmp_path / "shop.yaml").write_text(MOUNTED)
    text = """
    settings: {public_url: "https://example.org"}
    routes: [{path: /shop, mount: {config: shop.yaml}}]
    """
    visitor = serve(text)
    away = visitor.get("/shop/login?return_to=/shop/login", base_url="https://example.org").location
    (back,) = parse_qs(urlsplit(away).query)["redirect_uri"]
    failed = visitor.get("/shop/login/callback", base_url="https://example.org")
    out = visitor.get("/shop/out", base_url="https://example.org")

    assert back == "https://example.org/shop/login/callback"
    assert 'href="/shop/login"' in failed.text
    assert 'href="/shop/login"' in out.text
