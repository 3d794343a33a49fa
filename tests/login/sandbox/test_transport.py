"""Requests that stay in the process."""

from __future__ import annotations

import pytest

from gateway.errors import UpstreamError
from gateway.http.app import App
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login.sandbox.transport import InProcess


def transport(respond):
    app = App(url_for=str, following=respond, respond=respond)
    return InProcess(Request({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, app), 1.0)


def test_the_application_answers_as_a_server_would():
    def respond(request):
        said = f"{request.method} {request.host} {request.path} {request.query_string} {request.remote_addr}"
        return Response.text(f"{said} {request.headers['Authorization']} {request.data}")

    reply = transport(respond).send(
        "POST", "http://127.0.0.1:8000/a%20b?c=%2F", {"Authorization": "OAuth x"}, b"body"
    )

    assert reply.status == 200
    assert reply.headers["content-type"].startswith("text/plain")
    assert reply.body == b"POST 127.0.0.1:8000 /a b b'c=%2F' 127.0.0.1 OAuth x b'body'"


def test_a_form_arrives_as_one():
    """As a token endpoint is asked."""
    opened = transport(lambda request: Response.json(request.form.to_dict()))
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert opened.send("POST", "http://127.0.0.1/", form, b"a=1&b=%26").body == b'{"a":"1","b":"&"}'


def test_a_streamed_answer_is_joined():
    assert (
        transport(lambda request: Response(iter([b"a", b"b"]))).send("GET", "http://[::1]/", {}).body == b"ab"
    )


def test_another_machine_is_not_reached():
    opened = transport(Response)
    with pytest.raises(UpstreamError, match="public_url must be a loopback address"):
        opened.send("GET", "https://app.example/", {})
