"""Requests as a server makes them."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import create_environ

from gateway.http.app import App
from gateway.http.request import Request


@pytest.fixture
def request_for():
    """Make a request: `request_for("/path", HTTP_RANGE="bytes=0-1")`; capitals go to the environ."""

    def make(
        path: str = "/", *, method: str = "GET", params: dict[str, Any] | None = None, **extra: Any
    ) -> Request:
        app = App(url_for=str, respond=str, following=str)
        request = Request(create_environ(path, method=method) | extra, app)
        request.params = params or {}
        return request

    return make
