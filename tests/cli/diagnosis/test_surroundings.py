from __future__ import annotations

import os
import socket

import pytest

from gateway.cli.diagnosis.surroundings import surroundings
from tests.login.servers import Raw, answering, over_tls, signed_by_itself, whole
from tests.sessions.servers import free_port


@pytest.fixture
def found(configured):
    """Makes what is found about the place of a configuration."""

    def found(text="routes: []", **environ):
        environ = {"PORT": str(free_port()), **environ}
        return [(each.level, each.found) for each in surroundings(configured(text, **environ), environ)]

    return found


def test_settings_of_gunicorn_are_looked_for(found, tmp_path):
    assert ("warning", "there is no gunicorn.conf.py here") in found()
    (tmp_path / "gunicorn.conf.py").touch()
    assert ("ok", "gunicorn.conf.py is here") in found()


@pytest.mark.parametrize("environment", ["development", "production"])
def test_port_that_is_taken_is_a_warning(found, environment):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        level, told = found(PORT=port, GATEWAY_ENV=environment)[-1]

    assert level == "warning"
    assert told.startswith(f"port {port} cannot be listened at: OSError")


def test_port_that_is_free_is_well(found):
    port = str(free_port())

    assert found(PORT=port)[-1] == ("ok", f"port {port} is free")


@pytest.mark.parametrize(("port", "level"), [("80a", "error"), ("99999", "warning")])
def test_port_that_is_none_is_told(found, port, level):
    assert found(PORT=port)[-1][0] == level


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("routes: []", False),
        ("session: {}", True),
        ("session: {store: sql}", True),
        ("session: {store: sql, sql: {url: 'sqlite:///a'}, keys: ['${KEY}']}", False),
    ],
)
def test_private_folder_is_tried_where_something_is_kept_in_it(found, text, is_told):
    key = "env: {KEY: {secret: true}}\n"
    told = found(key + text, KEY="0123456789abcdef0123456789abcdef")

    assert (("ok", ".gateway/ can be written") in told) == is_told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("session: {}", "the key of sessions is kept there"),
        ("session: {store: sql}", "sessions are kept there"),
    ],
)
def test_private_folder_that_cannot_be_written_is_an_error(found, tmp_path, monkeypatch, text, words):
    (tmp_path / ".gateway").mkdir()
    # Who runs the tests may be root, whom no mode of a folder keeps out.
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith(".gateway"))

    assert ("error", f".gateway/ cannot be written, and {words}") in found(text)


def test_certificate_of_the_public_address_is_looked_at(found, tmp_path, monkeypatch):
    file = signed_by_itself(tmp_path / "server.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    server = Raw(over_tls(file, answering(whole(b""))))
    try:
        level, told = found(f"settings: {{public_url: '{server.base.replace('http:', 'https:')}'}}")[-1]
    finally:
        server.close()

    assert level == "warning"
    assert "certificate of 127.0.0.1 ends on" in told


def test_public_address_that_does_not_answer_is_a_warning(found):
    level, told = found(f"settings: {{public_url: 'https://127.0.0.1:{free_port()}'}}")[-1]

    assert level == "warning"
    assert told.startswith("settings.public_url does not answer from here: ConnectionRefusedError: ")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "https://${HOST}"])
def test_other_public_address_is_not_asked(found, url):
    assert "port" in found(f"env: {{HOST: {{}}}}\nsettings: {{public_url: '{url}'}}")[-1][1]
