"""What a login makes of the session there was, in a whole service with each store and with cookies."""

from __future__ import annotations

import pytest

from tests.sessions.conftest import STORES
from tests.sessions.test_place import FIELD, SITE, go

KEPT = ("cookie", "encrypted", *STORES)
WRITTEN = {"cookie": "cookie", "encrypted": "cookie, encrypt: true", "sqlite": "sql", "postgresql": "sql"}
CONFIG = """
session:
  {{store: {store}, keys: ["a key of at least thirty-two characters"], keep_on_login: [cart], {told}}}
settings: {{trust_proxy: ["192.0.2.7"]}}
stacks: {{web: [session, csrf]}}
login: {{me: {{provider: sandbox, stack: web}}}}
routes:
  - {{path: /fill, stack: web, handler: "served:fill"}}
  - {{path: /seen, stack: web, handler: "served:seen"}}
  - {{path: /plain, stack: web, respond: {{text: plain}}}}
  - {{path: /form, stack: web, handler: "served:form"}}
"""
HANDLERS = """
def fill(request):
    request.session.update(cart=[1], junk="x" * 500)
    return "filled"

def seen(request):
    session = request.session
    return {"user": (session.get("user") or {}).get("screen_name"), "keys": sorted(session), "id": session.id}

def form(request):
    return request.make_csrf_token()
"""


@pytest.fixture(params=KEPT)
def kind(request):
    return request.param


@pytest.fixture
def client(kind, options_of, serve, closing):
    told = {} if kind in {"cookie", "encrypted"} else options_of(kind)
    options = ", ".join(f'{key}: "{value}"' for key, value in told.items())
    store = WRITTEN.get(kind, kind)
    text = CONFIG.format(store=store, told=f"{store}: {{{options}}}," if told else "")
    return serve(text, HANDLERS, GATEWAY_ENV="development")


def log_in(client, person="marisol_quint"):
    """The answer that ends a login."""
    return finish(client, go(client, "/login").location, person)


def finish(client, address, person="marisol_quint"):
    """The answer that ends a login which has begun, at the provider's address."""
    form = {"oauth_token": FIELD.search(go(client, address).text)[1], "person": person}
    return go(client, go(client, "/-/sandbox/oauth/authenticate", form).location)


def cookie_of(client):
    return client.get_cookie("session", domain="127.0.0.1").value


def seen(client, cookie=None):
    if cookie is not None:
        client.set_cookie("session", cookie, domain="127.0.0.1")
    return go(client, "/seen").json


@pytest.mark.case(1)
def test_session_from_before_a_login_is_another_one_and_stays_a_strangers(client):
    go(client, "/fill")
    planted, before = cookie_of(client), seen(client)
    log_in(client)
    after, cookie = seen(client), cookie_of(client)

    assert (after["user"], after["id"] != before["id"], cookie != planted) == ("marisol_quint", True, True)
    assert seen(client, planted)["user"] is None


@pytest.mark.case(1)
def test_session_from_before_a_login_is_unknown_to_a_server_after_it(client, kind):
    go(client, "/fill")
    planted = cookie_of(client)
    log_in(client)
    keys = seen(client, planted)["keys"]

    assert keys == (["cart", "junk"] if kind in {"cookie", "encrypted"} else [])


@pytest.mark.case(2)
@pytest.mark.parametrize("chosen", ["chosen-by-an-attacker", "A" * 107, "A" * 64 + "." + "A" * 43])
def test_id_that_an_attacker_chose_is_never_adopted(client, chosen):
    client.set_cookie("session", chosen, domain="127.0.0.1")
    log_in(client)

    assert (seen(client)["user"], cookie_of(client) != chosen) == ("marisol_quint", True)
    assert seen(client, chosen)["user"] is None


@pytest.mark.case(3)
def test_only_what_the_configuration_names_survives_a_login(client):
    go(client, "/fill")
    log_in(client)

    assert seen(client)["keys"] == ["cart", "user"]


@pytest.mark.case(4)
def test_next_person_in_the_same_browser_finds_nothing_of_the_first(client):
    log_in(client)
    go(client, "/fill")
    first = seen(client)
    log_in(client, "fennmark")
    second = seen(client)

    assert (second["user"], second["keys"], second["id"] != first["id"]) == (
        "fennmark",
        ["cart", "user"],
        True,
    )


@pytest.mark.case(12)
def test_request_that_ends_after_a_login_began_does_not_undo_it(client):
    """As a page that is still fetching when somebody presses the button."""
    go(client, "/fill")
    address = go(client, "/login").location
    slow = go(client, "/fill")

    assert "login" not in "".join(slow.headers.getlist("Set-Cookie"))
    finish(client, address)
    assert seen(client)["user"] == "marisol_quint"


@pytest.mark.case(19)
@pytest.mark.parametrize("kind", ["cookie", "memory"])
@pytest.mark.parametrize(
    ("peer", "name"), [("192.0.2.7", "__Host-session"), ("192.0.2.8", "session"), ("127.0.0.1", "session")]
)
def test_cookie_is_secure_only_if_a_trusted_hop_says_https(client, peer, name):
    answer = client.get(
        "/fill", environ_overrides={"REMOTE_ADDR": peer}, headers={"X-Forwarded-Proto": "https"}
    )
    cookie = answer.headers["Set-Cookie"]

    assert (cookie.partition("=")[0], "; Secure" in cookie) == (name, name.startswith("__Host-"))


@pytest.mark.case(30)
def test_answers_that_tell_or_set_a_session_are_nobody_elses(client):
    login = log_in(client)
    read = go(client, "/seen")

    assert login.headers["Cache-Control"] in {"no-store", "private"}
    assert (read.headers["Vary"], "Set-Cookie" in read.headers) == ("Cookie", False)


@pytest.mark.case(31)
def test_page_that_leaves_the_session_alone_sends_no_cookie(client):
    log_in(client)
    for path in ("/plain", "/seen"):
        assert "Set-Cookie" not in go(client, path).headers
    client._cookies.clear()

    assert [go(client, path).headers.getlist("Set-Cookie") for path in ("/plain", "/seen")] == [[], []]


@pytest.mark.case(64, 65, 66)
@pytest.mark.parametrize("kind", ["cookie"])
@pytest.mark.parametrize(
    ("place", "lands"),
    [("/seen?a=1", "/seen?a=1"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("/.//evil.example", "/"),
     ("https://evil.example", "/"), ("javascript:alert(1)", "/"), ("/%2f/evil.example", "/"), ("/login", "/"),
     ("/logout", "/"), ("/a\r\nSet-Cookie: x=y", "/"), ("/" + "a" * 3000, "/")],
)  # fmt: skip
def test_login_lands_within_the_service(client, place, lands):
    answer = client.get(
        "/login",
        query_string={"return_to": place},
        base_url=SITE,
        environ_overrides={"REMOTE_ADDR": "127.0.0.1"},
    )
    landed = finish(client, answer.location)

    assert landed.status_code == 303
    assert landed.location.removeprefix(SITE) == lands
