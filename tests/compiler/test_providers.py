"""Whose people a login tells of."""

from __future__ import annotations

import pytest

from gateway.sessions.people import owner_of
from tests.login.corp import HANDLERS, TEXT, Visitor
from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET
from tests.login.peers.fake_x import FakeX
from tests.login.servers import GOOD, Canned

CLIENT = f'client_id: {CLIENT_ID}, client_secret: "{CLIENT_SECRET}", stack: web'


@pytest.fixture
def x():
    provider = FakeX()
    yield provider
    provider.close()


@pytest.fixture
def old():
    provider = Canned(dict(GOOD))
    yield provider
    provider.close()


def test_one_id_at_two_providers_is_two_people(serve, x, old):
    claims = "{id_str: data.id, name: data.name, screen_name: data.username}"
    at_old, at_x = (
        ", ".join(f'{name}: "{url}"' for name, url in provider.urls().items()) for provider in (old, x)
    )
    scope = "scope: [tweet.read, users.read]"
    text = (
        f"{TEXT}  x: {{provider: x, {at_x}, {CLIENT}}}\n"
        f"  like: {{kind: oauth2, {at_x}, {scope}, claims: {claims}, {CLIENT}}}\n"
        f"  old: {{kind: oauth1, {at_old}, {CLIENT}}}\n"
    )
    application = serve(text, HANDLERS, GATEWAY_ENV="development").application
    people = {}
    for name in ("x", "like"):
        visitor = Visitor(application)
        landed = visitor.log_in(x, f"/login/{name}")
        assert landed.status_code == 303, landed.text
        people[name] = visitor.user
    visitor = Visitor(application)
    visitor.get("/login/old")
    visitor.get("/login/old/callback?oauth_token=rt&oauth_verifier=v")
    people["old"] = visitor.user

    assert [person.get("iss") for person in people.values()] == [None, x.base, old.base]
    assert len({owner_of({**person, "id_str": "7"}) for person in people.values()}) == 3
