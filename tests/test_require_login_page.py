"""The page about who may see a page is true: its services run, and answer what is shown."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from gateway.wsgi import load

HOME = "http://127.0.0.1:8000"
PAGE = (Path(__file__).parents[1] / "docs" / "require_login.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^\| ([\w /]+) \| `(\w+) (.+)` \| (\d+)(?: `(.+)`)? \|$", PAGE, re.MULTILINE)
KEY = {"SESSION_KEY": "0123456789abcdef0123456789abcdef"}
PEOPLE = {"Tobias": "fennmark", "Leocadia": "leocadia"}
SENT = {
    "a script": {"Accept": "*/*", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
    "a program": {"Accept": "application/json"},
    "a form on /orders": {"Accept": "text/html", "Referer": f"{HOME}/orders"},
}


def shown(name: str) -> str:
    """The file of that name on the page."""
    [text] = re.findall(rf"^`{re.escape(name)}`\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return text


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Client]]:
    """A browser of a service on the page, whose handlers have a package of their own here."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    def serve(name: str, *files: str) -> Client:
        (tmp_path / "gateway.yaml").write_text(shown(name).replace("handlers.", "entered."))
        for file in files:
            place = tmp_path / file.replace("handlers/", "entered/")
            place.parent.mkdir(exist_ok=True)
            place.write_text(shown(file))
        return Client(load(tmp_path / "gateway.yaml", environ=KEY))

    yield serve
    for name in [name for name in sys.modules if name.partition(".")[0] == "entered"]:
        del sys.modules[name]


def ask(client: Client, path: str, method: str = "GET", **more: Any) -> TestResponse:
    """What a browser on this machine is answered."""
    headers = more.pop("headers", {"Accept": "text/html"})
    return client.open(
        path.removeprefix(HOME),
        method=method,
        base_url=HOME,
        headers=headers,
        environ_overrides={"REMOTE_ADDR": "127.0.0.1"},
        **more,
    )


def log_in(client: Client, person: str) -> None:
    token = re.search(r'name="oauth_token" value="([^"]+)"', ask(client, ask(client, "/login").location).text)
    form = {"oauth_token": token[1], "person": person}
    ask(client, ask(client, "/-/sandbox/oauth/authenticate", "POST", data=form).location)


@pytest.mark.parametrize("line", SHOWN)
def test_everybody_is_answered_what_the_page_shows(served, line):
    who, method, path, status, said = line
    client = served("gateway.yaml", "handlers/people.py")
    if who in PEOPLE:
        log_in(client, PEOPLE[who])
    response = ask(client, path, method, headers=SENT.get(who, {"Accept": "text/html"}))

    assert response.status_code == int(status)
    assert said in (response.location or response.text)


def test_page_shows_each_kind_of_visitor() -> None:
    assert {who for who, *_ in SHOWN} == {"a person", *SENT, *PEOPLE}


@pytest.fixture
def accounts(served):
    return served("accounts.yaml", "handlers/accounts.py", "views/sign_in.html")


def sign_in(client: Client, name: str, password: str, **headers: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', ask(client, "/sign-in").text)[1]
    form = {"name": name, "password": password, "csrf_token": token}
    return ask(client, "/sign-in", "POST", data=form, headers={"Accept": "text/html", **headers})


def test_account_of_ones_own_is_let_in(accounts):
    before = ask(accounts, "/")
    done = sign_in(accounts, "ada", "engine no. 1")

    assert (before.status_code, before.location) == (303, "/sign-in")
    assert (done.status_code, done.location) == (303, "/")
    assert ask(accounts, "/").json == {"hello": "ada"}


@pytest.mark.parametrize(("name", "password"), [("ada", ""), ("ada", "engine"), ("eve", ""), ("", "")])
def test_wrong_name_or_password_is_refused(accounts, name, password):
    """An unknown name is checked against a hash of nothing, which an empty password fits."""
    assert sign_in(accounts, name, password).status_code == 401
    assert ask(accounts, "/").status_code == 303


def test_signing_in_begins_a_new_session(accounts):
    """What was known of the session before, such as its token, is worth nothing after."""
    old = re.search(r'name="csrf_token" value="([^"]+)"', ask(accounts, "/sign-in").text)[1]
    sign_in(accounts, "ada", "engine no. 1")

    assert ask(accounts, "/sign-out", "POST", data={"csrf_token": old}).status_code == 403
    assert ask(accounts, "/").status_code == 200


@pytest.mark.case(69)
def test_another_site_can_neither_sign_in_nor_out(accounts):
    foreign = {"Origin": "https://evil.test", "Sec-Fetch-Site": "cross-site"}
    refused = sign_in(accounts, "ada", "engine no. 1", **foreign)
    sign_in(accounts, "ada", "engine no. 1")

    assert refused.status_code == 403
    assert ask(accounts, "/sign-out", "POST", headers=foreign).status_code == 403
    assert ask(accounts, "/").status_code == 200


def test_signing_out_ends_it(accounts):
    sign_in(accounts, "ada", "engine no. 1")
    token = re.search(r'name="csrf_token" value="([^"]+)"', ask(accounts, "/sign-in").text)[1]

    assert ask(accounts, "/sign-out", "POST", data={"csrf_token": token}).location == "/sign-in"
    assert ask(accounts, "/").status_code == 303
