"""Whole services, as small as the test that needs them."""

from __future__ import annotations

import logging
import sys
from textwrap import dedent

import pytest
from werkzeug.test import Client

from gateway.wsgi import load

IMPORTS = """
import sys
from werkzeug.exceptions import *
from gateway.http import *
from gateway.views import View
"""


@pytest.fixture(autouse=True)
def keep_measuring():
    """Put coverage's tracer back where a test of endless recursion has made Python drop it."""
    tracer = sys.gettrace()
    yield
    if sys.gettrace() is not tracer:
        sys.settrace(tracer)


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """A client of a service: `serve(yaml, python)`, whose handlers are `served:NAME`.

    The text needs no `version: 1`, the handlers need no imports of gateway.http and werkzeug.exceptions.
    Capitals go to the process environment, as in GATEWAY_ENV="development"; the default is production.
    """

    def client(text, handlers="", **environ):
        (tmp_path / "gateway.yaml").write_text("version: 1\n" + dedent(text))
        (tmp_path / "served.py").write_text(IMPORTS + dedent(handlers))
        sys.modules.pop("served", None)
        return Client(load(tmp_path / "gateway.yaml", environ={"GATEWAY_ENV": "production"} | environ))

    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield client
    sys.modules.pop("served", None)


@pytest.fixture
def error_log():
    """The records of what went wrong while requests were answered."""
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    logger = logging.getLogger("gateway.errors")
    logger.addHandler(handler)
    yield records
    logger.removeHandler(handler)
