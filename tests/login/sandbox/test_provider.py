"""The sandbox as a whole: who is answered, and what it does not load."""

from __future__ import annotations

import subprocess
import sys

import orjson
import pytest

from gateway.login.sandbox.people import PEOPLE
from gateway.login.sandbox.provider import consumer
from tests.login.sandbox.asking import SANDBOX, log_in, opened
from tests.login.site import Browser, sandbox_site


@pytest.mark.parametrize("handle", PEOPLE)
def test_everyone_has_a_picture_of_their_own(browser, handle):
    picture = browser.get(PEOPLE[handle].picture)

    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/svg+xml")
    assert picture.body.startswith(b"<svg ")
    assert len({person.avatar() for person in PEOPLE.values()}) == len(PEOPLE)


def test_nobody_else_has_a_picture(browser):
    assert browser.get(f"{SANDBOX}/avatars/nobody.svg").status == 404


@pytest.mark.parametrize(
    ("peer", "host", "status"),
    [
        ("127.0.0.1", "127.0.0.1:8000", 200),
        ("::1", "[::1]:8000", 200),
        ("127.0.0.1", "localhost", 200),
        ("10.0.0.7", "127.0.0.1:8000", 404),
        ("", "127.0.0.1:8000", 404),
        ("127.0.0.1", "app.example", 404),
        ("127.0.0.1", "localhost.evil.example", 404),
    ],
)
def test_only_this_machine_is_answered(site, peer, host, status):
    """A name that resolves to 127.0.0.1 is not this machine: the Host counts as well."""
    browser = Browser(site, peer=peer)

    assert browser.get(f"http://{host}{SANDBOX}/avatars/fennmark.svg").status == status


@pytest.mark.parametrize("header", ["X_FORWARDED_FOR", "FORWARDED", "X_REAL_IP", "VIA"])
def test_nobody_behind_a_proxy_of_this_machine_is_answered(browser, header):
    response = browser.get(f"{SANDBOX}/avatars/fennmark.svg", **{header: "192.0.2.1"})

    assert response.status == 404


def test_a_login_from_elsewhere_ends_clearly(tmp_path):
    """A sandbox behind a public address answers nobody, not even its own service."""
    browser = Browser(sandbox_site(tmp_path, public_url="https://app.example"), base="https://app.example")

    assert browser.get("/login").status == 502


def test_the_consumer_follows_from_the_key():
    assert consumer("a" * 32) == consumer("a" * 32) != consumer("b" * 32)


def test_every_address_is_for_this_machine_only(site):
    stranger = Browser(site, peer="10.0.0.7")
    rows = [(method, path) for method, path in site.rows if path.startswith(SANDBOX)]

    assert len(rows) == 16
    assert {stranger.send(method, path).status for method, path in rows} == {404}


def test_the_newer_profile_opens_to_a_bearer(browser):
    token = log_in(browser, "odger_h", scope="users.read")["access_token"]
    answer = browser.get(
        f"{SANDBOX}/2/users/me?user.fields=profile_image_url", AUTHORIZATION=f"bearer {token}"
    )

    assert orjson.loads(answer.body)["data"] == {
        "id": "730044518",
        "name": "Ødger Halvång",
        "username": "odger_h",
        "profile_image_url": "/-/sandbox/avatars/odger_h.svg",
    }


def test_the_newer_profile_needs_its_scope(browser):
    token = log_in(browser, scope="openid")["access_token"]
    answer = opened(browser, "/2/users/me", token)

    assert answer.status == 403
    assert 'error="insufficient_scope", scope="users.read"' in answer.headers["WWW-Authenticate"]


def test_no_signature_library_is_loaded_until_an_id_token_is_wanted():
    """It takes longer to import than everything else of the sandbox."""
    script = "import sys, gateway.login.sandbox.provider; sys.exit('joserfc' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
