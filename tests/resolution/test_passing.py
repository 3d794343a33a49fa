from __future__ import annotations

import pytest

from gateway.resolution.passing import may_pass

SOURCE = {
    "first.py": """
import functools
from gateway.http import NEXT
def logged(call):
    @functools.wraps(call)
    def inner(*args, **params): return call(*args, **params)
    return inner
def ends(request, **params): return "first"
def passes(request, **params): return NEXT if request.query.get("pass") else "first"
decorated = logged(passes)
class Object:
    def __call__(self, request, **params): return NEXT
made = Object()
"""
}
REACHED = """
routes:
  - {path: "/:id", handler: "first:HANDLER"MORE}
  - {path: /b, respond: {text: second}}
"""


@pytest.mark.parametrize("more", ["", ", query: {pass: {type: string, default: ''}}"])
def test_route_behind_one_that_answers_all_is_refused(refused, more):
    text = REACHED.replace("HANDLER", "ends").replace("MORE", more)
    (problem,) = refused(text, SOURCE)

    assert problem.startswith(
        "5:5 GW058 this route is never reached: /:id at line 4 answers all its requests"
    )


@pytest.mark.parametrize("handler", ["passes", "decorated", "made"])
def test_route_behind_one_that_may_pass_is_reached(client, handler):
    text = REACHED.replace("HANDLER", handler).replace("MORE", "")

    assert client(text, SOURCE).get("/b?pass=1").text == "second"


def test_route_behind_one_of_our_own_is_told_by_its_name(refused):
    (problem,) = refused("routes: [{path: /healthz, respond: {}}]\n")

    assert "/healthz (built in) answers all its requests" in problem


def test_what_cannot_be_looked_into_may_pass():
    assert may_pass(len)


def test_login_that_is_hidden_is_told_at_its_place(refused):
    (problem,) = refused(
        "observe: {health: /login/callback}\nlogin:\n  me: {provider: sandbox, stack: [session]}\n"
    )

    assert problem.startswith("4:7 GW058 this route is never reached: /login/callback (built in) answers")


def test_route_that_a_login_hides_is_told_with_its_line(refused):
    (problem,) = refused(
        "login:\n  me: {provider: sandbox, stack: [session]}\nroutes:\n  - {path: /login, respond: {}}\n"
    )

    assert problem.startswith("5:5 GW058 this route is never reached: /login at line 3 answers")


def test_readiness_that_is_hidden_by_health_has_no_line_to_tell(compiled):
    text = "settings: {routing: {case_sensitive: false}}\nobserve: {health: /state, readiness: /State}\n"

    assert compiled(text).observed == {"/state", "/State"}
