"""Logging out at a provider that has a place for it, has none, or cannot be asked."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.login.peers.answering import as_json
from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET
from tests.login.peers.fake_oidc import DISCOVERY, FakeOidc
from tests.login.visiting import BASE, Visiting

TEXT = """
session: {{keys: [a-key-of-the-tests-a-key-of-the-tests]}}
stacks: {{web: [session, csrf]}}
login:
  corp: {{kind: oidc, issuer: "{issuer}", client_id: {client}, client_secret: "{secret}", stack: web,
    logout: {{at_provider: true}}}}
routes: [{{path: /who, stack: web, handler: "served:who"}}]
"""
HANDLERS = """
def who(request):
    return {"user": request.user, "token": request.make_csrf_token()}
"""


@pytest.fixture
def provider():
    provider = FakeOidc()
    yield provider
    provider.close()


@pytest.fixture
def service(serve, provider):
    told = {"issuer": provider.issuer, "client": CLIENT_ID, "secret": CLIENT_SECRET}
    return serve(TEXT.format(**told), HANDLERS, GATEWAY_ENV="development").application


def signed_in(service, provider):
    visitor = Visiting(service)
    visitor.get(provider.agree(visitor.get("/login").location))
    return visitor


def test_who_logs_out_is_sent_to_the_provider_and_back(provider, service):
    provider.metadata["end_session_endpoint"] = f"{provider.base}/end?tenant=7"
    left = signed_in(service, provider).log_out().location
    query = parse_qs(urlsplit(left).query)

    assert left.startswith(f"{provider.base}/end?tenant=7&")
    assert (query["client_id"], query["post_logout_redirect_uri"]) == ([CLIENT_ID], [f"{BASE}/logout"])


def test_a_provider_without_a_place_to_log_out_is_left_alone(provider, service):
    assert signed_in(service, provider).log_out().location == "/logout"


def test_a_provider_that_is_down_does_not_keep_anybody_logged_in(provider, service, caplog):
    visitor = signed_in(service, provider)
    provider.answers[DISCOVERY] = as_json({}, 500)
    discovery = service.app.logins["corp"].provider.discovery
    discovery._metadata = None
    landed = visitor.log_out()

    assert (landed.location, visitor.user) == ("/logout", None)
    assert "logged out here, but not at the provider" in caplog.text
