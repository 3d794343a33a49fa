"""What a request knows of its visitor, in whole services."""

from __future__ import annotations

import sys

import pytest

SERVICE = """
session: {keys: ["a key of at least thirty-two characters"]}
stacks:
  web: [session]
  both: [{basic_auth: {check: "served:check"}}, session]
  auth: [{basic_auth: {check: "served:check"}}]
routes:
  - {path: /none, stack: web, handler: "served:none"}
  - {path: /assign, stack: web, handler: "served:assign"}
  - {path: /read, stack: web, handler: "served:read"}
  - {path: /login, stack: web, handler: "served:login"}
  - {path: /user, stack: web, handler: "served:user"}
  - {path: /user/both, stack: both, handler: "served:user"}
  - {path: /user/auth, stack: auth, handler: "served:user"}
  - {path: /user/plain, handler: "served:user"}
  - {path: /plain, handler: "served:plain"}
  - {path: /flash, stack: web, handler: "served:flash"}
  - {path: /flashes, stack: web, handler: "served:flashes"}
  - {path: /missing, stack: web, handler: "served:missing"}
"""
HANDLERS = """
def check(name, password): return password == "pw"

def none(request):
    request.session = None
    return {"is_empty": not request.session}

def assign(request):
    request.session = {"a": 1}
    return request.session.id

def read(request): return dict(request.session)

def login(request):
    request.session["user"] = {"name": "Ada"}
    return "in"

def user(request): return {"user": request.user}

def plain(request):
    try:
        request.flash("info", "x")
    except RuntimeError as error:
        return str(error)

def flash(request): return [request.flash("info", "<b>"), request.flash("error", "b", "c")]

def flashes(request):
    kind = request.query.get("kind")
    return {"got": request.flashes() if kind is None else request.flashes(kind)}

def missing(request):
    try:
        return dict(request.sessions["other"])
    except KeyError as error:
        return str(error)
"""
PASSED = {"Authorization": "Basic Ym9iOnB3"}


@pytest.fixture
def client(serve):
    return serve(SERVICE, HANDLERS)


def test_session_that_is_set_to_none_is_destroyed(client):
    client.get("/login")
    response = client.get("/none")

    assert response.json == {"is_empty": True}
    assert response.headers["Set-Cookie"].startswith("session=; Max-Age=0;")
    assert client.get("/read").json == {}


def test_mapping_that_is_assigned_is_another_session(client):
    client.get("/login")
    before = client.get("/assign").text

    assert client.get("/read").json == {"a": 1}
    assert client.get("/assign").text != before


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/user", None), ("/user/both", "bob"), ("/user/auth", "bob"), ("/user/plain", None)],
)
def test_user_is_who_the_layers_found(client, path, expected):
    assert client.get(path, headers=PASSED).json == {"user": expected}


def test_user_of_the_session_is_before_who_gave_a_password(client):
    client.get("/login")

    assert client.get("/user/both", headers=PASSED).json == {"user": {"name": "Ada"}}


def test_route_without_a_session_says_what_flash_needs(client):
    assert client.get("/plain").text == "this route has no session: put `session` into its stack"


def test_messages_are_there_for_the_next_request_only(client):
    assert client.get("/flash").json == [1, 2]
    assert client.get("/flashes?kind=info").json == {"got": ["<b>"]}
    assert client.get("/flashes?kind=info").json == {"got": []}
    assert client.get("/flashes").json == {"got": {"error": ["b", "c"]}}
    assert client.get("/flashes").json == {"got": {}}


def test_session_that_no_layer_has_is_no_key(client):
    assert client.get("/missing").text == "'other'"
    assert client.get("/missing").status_code == 200


MOUNTING = """
session: {keys: ["a key of at least thirty-two characters"]}
routes:
  - {path: /same, stack: [session], mount: {config: inner/same.yaml}}
  - {path: /other, stack: [session], mount: {config: inner/other.yaml}}
  - {path: /read, stack: [session], handler: "served:read"}
"""
FRONT = "def read(request): return dict(request.session)\n"
INNER = """
def put(request):
    for session in request.sessions.values():
        session['n'] = session.get('n', 0) + 1
    return {'own': dict(request.session), 'all': {k: dict(v) for k, v in request.sessions.items()}}
"""
SAME = 'version: 1\nroutes: [{path: /, stack: [session], handler: "inside:put"}]\n'
OTHER = 'version: 1\nroutes: [{path: /, stack: [{session: {cookie: {name: o}}}], handler: "inside:put"}]\n'


@pytest.fixture
def mounting(serve, tmp_path):
    (tmp_path / "inner").mkdir()
    for name, text in {"same.yaml": SAME, "other.yaml": OTHER, "inside.py": INNER}.items():
        (tmp_path / "inner" / name).write_text(text)
    yield serve(MOUNTING, FRONT)
    sys.modules.pop("inside", None)


def test_mounted_service_shares_the_session_of_its_name(mounting):
    mounting.get("/same/")
    response = mounting.get("/same/")

    assert response.json == {"own": {"n": 2}, "all": {"session": {"n": 2}}}
    assert len(response.headers.getlist("Set-Cookie")) == 1
    assert mounting.get("/read").json == {"n": 2}


def test_mounted_service_has_its_own_session_beside_that_of_the_mounting(mounting):
    mounting.get("/other/")
    response = mounting.get("/other/")

    assert response.json == {"own": {"n": 2}, "all": {"session": {"n": 2}, "o": {"n": 2}}}
    assert len(response.headers.getlist("Set-Cookie")) == 2
    assert mounting.get("/read").json == {"n": 2}
