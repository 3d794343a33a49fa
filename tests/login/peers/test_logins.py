"""People log in by OAuth 2.0 and OpenID Connect at providers that are not ours."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import parse_qs, parse_qsl, quote_plus, urlsplit

import pytest

from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET
from tests.login.peers.fake_github import FakeGithub
from tests.login.peers.fake_oidc import FakeOidc
from tests.login.peers.fake_x import PICTURE, FakeX
from tests.login.peers.oidc_provider import Person
from tests.login.peers.service import PUBLIC_URL, oauth2, oidc, preset, refused

ROSALBA = {
    "sub": "rosalba",
    "name": "Name of rosalba",
    "preferred_username": "rosalba",
    "picture": "https://pictures.example/rosalba.png",
    "email": "rosalba@people.example",
    "email_verified": True,
}
WAYS = [("basic", "basic"), ("post", "post"), ("public", "none")]


def by_oauth2(provider, client_id="basic", **more):
    """A login by OAuth 2.0 at the certified provider."""
    urls = (f"{provider.issuer}/{place}" for place in ("auth", "token", "me"))
    return oauth2(*urls, client_id, issuer=provider.issuer, scope=["openid", "profile", "email"], **more)


def by_oidc(provider, client_id="basic", **more):
    """A login by OpenID Connect at the certified provider."""
    return oidc(provider.issuer, client_id, **more)


@pytest.mark.case(46)
@pytest.mark.parametrize("login", [by_oauth2, by_oidc])
@pytest.mark.parametrize(("client", "auth"), WAYS)
def test_a_person_logs_in_at_the_certified_provider(service, oidc_provider, login, client, auth):
    visitor = service(corp=login(oidc_provider, client, client_auth=auth)).visitor()
    landed = visitor.log_in(Person(oidc_provider), "/login?return_to=/orders")

    assert (landed.status_code, landed.location) == (303, "/orders")
    assert visitor.user == {"iss": oidc_provider.issuer, **ROSALBA}


@pytest.mark.case(46)
@pytest.mark.parametrize(("client", "auth"), WAYS)
def test_the_request_for_a_token_says_what_the_standard_wants(service, oidc_provider, client, auth):
    visitor = service(corp=by_oauth2(oidc_provider, client, client_auth=auth)).visitor()
    visitor.log_in(Person(oidc_provider))
    asked = dict(parse_qsl(urlsplit(visitor.seen[0].location).query))
    (token,) = oidc_provider.seen("/token")
    fields = token["fields"]
    pair = f"{client}:{quote_plus(CLIENT_SECRET)}"

    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert 43 <= len(fields["code_verifier"]) <= 128
    assert fields["redirect_uri"] == asked["redirect_uri"] == f"{PUBLIC_URL}/login/callback"
    assert token.get("authorization") == (
        "Basic " + b64encode(pair.encode()).decode() if auth == "basic" else None
    )
    assert fields.get("client_id") == (None if auth == "basic" else client)
    assert fields.get("client_secret") == (CLIENT_SECRET if auth == "post" else None)


@pytest.mark.case(46)
def test_a_person_logs_in_at_x(service, start):
    """Its secret is form-encoded in Basic, its id above 2^53 kept exactly."""
    x = start(FakeX)
    visitor = service(x=preset("x", **x.urls())).visitor()
    landed = visitor.log_in(x)
    (token,) = x.asked("/2/oauth2/token")

    assert landed.status_code == 303
    assert "client_id" not in token.form
    assert visitor.user == {
        "id_str": "9007199254740993",
        "name": "Seven",
        "screen_name": "seven",
        "profile_image_url_https": PICTURE,
    }


@pytest.mark.case(46)
def test_a_person_logs_in_at_github(service, start):
    """Its tokens come as JSON because that is asked for, its id is a number."""
    github = start(FakeGithub)
    visitor = service(github=preset("github", **github.urls())).visitor()
    visitor.log_in(github)

    assert visitor.user["sub"] == "7"
    assert (visitor.user["name"], visitor.user["preferred_username"]) == ("Seven", "seven")
    assert visitor.user["picture"] == "https://avatars.githubusercontent.com/u/7?v=4"


def test_a_wrong_code_at_github_comes_with_status_200_and_is_refused(service, start, caplog):
    github = start(FakeGithub)
    visitor = service(github=preset("github", **github.urls())).visitor()
    page = visitor.log_in(github, code="guessed")

    assert (page.status_code, visitor.user) == (401, None)
    assert refused(caplog) == [("provider_refused", 401)]


def test_claims_that_are_named_are_kept_too(service, oidc_provider):
    more = {"scope": ["openid", "roles"], "claims": {"roles": "roles"}}
    visitor = service(corp=by_oidc(oidc_provider, **more)).visitor()
    visitor.log_in(Person(oidc_provider))

    assert visitor.user["roles"] == ["reader", "admin"]


@pytest.mark.case(48)
@pytest.mark.parametrize("login", [by_oauth2, by_oidc])
def test_a_person_says_no(service, oidc_provider, login, caplog):
    visitor = service(corp=login(oidc_provider)).visitor()
    page = visitor.get(Person(oidc_provider).deny(visitor.get("/login").location))

    assert (page.status_code, visitor.user) == (403, None)
    assert "You said no" in page.text
    assert refused(caplog) == [("denied", 403)]
    assert oidc_provider.seen("/token") == []


@pytest.mark.case(48)
def test_who_says_no_is_sent_where_the_service_wants(service, fake):
    visitor = service(corp=oidc(fake.issuer, failure="/sorry")).visitor()
    answer = visitor.get(fake.deny(visitor.get("/login").location))

    assert (answer.status_code, answer.location) == (303, "/sorry")


@pytest.mark.case(48)
@pytest.mark.parametrize("state", ["other", None, ""])
def test_a_no_with_a_foreign_state_leaves_the_own_login(fake, visitor, state, caplog):
    left = visitor.get("/login").location
    page = visitor.get(fake.deny(left, state=state))

    assert page.status_code == 400
    assert refused(caplog)[0][0] in {"unknown_login", "bad_callback"}
    assert visitor.get(fake.agree(left)).status_code == 303


@pytest.mark.case(48)
def test_what_a_provider_says_of_a_no_is_not_shown_and_cut(fake, visitor, caplog):
    said = "<script>alert(1)</script>\r\nforged line " + "x" * 3000
    page = visitor.get(fake.deny(visitor.get("/login").location, error_description=said))
    (line,) = [line for line in caplog.text.splitlines() if "failed" in line]

    assert page.status_code == 403
    assert "script>" not in page.text
    assert "forged line" in line
    assert len(line) < 500


@pytest.mark.parametrize(
    ("error", "status"), [("temporarily_unavailable", 503), ("server_error", 502), ("invalid_scope", 502)]
)
def test_another_error_of_a_provider_is_no_fault_of_the_person(fake, visitor, error, status):
    page = visitor.get(fake.deny(visitor.get("/login").location, error=error))

    assert (page.status_code, "Retry-After" in page.headers) == (status, status == 503)


@pytest.mark.parametrize(("status", "expected"), [(401, 502), (403, 502), (500, 502), (429, 503)])
def test_x_refuses_the_profile_and_the_log_says_how(service, start, status, expected, caplog):
    x = start(FakeX)
    visitor = service(x=preset("x", **x.urls())).visitor()
    x.refuse_profiles(status)
    page = visitor.log_in(x)

    assert (page.status_code, visitor.user) == (expected, None)
    assert f"profile: the provider answered {status}" in caplog.text


@pytest.mark.case(74)
def test_a_rate_limit_of_x_says_when_to_try_again(service, start):
    x = start(FakeX)
    visitor = service(x=preset("x", **x.urls())).visitor()
    x.refuse_profiles(429)

    assert 80 <= int(visitor.log_in(x).headers["Retry-After"]) <= 90


def test_several_logins_have_a_page_that_lists_them(service, start):
    corp, x = start(FakeOidc), start(FakeX)
    visitor = service(corp=oidc(corp.issuer, label="The Corp"), x=preset("x", **x.urls())).visitor()
    page = visitor.get("/login?return_to=/orders").text

    assert 'href="/login/corp?return_to=%2Forders"' in page
    assert "The Corp" in page
    assert visitor.log_in(x, "/login/x?return_to=/orders").location == "/orders"
    assert visitor.log_in(corp, "/login/corp").status_code == 303
    assert visitor.user["iss"] == corp.issuer


def test_a_login_asks_for_no_more_than_its_scope(service, fake):
    visitor = service(corp=oidc(fake.issuer, scope=["openid"], parameters={"prompt": "login"})).visitor()
    asked = parse_qs(urlsplit(visitor.get("/login").location).query)

    assert (asked["scope"], asked["prompt"], asked["client_id"]) == (["openid"], ["login"], [CLIENT_ID])
