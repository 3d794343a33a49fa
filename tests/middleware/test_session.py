"""The session layer: saved when it was opened, and a 500 when it cannot be."""

from __future__ import annotations

import logging

import pytest
from werkzeug.exceptions import NotFound

from gateway.http.cookies import Attributes
from gateway.middleware.session import Session
from gateway.sessions.codec import Record
from gateway.sessions.session import Session as Opened
from gateway.sessions.session import contents, drawn


def count(request):
    request.session["count"] = request.session.get("count", 0) + 1
    return str(request.session["count"])


def test_session_lasts_over_visits(browser):
    bodies = [browser.visit(count).body for _ in range(3)]

    assert bodies == [b"1", b"2", b"3"]


@pytest.mark.case(31)
def test_page_without_the_session_sends_and_varies_nothing(browser):
    browser.visit(count)
    headers = browser.visit(lambda _: "ok").headers

    assert {name for name, _ in headers} <= {"Content-Type", "Content-Length"}


@pytest.mark.case(30)
def test_page_that_reads_the_session_varies_by_cookie(browser):
    headers = browser.visit(lambda request: str(request.user)).headers

    assert (headers["Vary"], "Set-Cookie" in headers) == ("Cookie", False)


def test_session_is_kept_when_the_handler_fails(browser):
    def fail(request):
        request.session["seen"] = True
        raise NotFound

    response = browser.visit(fail)

    assert response.status == 404
    assert browser.visit(lambda request: str(request.session["seen"])).body == b"True"


def fill(request):
    request.session["text"] = "hunter2" * 1000
    return "ok"


@pytest.mark.case(20)
def test_session_too_large_is_a_500_and_leaves_the_old_cookie(browser, caplog):
    """The log names the key, not its value."""
    browser.visit(count)
    with caplog.at_level(logging.DEBUG):
        response = browser.visit(fill)

    assert (response.status, "Set-Cookie" in response.headers) == (500, False)
    assert "'text' 7009" in caplog.text
    assert "hunter2hunter2" not in caplog.text
    assert browser.visit(count).body == b"2"


def test_route_without_the_layer_says_what_is_missing(answer):
    def read(request):
        with pytest.raises(RuntimeError, match="put `session` into its stack"):
            _ = request.session["a"]
        return str(request.user)

    assert answer([], read).body == b"None"


@pytest.mark.case(78)
def test_repr_shows_no_key(session_layer):
    assert isinstance(session_layer, Session)
    assert "thirty-two" not in repr(session_layer)


# Several sessions, and those that are always opened

SEVERAL = """
session: {keys: ["a key of at least thirty-two characters"], cookie: {same_site: strict}}
stacks:
  web: [session, "served:around"]
  shop: [web, {session: {cookie: {name: basket, max_age: 1h}}}]
  deep: [shop, {session: {cookie: {name: third}}}]
routes:
  - {path: /both, stack: shop, handler: "served:both"}
  - {path: /outer, stack: shop, handler: "served:outer"}
  - {path: /inner, stack: shop, handler: "served:inner"}
  - {path: /none, stack: shop, handler: "served:none"}
  - {path: /names, stack: deep, handler: "served:names"}
  - {path: /each, stack: deep, handler: "served:each"}
  - {path: /main, stack: web, handler: "served:inner"}
  - {path: /plain, handler: "served:names"}
"""
HANDLERS = """
def around(request, call_next):
    if "early" in request.query:
        request.session["early"] = 1
    response = call_next(request)
    if "late" in request.query:
        request.session["late"] = sorted(request.session)
    return response

def both(request):
    request.session["n"] = request.session.get("n", 0) + 1
    main = request.sessions["session"]
    main["m"] = main.get("m", 10) + 1
    return {"inner": dict(request.session), "outer": dict(main)}

def outer(request):
    return dict(request.sessions["session"])

def inner(request):
    return dict(request.session)

def none(request):
    return "x"

def each(request):
    for name in request.sessions:
        request.sessions[name]["is"] = name
    return "each"

def names(request):
    sessions = request.sessions
    return {"names": list(sessions), "count": len(sessions), "is": "third" in sessions}
"""


def names_of(response):
    return [line.partition("=")[0] for line in response.headers.getlist("Set-Cookie")]


def test_innermost_session_is_the_request_s_and_each_has_its_name(serve):
    client = serve(SEVERAL, HANDLERS)
    client.get("/both")
    response = client.get("/both")

    assert response.json == {"inner": {"n": 2}, "outer": {"m": 12}}
    assert names_of(response) == ["basket", "session"]
    assert (client.get("/main").json, client.get("/inner").json) == ({"m": 12}, {"n": 2})


def test_every_session_of_a_stack_can_be_asked_for(serve):
    response = serve(SEVERAL, HANDLERS).get("/each")

    assert sorted(names_of(response)) == ["basket", "session", "third"]


def test_session_of_another_name_has_the_top_level_as_its_default(serve):
    basket, main = serve(SEVERAL, HANDLERS).get("/both").headers.getlist("Set-Cookie")

    assert "; Max-Age=3600; " in basket
    assert "; Max-Age=86400; " in main
    assert basket.endswith("SameSite=Strict")


def test_layers_between_see_the_session_they_are_inside_of(serve):
    client = serve(SEVERAL, HANDLERS)
    client.get("/inner?early=1&late=1")

    assert client.get("/main").json == {"early": 1, "late": ["early"]}
    assert client.get("/outer?late=1").json == {"early": 1, "late": ["early"]}
    assert client.get("/main").json["late"] == ["early", "late"]


def test_sessions_that_nobody_reads_are_not_opened(serve):
    response = serve(SEVERAL, HANDLERS).get("/none")

    assert ("Vary" in response.headers, names_of(response)) == (False, [])


@pytest.mark.parametrize(
    ("path", "names", "is_third"),
    [("/names", ["session", "basket", "third"], True), ("/plain", [], False)],
)
def test_sessions_are_named_from_the_outermost(serve, path, names, is_third):
    assert serve(SEVERAL, HANDLERS).get(path).json == {"names": names, "count": len(names), "is": is_third}


def test_same_session_twice_is_one(serve):
    client = serve(
        """
        session: {keys: ["a key of at least thirty-two characters"]}
        routes: [{path: /, stack: [session, {session: {rolling: false}}], handler: "served:both"}]
        """,
        "def both(request): request.session['n'] = 1; return list(request.sessions)",
    )

    assert client.get("/").json == ["session"]


@pytest.mark.parametrize("option", ["rolling", "save_empty"])
def test_session_that_needs_it_is_opened_for_every_request(serve, option):
    client = serve(
        f"""
        session: {{keys: ["a key of at least thirty-two characters"], {option}: true}}
        routes:
          - {{path: /, stack: [session], respond: {{text: x}}}}
          - {{path: /put, stack: [session], handler: "served:put"}}
        """,
        "def put(request): request.session['n'] = 1; return 'x'",
    )
    client.get("/put")

    assert client.get("/").headers["Vary"] == "Cookie"
    assert len(client.get("/").headers.getlist("Set-Cookie")) == (1 if option == "rolling" else 0)


def test_session_of_another_name_has_its_own_keys(serve):
    client = serve(
        """
        session: {keys: ["a key of at least thirty-two characters"]}
        middleware: {own: {session: {keys: ["another key of at least thirty-two"]}}}
        routes:
          - {path: /, stack: [own], handler: "served:put"}
          - {path: /read, stack: [session], handler: "served:read"}
        """,
        """
def put(request): request.session['n'] = 1; return dict(request.session)
def read(request): return dict(request.session)
""",
    )
    client.get("/")

    assert (client.get("/").json, client.get("/read").json) == ({"n": 1}, {})


def test_csrf_goes_by_the_session_it_is_inside_of(serve):
    client = serve(
        """
        session: {keys: ["a key of at least thirty-two characters"]}
        routes:
          - path: /
            methods: [GET, POST]
            stack: [session, csrf, {session: {cookie: {name: other}}}]
            handler: "served:form"
        """,
        "def form(request): request.session['x'] = 1; return request.make_csrf_token()",
    )
    token = client.get("/").text

    assert client.post("/", data={"csrf_token": token}).status_code == 200
    assert client.post("/", data={"csrf_token": "x"}).status_code == 403


# A store that is no cookie


class Shelves:
    """The least that a store on a server does: records by the id of their session, which is in a cookie."""

    name, max_age, attributes = "session", 60, Attributes()

    def __init__(self):
        self.kept = {}
        self.store = self

    def open(self, request):
        key = bytes.fromhex(request.cookies.get(self.name, ""))
        record = self.kept.get(key)
        content = ({}, {}) if record is None else contents(record.payload)
        return Opened(content, record, keeper=self, now=1.0, is_presented=bool(key))

    def save(self, request, session, response):
        if session.came is not None and session.came.id != session.key:
            del self.kept[session.came.id]
        if session.is_populated and session.is_changed:
            self.keep(session)
            response.set_cookie(self.name, session.key.hex())

    draw = staticmethod(drawn)

    def keep(self, session):
        self.kept[session.key] = Record(session.payload(), 1, 1, session.key)

    def record(self, session):
        return self.kept.get(session.key)


@pytest.fixture
def shelves(browser):
    browser.session_layer = Session(store=Shelves())
    return browser


def test_store_on_a_server_counts_as_well(shelves):
    assert [shelves.visit(count).body for _ in range(3)] == [b"1", b"2", b"3"]
    assert len(shelves.session_layer.store.kept) == 1


def test_saved_session_is_seen_before_the_answer_is_ready(shelves):
    def save(request):
        request.session["n"] = 1
        request.session.save()
        return str([record.payload for record in request.session.store.kept.values()])

    assert shelves.visit(save).body == b"""[b'{"n":1}']"""


def test_reloaded_session_has_what_another_request_wrote(shelves):
    shelves.visit(count)

    def meanwhile(request):
        request.session["n"] = 7
        other = request.session.store.open(request)
        other["n"] = 5
        other.save()
        request.session.reload()
        return str(request.session["n"])

    assert shelves.visit(meanwhile).body == b"5"


@pytest.mark.parametrize(("end", "left"), [("regenerate", 1), ("destroy", 0)])
def test_session_that_ended_is_forgotten_by_its_store(shelves, end, left):
    shelves.visit(count)

    def leave(request):
        getattr(request.session, end)()
        if end == "regenerate":
            request.session["n"] = 9
        return "x"

    shelves.visit(leave)

    assert len(shelves.session_layer.store.kept) == left
