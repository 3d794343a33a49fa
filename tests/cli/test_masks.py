from __future__ import annotations

import pytest

from gateway.cli.masks import is_secret, looks_secret
from gateway.config.variables import Secret

BEGIN = "-----BEGIN PRIVATE " + "KEY-----"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("settings", "own", "a"), Secret.of("plain", ("KEY",))),
        (("login", "x", "client_secret"), "plain"),
        (("settings", "own", "a"), "redis://:plain@db"),
    ],
)
def test_secret_is_known_by_its_variable_its_place_or_its_look(path, value):
    assert is_secret(path, value)


@pytest.mark.parametrize("value", ["postgres://me:plain@localhost/x", f"{BEGIN}\nMII", "npm_" + "a1B2" * 9])
def test_secret_is_known_by_its_look(value):
    assert looks_secret(value)


@pytest.mark.parametrize("value", ["https://a.example:8000/@me", "https://me@a.example/", "a:b@c", 7, None])
def test_what_is_no_secret_does_not_look_like_one(value):
    assert not looks_secret(value)
    assert not is_secret(("settings", "own", "a"), value)
