from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.http import redirect
from gateway.http.redirects import below_mount

ELSEWHERE = "neither a path of this service nor an http"


@pytest.mark.parametrize(
    ("to", "location"),
    [
        ("/", "/"),
        ("/a b?x=ä#y", "/a%20b?x=%C3%A4#y"),
        ("/a%2Fb", "/a%2Fb"),
        ("https://example.org/x?y=1", "https://example.org/x?y=1"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("x", "x"),
        ("../x", "../x"),
        ("..", ".."),
        ("./a:b", "./a:b"),
        ("?page=2", "?page=2"),
        ("#top", "#top"),
    ],
)
def test_redirect_goes_to_paths_and_web_addresses(request_for, to, location):
    response = redirect(request_for(), to)

    assert (response.status, response.location) == (302, location)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_has_the_status_asked_for(request_for, status):
    assert redirect(request_for(), "/", status).status == status


@pytest.mark.parametrize("status", [200, 300, 304, 404])
def test_status_that_does_not_redirect_is_refused(request_for, status):
    with pytest.raises(ValueError, match=rf"^{status} does not redirect; .*301, 302, 303, 307, 308"):
        redirect(request_for(), "/", status)


@pytest.mark.case(64)
@pytest.mark.parametrize(
    "to",
    [
        "", " ", "//evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
        "javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "http:evil.example", "https://",
        " /x", "\t//evil.example", "mailto://b.example", "localhost:8000/x",
    ],
)  # fmt: skip
def test_redirect_refuses_what_leads_away_unnoticed(request_for, to):
    with pytest.raises(ValueError, match=ELSEWHERE):
        redirect(request_for(), to)


@pytest.mark.case(66)
def test_redirect_lets_no_line_break_through(request_for):
    assert redirect(request_for(), "/x\r\nSet-Cookie: a=b").location == "/x%0D%0ASet-Cookie:%20a=b"


def test_redirect_says_where_it_leads_in_text_alone(request_for):
    response = redirect(request_for(HTTP_ACCEPT="text/html"), "/<b>", 303)

    assert response.body == b"See Other. Redirecting to /%3Cb%3E"
    assert [*response.headers] == [("Location", "/%3Cb%3E"), ("Content-Type", "text/plain; charset=utf-8")]


def test_path_is_one_of_the_host_so_that_url_for_gives_those_of_a_mount(request_for):
    request = request_for(SCRIPT_NAME="/below")

    assert redirect(request, "/x").location == "/x"
    assert redirect(request, request.url_for("/x")).location == "/below/x"


@pytest.mark.parametrize(
    ("to", "address"), [("/x", "/below/x"), ("https://a.example/x", "https://a.example/x"), ("x", "x")]
)
def test_path_of_gateway_yaml_is_below_the_mount(request_for, to, address):
    assert below_mount(request_for(SCRIPT_NAME="/below"), to) == address


def named(request, **redirects):
    request.app = replace(request.app, redirects=redirects)
    return request


def test_name_leads_where_the_settings_say(request_for):
    request = named(request_for("/post/7"), comments=lambda request: f"{request.path}/comments#é")

    assert redirect(request, "comments").location == "/post/7/comments#%C3%A9"


@pytest.mark.parametrize("said", ["//evil.example", "javascript:alert(1)", ""])
def test_name_leads_nowhere_unnoticed_either(request_for, said):
    with pytest.raises(ValueError, match=ELSEWHERE):
        redirect(named(request_for(), away=lambda _request: said), "away")


@pytest.mark.parametrize(("script", "home"), [("", "/"), ("/blog", "/blog")])
def test_home_is_the_start_page_of_the_service(request_for, script, home):
    assert redirect(request_for(SCRIPT_NAME=script), "home").location == home


def test_home_is_where_the_settings_say(request_for):
    assert redirect(named(request_for(), home=lambda _request: "/start"), "home").location == "/start"


@pytest.mark.parametrize(
    "page",
    [
        "http://localhost/x?y=1", "https://localhost/x", "http://localhost", "http://LOCALHOST/x",
        "http://localhost?x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("header", ["HTTP_REFERER", "HTTP_REFERRER"])
def test_back_is_the_page_of_this_site_the_visitor_came_from(request_for, header, page):
    assert redirect(request_for(**{header: page}), "back").location == page


def test_back_knows_the_public_address(request_for):
    request = request_for(HTTP_REFERER="https://www.example.org/x")
    request.app = replace(request.app, public_url="https://www.example.org/below")

    assert redirect(request, "back").location == "https://www.example.org/x"


@pytest.mark.case(64)
@pytest.mark.parametrize(
    "page",
    [
        "", "/x", "http://evil.example/x", "http://localhost@evil.example/", "http://localhost.evil.example/",
        "http://localhost\\@evil.example", "http://localhost:81/", "//localhost/x", "javascript:alert(1)",
        "ftp://localhost/x", "null",
    ],
)  # fmt: skip
def test_back_is_home_for_who_comes_from_elsewhere(request_for, page):
    request = named(request_for(HTTP_REFERER=page), home=lambda _request: "/start")

    assert redirect(request, "back").location == "/start"
    assert redirect(request_for(HTTP_REFERER=page), "back").location == "/"


def test_back_believes_no_page_without_a_host_where_the_host_is_malformed(request_for):
    request = request_for(HTTP_HOST="a b", HTTP_REFERER="http:///evil.example")

    assert redirect(request, "back").location == "/"


def test_first_of_both_spellings_counts(request_for):
    request = request_for(HTTP_REFERRER="http://localhost/a", HTTP_REFERER="http://localhost/b")

    assert redirect(request, "back").location == "http://localhost/a"


def test_redirect_may_lead_to_a_mailbox(request_for):
    assert redirect(request_for(), "mailto:a@b.example").location == "mailto:a@b.example"
