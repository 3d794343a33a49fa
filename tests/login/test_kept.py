"""Tokens that a session keeps, and how they are renewed."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import Client

from gateway.login.kept import Renewal
from gateway.sessions.session import Session
from tests.login.peers.answering import Answer, Answering, as_json

TEXT = """
settings: {{public_url: "http://127.0.0.1:8000"}}
session: {{keys: [a-key-of-the-tests-a-key-of-the-tests], {session}}}
stacks: {{web: [session]}}
login:
  corp:
    {{kind: oauth2, authorize_url: "{base}/authorize", token_url: "{base}/token", profile_url: "{base}/me",
     client_id: site, client_secret: hush, tokens: session, stack: web, {more}}}
routes:
  - {{path: /call, stack: web, handler: "served:call"}}
  - {{path: /mine, stack: web, handler: "served:mine"}}
  - {{path: /leave, stack: web, handler: "served:leave"}}
"""
HANDLERS = """
def call(request):
    request.session["calls"] = request.session.get("calls", 0) + 1
    return {"header": authorization(request, "GET", request.query.get("url", "https://api.example/"))}

def mine(request):
    return dict(request.session)

def leave(request):
    del request.session["user"]
"""
BASE = "http://127.0.0.1:8000"


class Granting(Answering):
    """A token endpoint whose access tokens are numbered; `seconds` is how long the next one holds."""

    def __init__(self):
        super().__init__({"/token": self.grant, "/me": as_json({"sub": "seven", "name": "Seven"})})
        self.seconds, self.spent = 30, set()

    def grant(self, asked):
        number = len(self.asked("/token"))
        if asked.form["grant_type"] == "refresh_token":
            time.sleep(0.05)
            if asked.form["refresh_token"] in self.spent:
                return as_json({"error": "invalid_grant"}, 400)
            self.spent.add(asked.form["refresh_token"])
        found = {"access_token": f"access-{number}", "token_type": "bearer", "expires_in": self.seconds}
        return as_json(found | {"refresh_token": f"refresh-{number}"})

    @property
    def refreshed(self):
        return [asked.form["refresh_token"] for asked in self.asked("/token")[1:]]


@pytest.fixture
def granting():
    server = Granting()
    yield server
    server.close()


@pytest.fixture(params=["encrypt: true", "store: memory", "store: sql"])
def visitor(serve, granting, request):
    return logged_in(serve, granting, request.param)


def logged_in(serve, granting, session, more="timeout: 5s"):
    text = TEXT.format(base=granting.base, session=session, more=more)
    client = serve(text, HANDLERS, GATEWAY_ENV="development")
    (state,) = parse_qs(urlsplit(client.get("/login", base_url=BASE).location).query)["state"]
    landed = client.get(f"/login/callback?code=c&state={state}", base_url=BASE)
    assert landed.status_code == 303, landed.text
    return client


def header(client):
    return client.get("/call", base_url=BASE).json["header"]


def test_a_token_that_ends_within_a_minute_is_renewed_and_kept(granting, visitor):
    granting.seconds = 3600

    assert [header(visitor) for _ in range(3)] == ["Bearer access-2"] * 3
    assert granting.refreshed == ["refresh-1"]


def test_a_token_that_holds_is_used_as_it_is(serve, granting):
    granting.seconds = 3600
    visitor = logged_in(serve, granting, "store: memory")

    assert header(visitor) == "Bearer access-1"
    assert granting.refreshed == []


def test_a_refresh_token_that_is_not_replaced_is_used_again(granting, visitor):
    granting.answers["/token"] = as_json({"access_token": "next", "token_type": "Bearer", "expires_in": 30})

    assert [header(visitor), header(visitor)] == ["Bearer next"] * 2
    assert granting.refreshed == ["refresh-1", "refresh-1"]


def test_what_the_handler_changed_before_is_not_lost(visitor):
    header(visitor)
    header(visitor)

    assert visitor.get("/mine", base_url=BASE).json["calls"] == 2


def test_requests_at_once_renew_once(serve, granting):
    visitor = logged_in(serve, granting, "store: memory")
    granting.seconds = 3600

    assert {answer.json["header"] for answer in called_at_once(visitor)} == {"Bearer access-2"}
    assert granting.refreshed == ["refresh-1"]


def called_at_once(visitor):
    """What six requests of one session are answered that come at once."""
    value = visitor.get_cookie("session", "127.0.0.1").value

    def call(_):
        client = Client(visitor.application)
        client.set_cookie("session", value, domain="127.0.0.1")
        return client.get("/call", base_url=BASE)

    with ThreadPoolExecutor(6) as threads:
        return list(threads.map(call, range(6)))


def test_requests_at_once_do_not_wait_for_each_other_at_a_provider_that_hangs(serve, granting):
    visitor = logged_in(serve, granting, "store: memory", "timeout: 500ms")
    granting.answers["/token"] = Answer(delay=30)
    begun = time.monotonic()
    statuses = {answer.status_code for answer in called_at_once(visitor)}

    assert (statuses, time.monotonic() - begun < 1.8) == ({504}, True)


@pytest.mark.parametrize("seconds", [0, 0.2])
def test_another_process_may_have_renewed_meanwhile(serve, granting, monkeypatch, seconds):
    """It keeps what it was given some time after the refresh token was spent."""
    visitor = logged_in(serve, granting, "store: memory")
    granting.seconds = 3600
    monkeypatch.setattr(Renewal, "_lock_of", lambda *_: nullcontext())
    save = Session.save
    monkeypatch.setattr(Session, "save", lambda session: (time.sleep(seconds), save(session)))
    value = visitor.get_cookie("session", "127.0.0.1").value

    def call(_):
        client = Client(visitor.application)
        client.set_cookie("session", value, domain="127.0.0.1")
        return header(client)

    with ThreadPoolExecutor(2) as threads:
        (found,) = set(threads.map(call, range(2)))

    assert found in {"Bearer access-2", "Bearer access-3"}  # whichever was first


def test_tokens_that_are_refused_for_good_are_forgotten(granting, visitor):
    granting.answers["/token"] = as_json({"error": "invalid_grant"}, 400)

    assert [visitor.get("/call", base_url=BASE).status_code for _ in range(2)] == [401, 401]
    assert len(granting.refreshed) == 1
    assert visitor.get("/mine", base_url=BASE).json["user"]["sub"] == "seven"


def test_a_token_that_ended_without_a_refresh_token_is_a_401(serve, granting):
    granting.answers["/token"] = as_json({"access_token": "a", "token_type": "bearer", "expires_in": "30"})
    visitor = logged_in(serve, granting, "store: memory")

    assert visitor.get("/call", base_url=BASE).status_code == 401
    assert granting.refreshed == []


def test_a_token_whose_end_is_not_told_is_used(serve, granting):
    granting.answers["/token"] = as_json({"access_token": "a", "token_type": "bearer"})

    assert header(logged_in(serve, granting, "store: memory")) == "Bearer a"


@pytest.mark.parametrize(("status", "found"), [(500, 502), (429, 503)])
def test_a_provider_that_cannot_renew_is_no_end_of_the_tokens(granting, visitor, status, found):
    granting.answers["/token"] = as_json({}, status)
    failed = visitor.get("/call", base_url=BASE)
    del granting.answers["/token"]

    assert failed.status_code == found
    assert header(visitor).startswith("Bearer access-")


def test_a_provider_that_answers_endlessly_is_a_502(granting, visitor):
    granting.answers["/token"] = Answer(b" " * 300_000)

    assert visitor.get("/call", base_url=BASE).status_code == 502


def test_a_provider_that_hangs_is_a_504(serve, granting):
    client = logged_in(serve, granting, "store: memory", "timeout: 300ms")
    granting.answers["/token"] = lambda _: time.sleep(1) or as_json({})

    assert client.get("/call", base_url=BASE).status_code == 504


@pytest.mark.parametrize("url", ["http://api.example/", "ftp://api.example/", "/relative"])
def test_a_token_goes_to_nobody_in_the_clear(visitor, url):
    assert visitor.get(f"/call?url={url}", base_url=BASE).status_code == 500


def test_who_forgets_the_user_has_forgotten_the_login(serve, granting):
    visitor = logged_in(serve, granting, "encrypt: true")
    visitor.get("/leave", base_url=BASE)

    assert visitor.get_cookie("session", "127.0.0.1") is None
