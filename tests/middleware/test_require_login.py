"""Only who is logged in comes in; a browser that reads a page is sent elsewhere."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import orjson
import pytest

from gateway.http.response import Response
from gateway.middleware.require_login import Entrance, RequireLogin

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def log_in(request):
    request.session["user"] = {"name": "Ada"}
    return "ok"


def zone(request):
    return request.user["name"]


@pytest.fixture
def member(browser):
    browser.visit(log_in)
    return browser


@pytest.mark.parametrize("redirect", [None, "/"])
def test_who_is_logged_in_comes_in(member, redirect):
    response = member.visit(zone, layers=[RequireLogin(redirect=redirect)])

    assert (response.status, response.body) == (200, b"Ada")


@pytest.mark.case(71)
def test_page_behind_a_login_is_not_stored(member):
    """The back button shows nothing after a logout."""
    headers = member.visit(zone, layers=[RequireLogin()]).headers

    assert (headers["Cache-Control"], headers["Vary"]) == ("no-store", "Cookie")


def test_cache_control_of_the_handler_stands(member):
    def page(_):
        return Response("ok", headers={"Cache-Control": "private, max-age=60"})

    assert member.visit(page, layers=[RequireLogin()]).headers["Cache-Control"] == "private, max-age=60"


def test_no_shared_cache_keeps_what_is_behind_a_login(member):
    """RFC 9111 section 5.2.2.7: such as a file of a route with `cache: {max_age: 1h}`."""
    cached = Response("x", headers={"Cache-Control": "public, max-age=60"})
    response = member.visit(lambda _: cached, layers=[RequireLogin()])

    assert response.headers["Cache-Control"] == "private, max-age=60"


@pytest.mark.parametrize(
    ("method", "accept", "redirect", "status"),
    [
        ("GET", BROWSER, "/welcome", 303),
        ("HEAD", BROWSER, "/welcome", 303),
        ("GET", "application/json", "/welcome", 401),
        ("GET", "*/*", "/welcome", 401),
        ("POST", BROWSER, "/welcome", 401),
        ("GET", BROWSER, None, 401),
    ],
)
def test_stranger_is_sent_away(browser, method, accept, redirect, status):
    layers = [RequireLogin(redirect=redirect)]
    response = browser.visit(zone, method, layers=layers, HTTP_ACCEPT=accept)

    assert (response.status, response.location) == (status, "/welcome" if status == 303 else None)
    assert (response.headers["Cache-Control"], response.headers["Vary"]) == ("no-store", "Cookie")
    assert "Set-Cookie" not in response.headers


def test_refusal_has_a_challenge(browser):
    """RFC 9110 section 15.5.2: a 401 has one; none that opens a browser's password box."""
    response = browser.visit(zone, layers=[RequireLogin()])

    assert response.headers["WWW-Authenticate"] == 'Cookie realm="this site"'


def test_handler_does_not_run_for_a_stranger(browser):
    ran = []
    browser.visit(ran.append, layers=[RequireLogin(redirect="/")])

    assert ran == []


@pytest.mark.case(72)
def test_who_logged_out_stays_out(member):
    """In another tab the next request is refused."""
    member.visit(lambda request: request.session.destroy())

    assert member.visit(zone, layers=[RequireLogin()]).status == 401


LOGIN = RequireLogin(redirect=Entrance("/login"))


def opening(url, mount=""):
    """The environment of a person who opens a page."""
    path, _, query = url.partition("?")
    below = unquote_to_bytes(path.removeprefix(mount)).decode("latin-1")
    return {
        "HTTP_ACCEPT": BROWSER,
        "RAW_URI": url,
        "SCRIPT_NAME": mount,
        "PATH_INFO": below,
        "QUERY_STRING": query,
    }


PAGE = opening("/orders?page=2")


@pytest.mark.parametrize(
    ("sent", "location"),
    [
        (PAGE, "/login?return_to=%2Forders%3Fpage%3D2"),
        (opening("/caf%C3%A9"), "/login?return_to=%2Fcaf%25C3%25A9"),
        (opening("/shop/a", "/shop"), "/shop/login?return_to=%2Fshop%2Fa"),
        (opening("//evil.test/"), "/login"),
        (opening("/" + "x" * 2048), "/login"),
    ],
    ids=["query", "escapes", "mounted", "another host", "too long"],
)
def test_login_is_told_the_page_to_come_back_to(browser, sent, location):
    """What a login would not accept is not sent."""
    response = browser.visit(zone, layers=[LOGIN], **sent)

    assert (response.status, response.location) == (303, location)


def test_path_that_is_no_login_is_left_as_it_is(browser):
    assert browser.visit(zone, layers=[RequireLogin(redirect="/")], **PAGE).location == "/"


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("SEC_FETCH_MODE", "navigate", 303),
        ("SEC_FETCH_MODE", "cors", 401),
        ("SEC_FETCH_MODE", "same-origin", 401),
        ("SEC_FETCH_DEST", "document", 303),
        ("SEC_FETCH_DEST", "empty", 401),
        ("SEC_FETCH_DEST", "image", 401),
        ("SEC_FETCH_DEST", "iframe", 401),
        ("X_REQUESTED_WITH", "XMLHttpRequest", 401),
        ("X_REQUESTED_WITH", "org.example.browser", 303),
    ],
)
def test_only_who_opens_a_page_is_redirected(browser, header, value, status):
    """A script could not follow to the login of another site: it would see an error of the network."""
    response = browser.visit(zone, layers=[LOGIN], **PAGE, **{f"HTTP_{header}": value})

    assert response.status == status


@pytest.mark.parametrize(
    ("referrer", "login"),
    [
        ("http://example.org/orders/new?copy=7#top", "/login?return_to=%2Forders%2Fnew%3Fcopy%3D7"),
        ("http://example.org", "/login?return_to=%2F"),
        ("http://example.org//evil.test/", "/login"),
        ("https://evil.test/orders", "/login"),
        (None, "/login"),
    ],
)
@pytest.mark.case(72)
def test_form_of_who_logged_out_leads_to_the_login_and_back_to_its_page(browser, referrer, login):
    """Not to the form's own address, which nothing can be read from."""
    sent = {} if referrer is None else {"HTTP_REFERER": referrer}
    response = browser.visit(zone, "POST", layers=[LOGIN], HTTP_ACCEPT=BROWSER, **sent)

    assert (response.status, response.headers["WWW-Authenticate"]) == (401, 'Cookie realm="this site"')
    assert f'<a class="button" href="{login}">Log in</a>'.encode() in response.body


@pytest.mark.parametrize(("layer", "told"), [(LOGIN, {"login": "/login"}), (RequireLogin(redirect="/"), {})])
def test_programs_are_told_where_to_log_in(browser, layer, told):
    response = browser.visit(zone, layers=[layer], HTTP_ACCEPT="application/json")

    assert orjson.loads(response.body) == {
        "status": 401,
        "error": "Unauthorized",
        "type": "login.required",
        "message": "You have to log in first.",
        **told,
    }


USER = {
    "name": "Ada",
    "roles": ["editor", "admin"],
    "team": "red",
    "level": 1,
    "verified": True,
    "realm_access": {"roles": ["clerk"], "a.b": ["dotted"]},
    "https://example.org/roles": ["far"],
    "odd": [{"name": "admin"}, None],
}


@pytest.fixture
def visit_as(browser):
    """What a user with these values is answered by a layer."""

    def visit(user, **options):
        browser.visit(lambda request: request.session.update(user=user))
        return browser.visit(lambda _: "in", layers=[RequireLogin(redirect="/login", **options)], **PAGE)

    return visit


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"claim": "roles", "any_of": ("admin", "owner")}, 200),
        ({"claim": "roles", "any_of": ("owner",)}, 403),
        ({"claim": "roles", "all_of": ("admin", "editor")}, 200),
        ({"claim": "roles", "all_of": ("admin", "owner")}, 403),
        ({"claim": "roles", "any_of": ("admin",), "all_of": ("editor",)}, 200),
        ({"claim": "roles", "any_of": ("owner",), "all_of": ("editor",)}, 403),
        ({"claim": "roles", "any_of": ("admin",), "all_of": ("owner",)}, 403),
        ({"claim": "team", "any_of": ("red", "blue")}, 200),
        ({"claim": "team", "any_of": ("re",)}, 403),
        ({"claim": "team", "all_of": ("red",)}, 200),
        ({"claim": "level", "any_of": (1,)}, 200),
        ({"claim": "level", "any_of": (True, "1")}, 403),
        ({"claim": "verified", "any_of": (1,)}, 403),
        ({"claim": "realm_access.roles", "any_of": ("clerk",)}, 200),
        ({"claim": "realm_access.a.b", "any_of": ("dotted",)}, 200),
        ({"claim": "realm_access.none", "any_of": ("clerk",)}, 403),
        ({"claim": "team.none", "any_of": ("red",)}, 403),
        ({"claim": "https://example.org/roles", "any_of": ("far",)}, 200),
        ({"claim": "odd", "any_of": ("admin",)}, 403),
        ({"claim": "missing", "any_of": ("admin",)}, 403),
    ],
)
def test_claim_decides_who_of_those_logged_in_comes_in(visit_as, options, status):
    assert visit_as(USER, **options).status == status


@pytest.mark.parametrize("value", [True, 1, "yes", ["x"], {"a": 1}])
def test_claim_without_values_must_be_there(visit_as, value):
    assert visit_as({"verified": value}, claim="verified").status == 200


@pytest.mark.parametrize("value", [False, None, 0, "", "false", [], {}])
def test_claim_that_is_empty_or_false_is_none(visit_as, value):
    """Some providers write it as text."""
    assert visit_as({"verified": value}, claim="verified").status == 403


@pytest.mark.parametrize("user", ["Ada", ["admin"], 7])
def test_user_that_has_no_values_has_no_claim(visit_as, user):
    assert visit_as(user, claim="roles", any_of=("admin",)).status == 403


def test_page_says_nothing_of_what_is_missing_and_the_log_nothing_of_who(visit_as, caplog):
    caplog.set_level("INFO", "gateway.login")
    response = visit_as({"name": "Ada", "roles": ["clerk"]}, claim="roles", any_of=("admin",))

    assert b"403 Forbidden</h1><p>Your account may not see this.</p>" in response.body
    assert b"admin" not in response.body
    assert response.headers["Cache-Control"] == "no-store"
    assert caplog.messages == ["403: claim roles, any_of ['admin'], all_of []"]


def test_who_is_not_logged_in_is_not_asked_for_a_claim(browser):
    layer = RequireLogin(redirect=Entrance("/login"), claim="roles", any_of=("admin",))

    assert browser.visit(zone, layers=[layer], **PAGE).status == 303
