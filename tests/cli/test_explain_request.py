from __future__ import annotations

import sys

import pytest

TEXT = """version: 1
settings: {default_stack: web, hosts: [a.example, b.example]}
observe: {readiness: none}
middleware: {small: {body_limit: {max_size: 1KiB}}}
stacks:
  base: [request_id]
  web: [base, small]
routes:
  - {path: /user/:id, host: b.example, respond: {}}
  - {path: "/user/:id", methods: [POST], respond: {}}
  - {path: "/user/:id", params: {id: int}, respond: {}}
  - {path: "/user/:id", params: {id: {load: "explained:load"}}, handler: "explained:show"}
  - {path: /in, mount: {config: in.yaml}, stack: []}
  - {path: /in/late, respond: {}}
"""
INNER = "version: 1\nroutes: [{path: /x, stack: [compress], respond: {}}]\n"
SOURCE = """
from gateway.http import NEXT
def load(request, value): return value
def show(request, id): return NEXT
"""


@pytest.fixture
def explain(run, folder):
    (folder / "gateway.yaml").write_text(TEXT)
    (folder / "in.yaml").write_text(INNER)
    (folder / "explained.py").write_text(SOURCE)

    def explain(method, path, *more):
        host = () if "--host" in more else ("--host", "a.example")
        return run("explain", method, path, *host, *more)

    return explain


def test_candidates_are_told_in_order_with_why_each_does_not_answer(explain):
    status, out, err = explain("GET", "/user/me")

    assert (status, err) == (0, "")
    assert out == (
        "GET /user/me\n"
        "  GET b.example/user/:id (gateway.yaml:9)\n"
        "      no: it is for the host b.example, not a.example\n"
        "  POST /user/:id (gateway.yaml:10)\n"
        "      no: it takes POST\n"
        "  GET /user/:id (gateway.yaml:11)\n"
        "      no: id cannot be 'me'\n"
        "  GET /user/:id (gateway.yaml:12)\n"
        "      answers\n"
        "      answer  explained:show\n"
        "      param   id = 'me'\n"
        "      layer   request_id (gateway.yaml:6, stack web > base)\n"
        "      layer   small, which is body_limit (gateway.yaml:7, stack web)\n"
        "      load    id by explained:load (gateway.yaml:12)\n"
        "      limit   1024 bytes of body\n"
        "      then    it may leave the answer to a later route\n"
    )


def test_host_chooses_the_route(explain):
    assert "answers" in explain("GET", "/user/me", "--host", "b.example")[1].splitlines()[2]


def test_mounted_service_is_explained_behind_its_mount(explain):
    status, out, _ = explain("GET", "/in/x")

    assert status == 0
    assert out.splitlines()[1:] == [
        "  ANY /in/* (gateway.yaml:13)",
        "      answers",
        "      answer  mount in.yaml",
        "      limit   1048576 bytes of body",
        "      then    it may leave the answer to a later route",
        "  GET /x (in.yaml:2)",
        "      answers",
        "      answer  respond",
        "      layer   compress (in.yaml:2)",
        "      limit   1048576 bytes of body",
    ]


def test_mounted_service_without_such_a_route_leaves_it_to_the_next(explain):
    out = explain("GET", "/in/late")[1]

    assert "no: the service that is mounted there has no such route" in out
    assert "  GET /in/late (gateway.yaml:14)\n      answers\n" in out


def test_row_of_our_own_is_told_by_what_it_is(explain):
    assert explain("GET", "/healthz")[1] == (
        "GET /healthz\n  GET /healthz (built in)\n      answers\n      answer  built in\n"
    )


def test_layers_of_a_row_of_our_own_are_told(run, folder):
    (folder / "gateway.yaml").write_text(
        "version: 1\nroutes: [{path: /, stack: [request_id, {favicon: {file: icon.svg}}], respond: {}}]\n"
    )
    (folder / "icon.svg").write_text("<svg/>")
    out = run("explain", "GET", "/favicon.ico")[1]

    assert "(favicon)\n      answers\n      answer  favicon\n      layer   request_id\n" in out


def test_layers_of_a_login_are_told_with_their_lines(run, folder):
    (folder / "gateway.yaml").write_text(
        "version: 1\nsession: {}\nstacks: {web: [session, csrf]}\n"
        "login: {tw: {provider: twitter, stack: web}}\nroutes: [{path: /, respond: {}}]\n"
    )

    assert run("explain", "GET", "/login")[1].splitlines()[1:] == [
        "  GET, POST /login (login tw)",
        "      answers",
        "      answer  login tw",
        "      layer   session (gateway.yaml:3, stack web)",
        "      layer   csrf (gateway.yaml:3, stack web)",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("GET", "/nope"), "404"),
        (("DELETE", "/in/late"), "405, allowed are GET, HEAD"),
        (("OPTIONS", "/in/late"), "204, allowed are GET, HEAD"),
        (("GET", "/in/late/"), "a redirect to /in/late"),
        (("GET", "/%zz"), "400, since the path holds a malformed percent escape"),
        (("GET", "/", "--host", "c.example"), "400, since c.example is none of a.example, b.example"),
    ],
)
def test_what_is_answered_without_a_route_is_told(explain, arguments, told):
    status, out, _ = explain(*arguments)

    assert (status, out.splitlines()[-1]) == (1, f"  no route answers: {told}")


def test_condition_is_asked_with_the_headers(run, folder):
    (folder / "gateway.yaml").write_text(
        "version: 1\nroutes: [{path: /, when: {header: {X-Of: me}}, respond: {}}]\n"
    )

    assert "no: its conditions do not agree" in run("explain", "GET", "/")[1]
    assert "answers" in run("explain", "GET", "/", "--header", "X-Of: me")[1]


def test_file_with_problems_is_1_and_none_is_2(run, folder):
    assert run("explain", "GET", "/")[0] == 2
    (folder / "gateway.yaml").write_text("version: 1\nrotues: []\n")
    status, out, err = run("explain", "GET", "/")

    assert (status, out) == (1, "")
    assert 'unknown key "rotues"' in err


def test_terminal_has_colours(explain, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert explain("GET", "/healthz")[1].startswith("\x1b[1mGET /healthz\x1b[0m\n")
