"""The session layer: saved when it was opened, and a 500 when it cannot be."""

from __future__ import annotations

import logging

import pytest
from werkzeug.exceptions import NotFound

from gateway.middleware.session import Session


def count(request):
    request.session["count"] = request.session.get("count", 0) + 1
    return str(request.session["count"])


def test_session_lasts_over_visits(browser):
    bodies = [browser.visit(count).body for _ in range(3)]

    assert bodies == [b"1", b"2", b"3"]


def test_page_without_the_session_sends_and_varies_nothing(browser):
    """login.md 31."""
    browser.visit(count)
    headers = browser.visit(lambda _: "ok").headers

    assert {name for name, _ in headers} <= {"Content-Type", "Content-Length"}


def test_page_that_reads_the_session_varies_by_cookie(browser):
    """login.md 30."""
    headers = browser.visit(lambda request: str(request.user)).headers

    assert (headers["Vary"], "Set-Cookie" in headers) == ("Cookie", False)


def test_session_is_kept_when_the_handler_fails(browser):
    def fail(request):
        request.session["seen"] = True
        raise NotFound

    response = browser.visit(fail)

    assert response.status == 404
    assert browser.visit(lambda request: str(request.session["seen"])).body == b"True"


def fill(request):
    request.session["text"] = "hunter2" * 1000
    return "ok"


def test_session_too_large_is_a_500_and_leaves_the_old_cookie(browser, caplog):
    """login.md 20: the log names the key, not its value."""
    browser.visit(count)
    with caplog.at_level(logging.DEBUG):
        response = browser.visit(fill)

    assert (response.status, "Set-Cookie" in response.headers) == (500, False)
    assert "'text' 7009" in caplog.text
    assert "hunter2hunter2" not in caplog.text
    assert browser.visit(count).body == b"2"


def test_route_without_the_layer_says_what_is_missing(answer):
    def read(request):
        with pytest.raises(RuntimeError, match="put `session` into its stack"):
            _ = request.session["a"]
        return str(request.user)

    assert answer([], read).body == b"None"


def test_repr_shows_no_key(session_layer):
    """login.md 78."""
    assert isinstance(session_layer, Session)
    assert "thirty-two" not in repr(session_layer)
