"""The providers that logins are tested at, and services that use them."""

from __future__ import annotations

import pytest

from tests.login.peers.oidc_provider import OidcProvider
from tests.login.site import PUBLIC_URL


@pytest.fixture(scope="session")
def oidc_process():
    provider = OidcProvider(PUBLIC_URL)
    yield provider
    provider.close()


@pytest.fixture
def oidc_provider(oidc_process):
    """npm's oidc-provider, that has not been asked anything yet."""
    oidc_process.forget()
    return oidc_process
