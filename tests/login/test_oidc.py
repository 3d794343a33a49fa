"""What a provider signs weighs more than what it tells besides."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.login.corp import BASE, HANDLERS, TEXT, Visitor, login
from tests.login.peers.authorizing import CLIENT_ID
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


@pytest.mark.parametrize(("roles", "is_sent"), [([], True), (["a-role-of-many"] * 300, False)])
def test_an_id_token_too_long_for_an_address_is_no_hint(provider, visitor, roles, is_sent):
    provider.metadata = {"end_session_endpoint": f"{provider.base}/end"}
    provider.claims = {"roles": roles}
    somebody = visitor("tokens: session, logout: {at_provider: true}")
    somebody.log_in(provider)
    form = {"csrf_token": somebody.get("/who").json["token"]}
    left = somebody.client.post("/logout", base_url=BASE, data=form).location
    query = parse_qs(urlsplit(left).query)

    assert (query["client_id"], "id_token_hint" in query) == ([CLIENT_ID], is_sent)
    assert len(left) < 6000


def test_a_profile_that_cannot_be_found_again_is_an_error_that_says_so(serve, provider, error_log):
    handlers = HANDLERS + "\ndef named(profile):\n    return profile['name']\n"
    text = TEXT + login(provider.issuer, 'back_channel_logout: /ended, profile: "served:named"')
    somebody = Visitor(serve(text, handlers, GATEWAY_ENV="development").application)

    assert somebody.log_in(provider).status_code == 500
    assert "login corp: with back_channel_logout, a profile must be a mapping" in error_log[0].getMessage()
    assert somebody.user is None


@pytest.mark.parametrize("sid", ["s" * 5000, 5, ["s"]], ids=lambda sid: str(sid)[:5])
def test_a_name_of_the_login_that_is_none_is_not_kept(serve, provider, sid):
    provider.claims = {"sid": sid}
    text = TEXT.replace(", store: memory, revocation: true", "") + login(provider.issuer)
    somebody = Visitor(serve(text, HANDLERS, GATEWAY_ENV="development").application)
    somebody.log_in(provider)

    assert somebody.user["sub"] == "seven"
