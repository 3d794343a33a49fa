"""A provider whose answers are given, and a browser at a site that uses it."""

from __future__ import annotations

import pytest

from tests.login.servers import GOOD, Canned, Raw, signed_by_itself
from tests.login.site import browser_at


@pytest.fixture
def provider():
    provider = Canned(dict(GOOD))
    yield provider
    provider.close()


@pytest.fixture
def browser(provider):
    return browser_at(provider)


@pytest.fixture
def listen():
    servers = []

    def start(behave):
        servers.append(Raw(behave))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that signs itself."""
    return signed_by_itself(tmp_path_factory.mktemp("tls") / "server.pem")
