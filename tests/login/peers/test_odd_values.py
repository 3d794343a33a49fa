"""Whatever a provider puts into a field, a login ends in a page that was meant."""

from __future__ import annotations

import math

import pytest

from tests.login.peers.answering import Answer
from tests.login.peers.fake_oidc import DISCOVERY
from tests.login.peers.service import oidc

ODD = [True, 0, -1, 10**18, 10**30, math.inf, "", "x", "x" * 300, "\x00", "\u202e"]
ODD += [[], {}, [[]], ["x", 7], {"a": {}}]
FIELDS = {
    "token": "access_token token_type expires_in refresh_token id_token scope error",
    "header": "alg kid typ crit b64 jwk",
    "claims": "iss sub aud exp iat nbf nonce azp at_hash acr amr sid extra a",
    "userinfo": "sub iss name preferred_username picture email email_verified extra a",
    "metadata": "issuer authorization_endpoint userinfo_endpoint jwks_uri end_session_endpoint "
    "id_token_signing_alg_values_supported authorization_response_iss_parameter_supported",
}
MEANT = {200, 303, 400, 401, 502}


@pytest.fixture
def site(service, fake):
    """A service that keeps whatever a provider tells."""
    login = oidc(fake.issuer, tokens="session", claims={"extra": "extra", "deep": "a.b"})
    return service(session={"encrypt": True}, corp=login)


@pytest.mark.parametrize("part", FIELDS)
def test_an_odd_value_ends_in_a_page_that_was_meant(fake, site, part):
    statuses = {
        (name, repr(odd)): ends(site, fake, part, {name: odd}) for name in FIELDS[part].split() for odd in ODD
    }

    assert {case: status for case, status in statuses.items() if status not in MEANT} == {}
    assert 303 in statuses.values()


def ends(site, fake, part, odd):
    """The status that a login ends with; what was learnt of the provider before is forgotten."""
    found, visitor = site.flow("corp").provider.discovery, site.visitor()
    found._metadata = found._keys = None
    setattr(fake, part, odd)
    left = visitor.get("/login")
    if left.status_code != 303:
        return left.status_code
    return visitor.get(fake.agree(left.location)).status_code


@pytest.mark.parametrize("token", [b'"expires_in": 1e400', b'"expires_in": "%s"' % (b"9" * 5000)])
def test_a_token_that_ends_beyond_all_time_is_one_all_the_same(fake, site, token):
    """The id_token is missing, so that the login is refused for that, or for the number."""
    fake.answers["/token"] = Answer(b'{"access_token": "at", "token_type": "bearer", %s}' % token)

    assert site.visitor().log_in(fake).status_code in {401, 502}
    assert len(fake.asked(DISCOVERY)) == 1
