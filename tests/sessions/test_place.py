"""A service whose sessions are on a server: flash messages, forms, logins, mounts, and an outage."""

from __future__ import annotations

import re
import time

import pytest

CONFIG = """
session:
  store: {store}
  keys: ["a key of at least thirty-two characters"]
  revocation: true
  {told}
stacks: {{web: [session, csrf], two: [web, {{session: {{cookie: {{name: basket}}}}}}]}}
login: {{me: {{provider: sandbox, stack: web}}}}
routes:
  - {{path: /flash, stack: web, handler: "served:flash"}}
  - {{path: /form, methods: [GET, POST], stack: web, handler: "served:form"}}
  - {{path: /enter, stack: web, handler: "served:enter"}}
  - {{path: /me, stack: web, handler: "served:me"}}
  - {{path: /devices, stack: web, handler: "served:devices"}}
  - {{path: /both, stack: two, handler: "served:both"}}
  - {{path: /plain, stack: web, respond: {{text: plain}}}}
  - {{path: /app, mount: {{config: app.yaml}}}}
"""
MOUNT = "  - {path: /app, mount: {config: app.yaml}}\n"
APP = """
version: 1
stacks: {web: [session]}
routes: [{path: /me, stack: web, handler: "served:me"}]
"""
HANDLERS = """
def flash(request):
    return {"before": request.flashes("info"), "now": request.flash("info", "hello")}

def form(request):
    return request.make_csrf_token()

def enter(request):
    request.session.regenerate()
    request.session["user"] = {"id": 7}
    return "in"

def me(request):
    return {"user": request.user}

def devices(request):
    store = request.session.store
    return {"devices": len(store.sessions_of(request.user)), "ended": store.revoke(request.user)}

def both(request):
    request.session["n"] = request.session.get("n", 0) + 1
    return {"n": request.session["n"], "user": request.sessions["session"].get("user")}
"""
SITE = "http://127.0.0.1:8000"
FIELD = re.compile(r'name="oauth_token" value="([^"]+)"')
NAMES = {"sqlite": "sql", "postgresql": "sql"}


def configured(kind, told):
    """The configuration for a kind of store."""
    name = NAMES.get(kind, kind)
    written = ", ".join(f'{key}: "{value}"' for key, value in told.items())
    return CONFIG.format(store=name, told=f"{name}: {{{written}}}" if told else "")


def go(client, path, form=None):
    """The answer to a browser on this machine, which follows nothing by itself."""
    method, here = ("GET" if form is None else "POST"), {"REMOTE_ADDR": "127.0.0.1"}
    path = path.removeprefix(SITE)
    return client.open(path, method=method, data=form, base_url=SITE, environ_overrides=here, buffered=True)


@pytest.fixture
def client(kind, options_of, serve, tmp_path, closing):
    (tmp_path / "app.yaml").write_text(APP)
    return serve(configured(kind, options_of(kind)), HANDLERS, GATEWAY_ENV="development")


class TestService:
    """What a service does with every store."""

    def test_message_is_there_once(self, client):
        assert [client.get("/flash").json["before"] for _ in range(3)] == [[], ["hello"], ["hello"]]

    def test_form_is_taken_with_its_token_only(self, client):
        token = client.get("/form").text

        assert client.post("/form", data={"csrf_token": token}).status_code == 200
        assert client.post("/form", data={"csrf_token": "x"}).status_code == 403

    def test_who_logged_in_is_known_below_a_mount_too(self, client):
        client.get("/enter")

        assert (client.get("/me").json, client.get("/app/me").json) == ({"user": {"id": 7}},) * 2

    def test_person_ends_all_sessions(self, client):
        client.get("/enter")

        assert client.get("/devices").json == {"devices": 1, "ended": 1}
        assert client.get("/me").json == {"user": None}

    @pytest.mark.case(1, 28)
    def test_login_begins_a_session_of_that_person_and_a_logout_ends_it(self, client):
        """On the server, so that no copy of the cookie is worth anything."""
        before = go(client, "/flash").headers["Set-Cookie"]
        page = go(client, go(client, "/login").location).text
        form = {"oauth_token": FIELD.search(page)[1], "person": "marisol_quint"}
        landed = go(client, go(client, "/-/sandbox/oauth/authenticate", form).location)
        cookie = next(line for line in landed.headers.getlist("Set-Cookie") if line.startswith("session="))
        assert (go(client, "/me").json["user"]["screen_name"], cookie != before) == ("marisol_quint", True)
        answer = go(client, "/logout", {"csrf_token": go(client, "/form").text})
        client.set_cookie("session", cookie.partition(";")[0].partition("=")[2], domain="127.0.0.1")

        assert (answer.status_code, go(client, "/me").json) == (303, {"user": None})

    def test_two_sessions_are_two(self, client):
        client.get("/enter")
        client.get("/both")

        assert client.get("/both").json == {"n": 2, "user": {"id": 7}}

    def test_page_without_the_session_sends_nothing(self, client):
        assert {"Set-Cookie", "Vary"}.isdisjoint(dict(client.get("/plain").headers))


DEAD = {"redis": "redis: {url: 'redis://127.0.0.1:1/0', timeout: 200ms}",
        "sql": "sql: {url: 'postgresql://nobody@127.0.0.1:1/none', timeout: 1s}"}  # fmt: skip


@pytest.mark.case(13)
@pytest.mark.parametrize("store", DEAD)
@pytest.mark.parametrize(("policy", "status"), [("anonymous", 200), ("unavailable", 503)])
def test_service_answers_while_its_store_is_down(dying, error_log, caplog, policy, status):
    """No traceback, and one line in the log of the store."""
    client = dying(policy)
    answers = [client.get(path) for path in ("/flash", "/flash", "/enter", "/plain")]

    assert [answer.status_code for answer in answers] == [status, status, 503, 200]
    assert answers[2].headers["Retry-After"] == "5"
    assert len([record for record in caplog.records if record.name == "gateway.sessions"]) == 1
    assert [record for record in error_log if record.exc_info] == []


@pytest.fixture
def dying(serve, store, closing):
    """A service whose store is not there."""

    def dying(policy):
        text = CONFIG.format(store=store, told=f"{DEAD[store]}\n  on_failure: {policy}")
        return serve(text.replace(MOUNT, ""), HANDLERS, GATEWAY_ENV="development")

    return dying


@pytest.mark.parametrize(("kind", "left"), [("redis", None), ("postgresql", {"id": 7})])
def test_service_recovers_by_itself(client, request, caplog, kind, left):
    """What Redis kept is gone, as it is told here to write no file; a database has it still."""
    server = request.getfixturevalue(f"{kind}_server")
    client.get("/enter")
    server.stop()
    assert [client.get("/me").json for _ in range(3)] == [{"user": None}] * 3
    assert client.get("/enter").status_code == 503
    server.start()
    until = time.monotonic() + 10
    while "can be read again" not in caplog.text:
        client.get("/me")
        assert time.monotonic() < until
        time.sleep(0.1)
    assert client.get("/me").json["user"] == left
    client.get("/enter")

    assert client.get("/me").json == {"user": {"id": 7}}


def test_database_that_is_not_named_is_a_private_file(serve, tmp_path, closing):
    text = CONFIG.format(store="sql", told="").replace("  - {path: /app, mount: {config: app.yaml}}\n", "")
    client = serve(text, HANDLERS, GATEWAY_ENV="development")
    client.get("/enter")

    assert client.get("/me").json == {"user": {"id": 7}}
    assert (tmp_path / ".gateway" / "sessions.sqlite").is_file()
    assert (tmp_path / ".gateway").stat().st_mode & 0o077 == 0
