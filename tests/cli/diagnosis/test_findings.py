from __future__ import annotations

import pytest

from gateway.cli.diagnosis.findings import address, reason


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ("redis://:hunter2@a.example:6379/0", "redis://a.example:6379/0"),
        ("postgresql://me:hun@ter2@a.example/db?sslmode=x", "postgresql://a.example/db"),
        ("postgresql://me:hun/ter2?#@a.example/db", "postgresql://a.example/db"),
        ("unix:///run/redis.sock?password=hunter2", "unix:///run/redis.sock"),
        ("postgresql://a.example/db?user=a@b&password=hunter2", "postgresql://b"),
        ("sqlite:////srv/a.sqlite", "sqlite:////srv/a.sqlite"),
        ("hunter2", "an address that cannot be read"),
        ("hunter2://x", "hunter2://x"),
        ("Hun ter2://x", "an address that cannot be read"),
    ],
)
def test_address_is_shown_without_what_is_secret(url, shown):
    assert address(url) == shown


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("bad hunter2 here\nmore"), "ValueError: bad *** here"),
        (TimeoutError(), "TimeoutError"),
        (OSError("x" * 500), f"OSError: {'x' * 200}"),
    ],
)
def test_reason_is_one_line_without_secrets(error, told):
    assert reason(error, "hunter2", "") == told
