"""A provider of OAuth 2.0 that answers what the protocol does not say."""

from __future__ import annotations

import pytest

from gateway.errors import ConfigError
from tests.login.peers.answering import Answer, as_html, as_json, sent_to
from tests.login.peers.fake_oidc import DISCOVERY
from tests.login.peers.fake_x import FakeX
from tests.login.peers.service import oauth2, oidc, preset, refused

GOOD = {"access_token": "at", "token_type": "bearer"}


@pytest.fixture
def x(start):
    return start(FakeX)


@pytest.fixture
def follower(service, x):
    """Somebody at a service whose people log in at X."""
    return service(x=preset("x", **x.urls())).visitor()


BAD_TOKENS = [
    as_json({**GOOD, "token_type": "mac"}),
    as_json({**GOOD, "token_type": None}),
    as_json({"access_token": "at"}),
    as_json({"token_type": "bearer"}),
    as_json({**GOOD, "access_token": ""}),
    as_json({**GOOD, "access_token": 7}),
    as_json({**GOOD, "access_token": "line\nbreak"}),
    as_json([GOOD]),
    as_json(None),
    as_html("<p>hush-page"),
    Answer(b""),
    Answer(b'{"access_token": "hush'),
    Answer(b"\xff\xfe"),
]


@pytest.mark.case(54)
@pytest.mark.parametrize("answer", BAD_TOKENS)
def test_a_token_that_is_none_is_a_502(x, follower, answer, caplog):
    x.answers["/2/oauth2/token"] = answer
    page = follower.log_in(x)

    assert (page.status_code, follower.user) == (502, None)
    assert refused(caplog) == [("provider_answer", 502)]
    assert "login x failed: reason=provider_answer status=502: token: " in caplog.text
    assert "hush" not in caplog.text + page.text


@pytest.mark.case(54)
@pytest.mark.parametrize("kind", ["bearer", "Bearer", "BEARER"])
def test_a_bearer_token_may_be_spelled_as_it_likes(service, fake, kind):
    fake.token["token_type"] = kind

    assert service(corp=oidc(fake.issuer)).visitor().log_in(fake).status_code == 303


@pytest.mark.case(54)
def test_a_narrower_scope_is_named_in_the_log(x, follower, caplog):
    x.granted = "tweet.read"
    page = follower.log_in(x)

    assert page.status_code == 502
    assert "granted less than was asked for: users.read" in caplog.text
    assert "profile: the provider answered 403" in caplog.text


BAD_PROFILES = [
    as_json({"data": {"username": "seven"}}),
    as_json({"data": {"id": 7, "username": "seven"}}),
    as_json({"errors": [{"title": "Not Found Error"}]}),
    as_json([]),
    as_json(None),
    as_html("<p>hush-page"),
    Answer(b""),
]


@pytest.mark.case(54)
@pytest.mark.parametrize("answer", BAD_PROFILES)
def test_a_profile_that_is_none_is_a_502(x, follower, answer, caplog):
    x.answers["/2/users/me"] = answer
    page = follower.log_in(x)

    assert (page.status_code, follower.user) == (502, None)
    assert "hush" not in caplog.text + page.text


@pytest.mark.case(55)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("path", ["/2/oauth2/token", "/2/users/me"])
def test_redirects_of_x_are_not_followed(x, follower, path, status, caplog):
    x.answers[path] = sent_to(f"{x.base}/elsewhere", status)
    page = follower.log_in(x)

    assert (page.status_code, follower.user, x.asked("/elsewhere")) == (502, None, [])
    assert f"the provider answered {status}" in caplog.text


@pytest.mark.case(55)
@pytest.mark.parametrize("path", [DISCOVERY, "/jwks", "/token", "/userinfo"])
def test_redirects_of_an_openid_provider_are_not_followed(fake, visitor, path, caplog):
    left = visitor.get("/login").location if path != DISCOVERY else None
    fake.answers[path] = sent_to(f"{fake.base}/elsewhere")
    page = visitor.get(fake.agree(left)) if left else visitor.get("/login")

    assert (page.status_code, fake.asked("/elsewhere")) == (502, [])
    assert refused(caplog) == [("provider_answer", 502)]


PLACES = ["authorize_url", "token_url", "profile_url"]


@pytest.mark.case(56)
@pytest.mark.parametrize("place", PLACES)
def test_an_address_without_tls_is_refused_at_the_start(service, place):
    urls = {name: f"https://provider.example/{name}" for name in PLACES}
    service(site=oauth2(**urls))

    with pytest.raises(ConfigError, match="not https"):
        service(site=oauth2(**{**urls, place: "http://provider.example/"}))


@pytest.mark.case(56)
@pytest.mark.parametrize("issuer", ["http://provider.example", "ftp://provider.example", "provider.example"])
def test_an_issuer_without_tls_is_refused_at_the_start(service, issuer):
    with pytest.raises(ConfigError):
        service(site=oidc(issuer))


METADATA = [
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "end_session_endpoint",
]
ELSEWHERE = [
    "http://provider.example/",
    "ftp://127.0.0.1/",
    "//127.0.0.1/",
    "/token",
    "https://[",
    "",
    7,
    ["a"],
]


@pytest.mark.case(56)
@pytest.mark.parametrize("place", METADATA)
def test_an_address_without_tls_in_the_metadata_is_refused(fake, visitor, place, caplog):
    for url in ELSEWHERE:
        fake.metadata[place] = url
        visitor.get("/login")

    assert [page.status_code for page in visitor.seen] == [502] * len(ELSEWHERE)
    assert caplog.text.count(f"{place} is missing, or not https") == len(ELSEWHERE)


@pytest.mark.case(56)
@pytest.mark.parametrize("place", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_an_address_that_the_metadata_lacks_is_named(fake, visitor, place, caplog):
    fake.metadata[place] = None

    assert visitor.get("/login").status_code == 502
    assert f"{place} is missing" in caplog.text
