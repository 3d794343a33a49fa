"""Only who is logged in comes in; a browser that reads a page is sent elsewhere."""

from __future__ import annotations

import pytest

from gateway.http.response import Response
from gateway.middleware.require_login import RequireLogin

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


def test_page_behind_a_login_is_not_stored(member):
    """login.md 71: the back button shows nothing after a logout."""
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


def test_who_logged_out_stays_out(member):
    """login.md 72: in another tab the next request is refused."""
    member.visit(lambda request: request.session.destroy())

    assert member.visit(zone, layers=[RequireLogin()]).status == 401
