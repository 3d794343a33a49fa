"""Configurations to be looked at, and real servers for their stores."""

from __future__ import annotations

import pytest

from gateway.config import load
from tests.sessions import servers


@pytest.fixture
def configured(tmp_path, monkeypatch):
    """Makes the configuration of a text, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def configured(text, **environ):
        file = tmp_path / "gateway.yaml"
        file.write_text(f"version: 1\n{text}\n")
        return load(file, environ=environ, require=False)

    return configured


@pytest.fixture(scope="module")
def redis_server():
    with servers.redis() as server:
        yield server


@pytest.fixture(scope="module")
def postgresql_server():
    with servers.postgresql() as server:
        yield server
