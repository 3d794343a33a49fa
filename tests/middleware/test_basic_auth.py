"""Who is let in, who is asked, and what is refused."""

from __future__ import annotations

from base64 import b64encode

import pytest

from gateway.http.response import Response
from gateway.middleware.basic_auth import BasicAuth

USERS = BasicAuth(users={"ann": "secret", "zoë": "pässword", "a": ""})


def basic(name, password, *, scheme="Basic", charset="utf-8"):
    return f"{scheme} {b64encode(f'{name}:{password}'.encode(charset)).decode()}"


def who(request):
    return [request.user, request.state.remote_user, request.environ["REMOTE_USER"]]


@pytest.mark.parametrize(
    ("name", "password", "status"),
    [
        ("ann", "secret", 200),
        ("zoë", "pässword", 200),
        ("a", "", 200),
        ("ann", "Secret", 401),
        ("ann", "", 401),
        ("ann", "secret ", 401),
        ("Ann", "secret", 401),
        ("bob", "secret", 401),
        ("", "", 401),
        ("ann", "sec:ret", 401),
    ],
)
def test_password_of_a_listed_name_lets_in(answer, name, password, status):
    assert answer([USERS], who, HTTP_AUTHORIZATION=basic(name, password)).status == status


def test_colon_may_stand_in_a_password(answer):
    layer = BasicAuth(users={"ann": "a:b:"})

    assert answer([layer], who, HTTP_AUTHORIZATION=basic("ann", "a:b:")).status == 200


@pytest.mark.parametrize("sent", [None, "", basic("ann", "wrong")])
def test_who_is_not_let_in_is_asked_for_a_password(answer, sent):
    response = answer([USERS], who, HTTP_AUTHORIZATION=sent)

    assert response.status == 401
    assert response.headers["WWW-Authenticate"] == 'Basic realm="Authorization Required", charset="UTF-8"'


def test_realm_is_quoted(answer):
    response = answer([BasicAuth(users={"a": "b"}, realm='my "own" \\ place')], who)

    assert response.headers["WWW-Authenticate"].startswith(r'Basic realm="my \"own\" \\ place", ')


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer abc",
        "Basic",
        "Basic ",
        "Basic !!!!",
        "Basic YW5u",
        "Basic YW5uOnNlY3JldA",
        "Basic " + b64encode(b"\xff:\xfe").decode(),
        "Basic " + b64encode(b"ann:sec\nret").decode(),
        "Basic " + b64encode(b"ann\x7f:secret").decode(),
        'Digest username="ann"',
        "é",
    ],
)
def test_other_scheme_and_what_is_malformed_is_a_bad_request(answer, sent):
    response = answer([USERS], who, HTTP_AUTHORIZATION=sent)

    assert (response.status, "WWW-Authenticate" in response.headers) == (400, False)


@pytest.mark.parametrize("scheme", ["basic", "BASIC", "Basic "])
def test_scheme_may_be_written_in_any_way(answer, scheme):
    assert answer([USERS], who, HTTP_AUTHORIZATION=basic("ann", "secret", scheme=scheme)).status == 200


@pytest.mark.parametrize(
    ("found", "seen"),
    [
        (True, ["zoë", "zoë", "zo\xc3\xab"]),
        ("Zoë", ["Zoë", "Zoë", "zo\xc3\xab"]),
        ({"id": 7}, [{"id": 7}, {"id": 7}, "zo\xc3\xab"]),
    ],
)
def test_request_knows_whom_the_check_found(answer, found, seen):
    response = answer(
        [BasicAuth(check=lambda name, password: found)], who, HTTP_AUTHORIZATION=basic("zoë", "x")
    )

    assert response.body == Response.json(seen).body


@pytest.mark.parametrize("found", [None, False, "", 0, {}])
def test_check_that_finds_nobody_refuses(answer, found):
    layer = BasicAuth(check=lambda name, password: found)

    assert answer([layer], who, HTTP_AUTHORIZATION=basic("a", "b")).status == 401


def test_check_gets_the_request_if_it_takes_one(answer):
    def check(name, password, request):
        return request.path == "/" and (name, password) == ("a", "b")

    assert answer([BasicAuth(check=check)], who, HTTP_AUTHORIZATION=basic("a", "b")).status == 200


def test_check_that_fails_is_a_500_and_lets_nobody_in(answer, error_log):
    layer = BasicAuth(check=lambda name, password: 1 / 0)

    assert answer([layer], who, HTTP_AUTHORIZATION=basic("a", "b")).status == 500
    assert len(error_log) == 1


@pytest.mark.parametrize("check", [lambda: True, lambda name: True, lambda a, b, c, d: True])
def test_check_that_takes_something_else_is_refused(check):
    with pytest.raises(ValueError, match=r"called with \(name, password\) or with"):
        BasicAuth(check=check)


def test_check_without_a_signature_gets_name_and_password(answer):
    response = answer(
        [BasicAuth(check=max)], lambda request: request.user, HTTP_AUTHORIZATION=basic("a", "b")
    )

    assert response.body == b"b"


@pytest.mark.parametrize("options", [{}, {"check": print, "users": {"a": "b"}}])
def test_there_is_one_way_to_ask(options):
    with pytest.raises(ValueError, match="give either check"):
        BasicAuth(**options)


@pytest.mark.parametrize("realm", ["a\nb", "é"])
def test_realm_no_header_can_hold_is_refused(realm):
    with pytest.raises(ValueError, match="not one line of ASCII"):
        BasicAuth(users={"a": "b"}, realm=realm)


@pytest.mark.parametrize(
    ("given", "sent"),
    [(None, None), ("public, max-age=60", "private, max-age=60"), ("no-store", "no-store")],
)
def test_page_behind_a_password_is_for_no_shared_cache(answer, given, sent):
    headers = {} if given is None else {"Cache-Control": given}
    response = answer(
        [USERS], lambda request: Response("x", headers=headers), HTTP_AUTHORIZATION=basic("ann", "secret")
    )

    assert response.headers.get("Cache-Control") == sent


def test_repr_shows_no_password():
    assert "secret" not in repr(USERS)


SERVICE = """
env: {ANN: {secret: true}}
stacks:
  listed: [{basic_auth: {users: {ann: "${ANN}"}, realm: the office}}]
  asked: [{basic_auth: {check: "served:check"}}]
routes:
  - {path: /listed, stack: listed, handler: "served:user"}
  - {path: /asked, stack: asked, handler: "served:user"}
"""
HANDLERS = """
def check(name, password, request): return {"name": name} if password == request.path else None
def user(request): return {"user": request.user}
"""


def test_service_names_its_users_and_its_check(serve):
    client = serve(SERVICE, HANDLERS, ANN="hunter2")

    assert client.get("/listed", headers={"Authorization": basic("ann", "hunter2")}).json == {"user": "ann"}
    assert client.get("/asked", headers={"Authorization": basic("bob", "/asked")}).json == {
        "user": {"name": "bob"}
    }
    assert client.get("/asked", headers={"Authorization": basic("bob", "x")}).status_code == 401
    assert client.get("/listed").headers["WWW-Authenticate"].startswith('Basic realm="the office"')
