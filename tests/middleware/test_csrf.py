"""Changes need the session's token, and no other site may ask for them."""

from __future__ import annotations

import gc
import logging
import weakref
from urllib.parse import urlencode

import pytest
from werkzeug.exceptions import Forbidden

from gateway.http.response import Response
from gateway.middleware.body_limit import BodyLimit
from gateway.middleware.csrf import Csrf
from gateway.middleware.session import Session
from gateway.sessions.cookie_session import CookieSessionCodec, PairJar
from gateway.sessions.sealed import SealedCodec
from gateway.sessions.server import ServerStore
from gateway.sessions.store import CookieOptions
from gateway.sessions.stores.cookie import CookieStore
from gateway.sessions.stores.memory import MemoryShelf

OPTIONS = CookieOptions(keys=("a key of at least thirty-two characters",))
STORES = {
    "signed": lambda: CookieStore(OPTIONS),
    "encrypted": lambda: CookieStore(OPTIONS, codec=SealedCodec),
    "cookie-session": lambda: CookieStore(OPTIONS, codec=CookieSessionCodec, jar=PairJar),
    "server": lambda: ServerStore(OPTIONS, MemoryShelf()),
}
FORM = "application/x-www-form-urlencoded"
OWN = "http://example.org"


def form(request):
    return request.make_csrf_token()


def change(_):
    return "changed"


def log_in(request):
    request.session.regenerate(keep=("cart", "csrf"))
    request.session["user"] = "ada"
    return "in"


def log_out(request):
    request.session.destroy()
    return "out"


def put(request):
    request.session["cart"] = 1
    return "put"


@pytest.fixture(params=STORES)
def session_layer(request):
    """Each way to keep a session: every test here holds for all of them."""
    return Session(store=STORES[request.param]())


@pytest.fixture
def page(browser):
    """Shows the form, and gives its token."""

    def show():
        return browser.visit(form, layers=[Csrf()]).body.decode()

    return show


@pytest.fixture
def post(browser):
    def send(token, handler=change, method="POST", *, layers=(), **environ):
        body = urlencode({"csrf_token": token, "text": "x"}).encode() if token is not None else b"text=x"
        environ = {"CONTENT_TYPE": FORM} | environ
        return browser.visit(handler, method, layers=[*layers, Csrf()], body=body, **environ)

    return send


def test_form_with_its_token_is_accepted(page, post):
    assert post(page()).body == b"changed"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PURGE"])
def test_change_without_a_token_is_refused(page, post, method):
    page()

    assert post(None, method=method).status == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE"])
def test_safe_method_needs_no_token(post, method):
    assert post(None, method=method, HTTP_ORIGIN="https://evil.test").status == 200


def test_token_in_the_header_is_accepted(page, post):
    assert post(None, HTTP_X_CSRF_TOKEN=page(), CONTENT_TYPE="application/json").status == 200


def test_token_in_a_multipart_form_is_accepted(browser, page):
    body = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{page()}\r\n--x--\r\n'.encode()
    kind = "multipart/form-data; boundary=x"

    assert browser.visit(change, "POST", layers=[Csrf()], body=body, CONTENT_TYPE=kind).status == 200


def test_body_that_is_no_form_is_not_read_for_a_token(make_request, session_layer):
    request = make_request("POST", body=b"csrf_token=x", CONTENT_TYPE="text/plain")
    request.session_store = session_layer.store
    request.session.private["csrf"] = "x" * 24
    with pytest.raises(Forbidden):
        Csrf()(request, change)

    assert request.environ["wsgi.input"].tell() == 0


def test_token_with_more_behind_it_is_refused(page, post):
    assert post(page() + "AAAA").status == 403


@pytest.mark.case(80)
@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "x",
        "A" * 48,
        "A" * 47,
        "A" * 49,
        "A" * 100_000,
        "é" * 48,
        "\0" * 48,
        "=" * 48,
        "====" + "A" * 44,
        "-" * 48,
    ],
    ids=lambda text: f"{text[:1]}{len(text)}",
)
def test_wrong_token_is_refused_without_an_error(page, post, wrong):
    """Text of any length and alphabet."""
    page()

    assert post(wrong).status == 403
    assert post(None, HTTP_X_CSRF_TOKEN=wrong.encode().decode("latin-1")).status == 403


@pytest.mark.parametrize("index", range(48))
def test_each_character_of_a_token_counts(page, post, index):
    token = page()
    other = "B" if token[index] == "A" else "A"

    assert post(token[:index] + other + token[index + 1 :]).status == 403


def test_token_of_another_visitor_is_refused(answer, session_layer, page, post):
    page()
    foreign = answer([session_layer, Csrf()], form).body.decode()

    assert post(foreign).status == 403


def test_visitor_without_a_session_is_refused(post):
    assert post("A" * 48).status == 403


def test_tokens_differ_each_time_and_work_in_two_tabs(page, post):
    """One secret, masked anew for each page, so that compression does not tell it (BREACH)."""
    first, second = page(), page()

    assert first != second
    assert [post(token).status for token in (first, second, first)] == [200, 200, 200]


@pytest.fixture
def at_once(browser):
    """The tokens of two tabs whose requests overlap: one is asked while the other is answered.

    The browser keeps the cookie of the first, which comes last.
    """

    def tokens():
        def first(request):
            own = form(request)
            return f"{own} {browser.visit(form, layers=[Csrf()]).body.decode()}"

        return browser.visit(first, layers=[Csrf()]).body.decode().split()

    return tokens


@pytest.mark.parametrize("begin", [put, log_in])
def test_two_tabs_opened_at_once_both_work(browser, at_once, post, begin):
    """The secret was drawn when the session began, though the page it began with has no form."""
    browser.visit(begin, layers=[Csrf()])

    assert [post(token).status for token in at_once()] == [200, 200]


def test_two_tabs_opened_at_once_as_the_very_first_pages_begin_two_sessions(at_once, page, post):
    """The browser keeps one of them; who sends the other's form is told to reload, and nothing is changed."""
    first, second = at_once()
    refused = post(second, put)

    assert (refused.status, b"Reload its page" in refused.body) == (403, True)
    assert [post(token).status for token in (first, page(), page())] == [200, 200, 200]


def test_tabs_that_write_at_once_keep_their_tokens(browser, page, post):
    """With a cookie the last write counts, and it holds the same secret."""
    token = page()

    def slow(request):
        request.session["slow"] = 1
        return browser.visit(put, layers=[Csrf()]).body

    browser.visit(slow, layers=[Csrf()])

    assert [post(each).status for each in (token, page())] == [200, 200]


def test_login_makes_older_tokens_worthless(page, post):
    token = page()
    post(token, log_in)

    assert post(token).status == 403
    assert post(page()).status == 200


@pytest.mark.case(72)
def test_logout_makes_older_tokens_worthless(page, post):
    """The other tab is refused, and nothing is half done."""
    post(page(), log_in)
    token = page()
    post(token, log_out)

    assert post(token, log_in).status == 403


@pytest.mark.case(31)
@pytest.mark.parametrize("handler", [change, log_out, lambda request: str(request.session)])
def test_page_without_a_form_begins_no_session(browser, handler):
    response = browser.visit(handler, layers=[Csrf()])

    assert "Set-Cookie" not in response.headers


# Exempt by route

CONFIG = """
session: {keys: ["a key of at least thirty-two characters"]}
stacks: {web: [session, csrf]}
settings: {default_stack: web}
routes:
  - {path: /form, methods: [POST], handler: "served:put"}
  - {path: /hook, methods: [POST], without: [csrf], handler: "served:put"}
  - prefix: /hooks
    without: [csrf]
    routes: [{path: /payment, methods: [POST], handler: "served:put"}]
"""


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"}])
def test_route_without_csrf_takes_every_change_and_no_other_does(serve, headers):
    client = serve(CONFIG, "def put(request): return 'put'")
    told = [client.post(path, headers=headers) for path in ("/form", "/hook", "/hooks/payment", "/form")]

    assert [answer.status_code for answer in told] == [403, 200, 200, 403]


# Other sites


@pytest.mark.case(69)
@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.test", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": OWN, "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://evil.test"},
        {"HTTP_ORIGIN": "http://example.org.evil.test"},
        {"HTTP_ORIGIN": "http://example.org:8080"},
        {"HTTP_ORIGIN": "http://sub.example.org", "HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-site"},
    ],
)
def test_other_site_is_refused_even_with_a_token(page, post, headers):
    assert post(page(), **headers).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_ORIGIN": ""},
        {"HTTP_ORIGIN": OWN},
        {"HTTP_ORIGIN": "https://example.org"},
        {"HTTP_ORIGIN": OWN, "HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_SEC_FETCH_SITE": "none"},
    ],
)
def test_own_site_is_accepted(page, post, headers):
    """`Origin: null` comes with our own forms when the referrer policy is no-referrer; the token decides."""
    assert post(page(), **headers).status == 200


@pytest.mark.parametrize("public_url", ["https://public.test", "https://public.test/app"])
def test_public_url_is_our_origin_behind_a_proxy(page, post, public_url):
    assert post(page(), public_url=public_url, HTTP_ORIGIN="https://public.test").status == 200


# What a refusal tells, and what it costs


@pytest.mark.case(78)
@pytest.mark.parametrize("headers", [{}, {"HTTP_SEC_FETCH_SITE": "cross-site"}])
def test_refusal_tells_no_secret(page, post, caplog, headers):
    token = page()
    with caplog.at_level(logging.DEBUG):
        response = post(token[::-1], **headers)

    assert token[::-1] not in response.body.decode() + caplog.text
    assert "refused: the " in caplog.text


def test_form_over_the_body_limit_is_413_not_403(page, post):
    token = page()

    assert post(token, layers=[BodyLimit(max_size=10)]).status == 413


def test_broken_form_is_400(browser, page):
    page()
    kind = "multipart/form-data"

    assert browser.visit(change, "POST", layers=[Csrf()], body=b"x", CONTENT_TYPE=kind).status == 400


def test_request_does_not_hold_itself(make_request, session_layer):
    """It is freed at once, without the garbage collector."""
    gc.disable()
    try:
        request = make_request()
        session_layer(request, lambda request: Csrf()(request, lambda request: Response(form(request))))
        gone = weakref.ref(request)
        del request

        assert gone() is None
    finally:
        gc.enable()


def test_layer_without_a_session_is_our_mistake(answer):
    assert answer([Csrf()], change, "POST").status == 500
