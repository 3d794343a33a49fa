"""The providers that logins are tested at, and services that use them."""

from __future__ import annotations

from contextlib import ExitStack, closing

import pytest

from tests.login.peers.fake_oidc import FakeOidc
from tests.login.peers.oidc_provider import OidcProvider
from tests.login.peers.service import PUBLIC_URL, Service, oidc


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


@pytest.fixture
def service(tmp_path_factory):
    """Makes a Service with what it is given."""
    return lambda **more: Service(tmp_path_factory.mktemp("service"), **more)


@pytest.fixture
def start():
    """Starts a fake provider, which ends with the test."""
    with ExitStack() as stack:
        yield lambda kind: stack.enter_context(closing(kind()))


@pytest.fixture
def fake(start):
    return start(FakeOidc)


@pytest.fixture
def visitor(service, fake):
    """Somebody at a service whose people log in at the fake provider."""
    return service(corp=oidc(fake.issuer)).visitor()
