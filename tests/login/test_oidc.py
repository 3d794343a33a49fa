"""What a provider signs weighs more than what it tells besides."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.login.corp import HANDLERS, TEXT, Visitor, login
from tests.login.peers.fake_oidc import FakeOidc


@pytest.fixture
def provider():
    provider = FakeOidc()
    yield provider
    provider.close()


@pytest.fixture
def visitor(serve, provider):
    def at(more=""):
        text = TEXT + login(provider.issuer, more)
        return Visitor(serve(text, HANDLERS, GATEWAY_ENV="development").application)

    return at


def test_further_parameters_are_sent_whatever_they_are_called(visitor):
    left = visitor("parameters: {prompt: login, uri: 'a b', kwargs: c}").get("/login")
    query = parse_qs(urlsplit(left.location).query)

    assert [query[name] for name in ("prompt", "uri", "kwargs")] == [["login"], ["a b"], ["c"]]
    assert query["code_challenge_method"] == ["S256"]


def test_userinfo_cannot_take_back_what_was_signed(provider, visitor):
    provider.claims = {"roles": ["reader"], "email": "signed@people.example"}
    provider.userinfo = {"roles": ["admin"], "email": "other@people.example", "team": "blue"}
    somebody = visitor("claims: {roles: roles, team: team}")
    somebody.log_in(provider)

    assert [somebody.user[name] for name in ("roles", "email", "team", "name")] == [
        ["reader"],
        "signed@people.example",
        "blue",
        "Seven",
    ]


def test_userinfo_tells_what_was_signed_as_nothing(provider, visitor):
    provider.sign = saying_null(provider.sign)
    somebody = visitor()
    somebody.log_in(provider)

    assert somebody.user["name"] == "Seven"


def saying_null(sign):
    return lambda header, claims: sign(header, {**claims, "name": None})
