"""What a provider may say of itself, and whom it may speak for."""

from __future__ import annotations

import pytest

from tests.login.corp import HANDLERS, TEXT, Visitor, login, reason_of
from tests.login.peers.fake_oidc import FakeOidc

TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"


@pytest.fixture
def provider():
    provider = FakeOidc()
    yield provider
    provider.close()


@pytest.fixture
def visitor(serve, provider):
    """A browser at a service that asks the provider, at `issuer` if that is another."""

    def at(issuer=None):
        text = TEXT + login(issuer or provider.issuer)
        return Visitor(serve(text, HANDLERS, GATEWAY_ENV="development").application)

    return at


def of_all_tenants(provider, asked="common", told="{tenantid}"):
    """The provider at an address below its own, where it says to be an issuer with a gap."""
    below = f"{provider.base}/{asked}/v2.0"
    discovery = "/.well-known/openid-configuration"
    provider.routes[f"/{asked}/v2.0{discovery}"] = provider.routes[discovery]
    provider.metadata = {
        "issuer": f"{provider.base}/{told}/v2.0",
        "authorization_response_iss_parameter_supported": None,
    }
    return below


def test_a_person_of_any_tenant_comes_in_where_all_were_asked_for(provider, visitor):
    issuer = f"{provider.base}/{TENANT}/v2.0"
    provider.claims = {"tid": TENANT, "iss": issuer}
    somebody = visitor(of_all_tenants(provider))
    somebody.log_in(provider)

    assert somebody.user["iss"] == issuer


@pytest.mark.parametrize("tenant", [None, 5, "", "other", "..", "a/b", TENANT + "/x", "{tenantid}"])
def test_a_tenant_that_is_none_is_refused(provider, visitor, tenant, caplog):
    provider.claims = {"tid": tenant, "iss": f"{provider.base}/{tenant}/v2.0"}
    somebody = visitor(of_all_tenants(provider))

    assert somebody.log_in(provider).status_code == 401
    assert reason_of(caplog) == "id_token_iss"


@pytest.mark.parametrize("issuer", ["http://{tenantid}", "{tenantid}//127.0.0.1", "http:/{tenantid}/x"])
def test_no_provider_can_speak_for_another_host(provider, visitor, issuer, caplog):
    provider.metadata = {"issuer": issuer}
    provider.claims = {"tid": "accounts.example", "iss": issuer.replace("{tenantid}", "accounts.example")}

    assert visitor().log_in(provider).status_code == 502
    assert reason_of(caplog) == "other_issuer"


def test_one_realm_cannot_speak_for_the_realm_beside_it(provider, visitor, caplog):
    somebody = visitor(of_all_tenants(provider, asked="staff"))

    assert somebody.log_in(provider).status_code == 502
    assert reason_of(caplog) == "other_issuer"


@pytest.mark.parametrize(
    "url",
    [
        "https://[",
        "https://[::1",
        "https://provider.example:99999/",
        "https://provider.example:0/",
        "https://somebody@evil.example/",
        "https://evil.example\\@provider.example/",
        "https://provider.example/\r\nSet-Cookie: a=b",
        "https://provider.example/\x00",
        "https://provider.example/a b",
        "javascript:alert(1)",
        "https:///path",
    ],
)
@pytest.mark.parametrize("name", ["authorization_endpoint", "jwks_uri", "end_session_endpoint"])
def test_addresses_that_are_read_in_two_ways_are_nonsense(provider, visitor, name, url, caplog):
    provider.metadata = {name: url}

    assert visitor().log_in(provider).status_code == 502
    assert name in caplog.text
    assert url not in caplog.text


@pytest.mark.parametrize("named", [[], ["none"], ["HS256", "none"], [[], {}], [None]])
def test_a_provider_without_a_safe_algorithm_is_of_no_use(provider, visitor, named, caplog):
    provider.metadata = {"id_token_signing_alg_values_supported": named}

    assert visitor().log_in(provider).status_code == 502
    assert reason_of(caplog) == "provider_answer"


def test_a_provider_that_names_no_algorithm_means_rs256(provider, visitor, caplog):
    provider.metadata = {"id_token_signing_alg_values_supported": "ES256"}

    assert visitor().log_in(provider).status_code == 401
    assert reason_of(caplog) == "id_token_alg"
