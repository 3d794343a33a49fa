"""A provider whose answers are given, and a browser at a site that uses it."""

from __future__ import annotations

import pytest

from tests.login.servers import GOOD, Canned
from tests.login.site import browser_at


@pytest.fixture
def provider():
    provider = Canned(dict(GOOD))
    yield provider
    provider.close()


@pytest.fixture
def browser(provider):
    return browser_at(provider)
