"""A site with the sandbox as its provider, and a browser at it."""

from __future__ import annotations

import pytest

from tests.login.site import Browser, sandbox_site


@pytest.fixture
def site(tmp_path):
    return sandbox_site(tmp_path)


@pytest.fixture
def browser(site):
    return Browser(site)
