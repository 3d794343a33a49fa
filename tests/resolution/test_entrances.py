"""Where people who are not logged in are sent, and that they can get there."""

from __future__ import annotations

import re

import pytest

HEAD = {"Accept": "text/html"}
KEYS = "session: {keys: [a key of at least thirty-two characters]}\n"
ONE = "login: {sandbox: {provider: sandbox, start: /in, stack: [session]}}\n"
TWO = """
login:
  a: {provider: sandbox, stack: [session]}
  b: {provider: sandbox, stack: [session]}
"""
ZONE = "routes: [{path: /zone, stack: [session, %s], respond: {text: x}}]\n"


@pytest.mark.parametrize(
    ("login", "entry", "location"),
    [
        (ONE, "require_login", "/in?return_to=%2Fzone%3Fa%3D1"),
        (ONE + "settings: {login_page: {path: /who}}\n", "require_login", "/who?return_to=%2Fzone%3Fa%3D1"),
        (ONE, "{require_login: {redirect: /in}}", "/in?return_to=%2Fzone%3Fa%3D1"),
        (ONE, "{require_login: {redirect: /}}", "/"),
        (ONE, "{require_login: {redirect: none}}", None),
        (TWO, "require_login", "/login?return_to=%2Fzone%3Fa%3D1"),
        (TWO.replace("b: {", "b: {start: /login, "), "require_login", "/login?return_to=%2Fzone%3Fa%3D1"),
        (TWO, "{require_login: {redirect: /login/b}}", "/login/b?return_to=%2Fzone%3Fa%3D1"),
        ("", "require_login", None),
        ("", "{require_login: {redirect: /login}}", "/login"),
    ],
)
def test_page_sends_to_the_login_there_is(client, login, entry, location):
    response = client(KEYS + login + ZONE % entry).get("/zone?a=1", headers=HEAD)

    assert (response.status_code, response.location) == (303 if location else 401, location)


def test_person_comes_back_to_the_page_that_was_asked_for(client):
    home = "http://127.0.0.1:8000"
    browser = client(KEYS + ONE + ZONE % "require_login" + f"settings: {{public_url: {home!r}}}\n")

    def go(path, method="GET", **more):
        path = path.removeprefix(home)
        peer = {"REMOTE_ADDR": "127.0.0.1"}
        return browser.open(path, method=method, base_url=home, headers=HEAD, environ_overrides=peer, **more)

    sandbox = go(go(go("/zone?a=1").location).location)
    token = re.search(r'name="oauth_token" value="([^"]+)"', sandbox.text)[1]
    form = {"oauth_token": token, "person": "fennmark"}
    back = go(go("/-/sandbox/oauth/authenticate", "POST", data=form).location)

    assert (back.status_code, back.location) == (303, "/zone?a=1")
    assert go(back.location).text == "x"


CLOSED = (
    'GW085 the stack of login "sandbox" has require_login, so nobody could log in'
    " | stack: [session, csrf], for example"
)
CIRCLE = (
    "GW057 require_login sends people here, where require_login sends them on in a circle"
    " | take require_login away here, or give it another redirect"
)
PAGE = "  - {{path: {}, stack: [session, {{require_login: {{redirect: {}}}}}], respond: {{text: x}}}}\n"
MEMBER = "stacks: {member: [session, require_login]}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            KEYS + MEMBER + "login: {sandbox: {provider: sandbox, stack: member}}\n",
            f"4:45 {CLOSED}",
        ),
        (
            KEYS + MEMBER + "settings: {default_stack: member}\nlogin:\n  sandbox: {provider: sandbox}\n",
            f"6:12 {CLOSED}",
        ),
        (
            KEYS
            + "routes:\n  - {path: /, stack: [session, {require_login: {redirect: /?x=1}}], respond: {}}\n",
            f"4:5 {CIRCLE}",
        ),
    ],
)
def test_login_behind_a_login_is_told(refused, text, said):
    assert refused(text) == [said]


def test_page_of_logins_that_nobody_could_use_is_not_told_as_well(refused):
    text = f"{KEYS}{MEMBER}settings: {{default_stack: member}}\n{TWO.replace(', stack: [session]', '')}"
    closed = [one for one in refused(text) if "GW085" in one]

    assert (len(closed), refused(text)) == (2, closed)


def routes(*pairs):
    return KEYS + "routes:\n" + "".join(PAGE.format(path, to) for path, to in pairs)


def test_each_page_of_a_circle_is_told(refused):
    problems = refused(routes(("/a", "/b"), ("/b", "/c"), ("/c", "/b")))

    assert [problem.partition(" ")[0] for problem in problems] == ["5:5", "6:5"]


@pytest.mark.parametrize(
    "text",
    [
        routes(("/a", "/b"), ("/b", "/c")),
        routes(("/a", "/b"), ("/b", "none")),
        routes(("/a", "/b")) + "  - {path: /b, stack: [session], respond: {text: x}}\n",
    ],
)
def test_way_that_ends_is_none(compiled, text):
    assert compiled(text).warnings == ()


def test_page_for_some_hosts_only_is_not_judged(compiled):
    """Who is sent there may be answered by another."""
    text = routes(("/a", "/b"), ("/b", "/b")).replace("{path: /b,", "{path: /b, host: b.test,")

    assert compiled(text).warnings == ()


def test_timed_layers_are_judged_as_well(refused):
    traced = 'observe: {trace: "timing:note"}\n'
    problems = refused(traced + routes(("/a", "/a")), {"timing.py": "def note(request, stage, seconds): ..."})

    assert len(problems) == 1
