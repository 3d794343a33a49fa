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
