"""What a provider says beside its tokens is taken for no more than it is."""

from __future__ import annotations

import time

import pytest

from gateway.login.provider import Tokens
from gateway.login.token_endpoint import Client, TokenEndpoint
from gateway.login.transport import Reply
from tests.login.corp import HANDLERS, TEXT, Visitor, login
from tests.login.peers.answering import as_json
from tests.login.peers.fake_oidc import FakeOidc

YEARS = 10 * 366 * 86_400


class Told:
    """A transport on which a provider says this."""

    def __init__(self, **answer):
        self.answer = {"access_token": "new", "token_type": "Bearer", **answer}

    def send(self, *_):
        return Reply(status=200, headers={}, body=as_json(self.answer).body)


def refreshed(tokens, **answer):
    endpoint = TokenEndpoint("https://provider.example/token", Client(client_id="site"))
    return endpoint.refresh(Told(**answer), tokens)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (300, 300),
        (1.5, 1),
        ("300", 300),
        (1e300, YEARS),
        (10**18, YEARS),
        ("9" * 400, YEARS),
        (-1e300, 0),
        (True, None),
        (None, None),
        ("soon", None),
        ("³", None),
        ([300], None),
    ],
    ids=str,
)
def test_tokens_end_when_it_is_said_and_never_beyond_ten_years(told, seconds):
    expires = refreshed(Tokens(access="old"), expires_in=told).expires

    assert expires is None if seconds is None else abs(expires - time.time() - seconds) <= 2


def test_an_id_token_that_was_checked_is_not_replaced_by_one_that_was_not():
    old = Tokens(access="old", refresh="r", id_token="checked")

    assert refreshed(old, id_token="never checked", refresh_token="s") == Tokens(
        access="new", refresh="s", id_token="checked"
    )


@pytest.mark.parametrize("told", [1e300, -1e300])
def test_an_absurd_lifetime_does_not_keep_anybody_out(serve, told):
    provider = FakeOidc()
    provider.token = {"expires_in": told}
    text = TEXT + login(provider.issuer, "tokens: session")
    visitor = Visitor(serve(text, HANDLERS, GATEWAY_ENV="development").application)
    landed = visitor.log_in(provider)
    provider.close()

    assert (landed.status_code, visitor.user["sub"]) == (303, "seven")
