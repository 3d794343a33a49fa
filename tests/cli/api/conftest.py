"""The document of a configuration, which is asked each time whether it is one."""

from __future__ import annotations

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from gateway.cli.api.document import described
from gateway.config import load

INFO = {"title": "Test", "version": "1"}


@pytest.fixture
def noted(tmp_path, monkeypatch):
    """Makes the valid document of a text, and the notes on what it leaves out."""
    monkeypatch.chdir(tmp_path)

    def noted(text, environ=None, server=None):
        file = tmp_path / "gateway.yaml"
        file.write_text(f"version: 1\n{text}\n")
        config = load(file, environ=environ or {}, require=False)
        document, notes = described(config, environ or {}, INFO, server)
        OpenAPIV31SpecValidator(document).validate()
        return document, notes

    return noted


@pytest.fixture
def describe(noted):
    """Makes the valid document of a text that leaves nothing out."""

    def describe(text, **options):
        document, notes = noted(text, **options)
        assert notes == []
        return document

    return describe


@pytest.fixture
def operation(describe):
    """Makes the one operation of a text that has one route."""

    def operation(text, **options):
        paths = describe(f"observe: {{health: none, readiness: none}}\n{text}", **options)["paths"]
        ((_, item),) = paths.items()
        ((_, found),) = item.items()
        return found

    return operation
