"""What clients are told about the sandbox."""

from __future__ import annotations

from urllib.parse import urlsplit

import orjson
import pytest

from tests.login.sandbox.asking import SANDBOX, log_in
from tests.login.site import PUBLIC_URL

PATH = f"{SANDBOX}/.well-known/openid-configuration"
REQUIRED = {
    "issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "response_types_supported",
    "subject_types_supported", "id_token_signing_alg_values_supported",
}  # fmt: skip


@pytest.fixture
def told(browser):
    return orjson.loads(browser.get(PATH).body)


def test_what_is_required_is_told(told):
    """OpenID Connect Discovery 1.0 §3."""
    assert told.keys() >= REQUIRED
    assert told["issuer"] == PUBLIC_URL + SANDBOX
    assert told["id_token_signing_alg_values_supported"] == ["ES256"]
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["authorization_response_iss_parameter_supported"] is True
    assert told["backchannel_logout_supported"] is False


def test_every_address_that_is_told_answers(told, site):
    answered = {path for _, path in site.rows}
    urls = [url for name, url in told.items() if name.endswith(("_endpoint", "jwks_uri"))]

    assert len(urls) == 5
    assert {urlsplit(url).path for url in urls} <= answered


def test_every_scope_that_is_told_is_granted(told, browser):
    scope = " ".join(told["scopes_supported"])

    assert log_in(browser, scope=scope)["scope"] == scope
