"""Layers that need a package which is not there, as far as a check can tell."""

from __future__ import annotations

import pytest

from gateway.check.examination import examined
from gateway.errors import ConfigError

ROUTES = "routes: [{path: /, stack: [%s], respond: {text: x}}]\n"


@pytest.fixture
def told(tmp_path):
    def told(text):
        (tmp_path / "gateway.yaml").write_text(f"version: 1\n{text}")
        try:
            examined(tmp_path / "gateway.yaml", environ={})
        except ConfigError as error:
            return [(each.rule, each.message, each.help) for each in error.problems]
        return []

    return told


@pytest.mark.parametrize(
    ("text", "package", "extra"),
    [
        (ROUTES % "{compress: {encodings: [br]}}", "brotli", "brotli"),
        (ROUTES % "{compress: {encodings: [gzip, zstd]}}", "backports.zstd", "zstd"),
        ("session: {store: redis, redis: {url: redis://h}}\n" + ROUTES % "session, csrf", "redis", "redis"),
        ("session: {store: sql}\n" + ROUTES % "session, csrf", "sqlalchemy", "sql"),
    ],
)
def test_package_that_is_not_installed_is_told(told, monkeypatch, text, package, extra):
    gone = package.partition(".")[0]
    monkeypatch.setattr(
        "gateway.check.survey.scopes.find_spec", lambda name: None if name.startswith(gone) else object()
    )
    ((rule, message, help_),) = told(text)

    assert (rule, help_) == ("GW063", f"pip install gateway[{extra}]")
    assert message.endswith(f"needs the package {package}")


@pytest.mark.parametrize("text", ["{compress: {encodings: [br, gzip]}}", "{compress: {encodings: [zstd]}}"])
def test_package_that_is_installed_is_no_problem(told, text):
    assert told(ROUTES % text) == []


def test_module_within_a_package_is_looked_for_as_well(told, monkeypatch):
    monkeypatch.setattr(
        "gateway.check.survey.scopes.find_spec", lambda name: None if "." in name else object()
    )

    assert "backports.zstd" in told(ROUTES % "{compress: {encodings: [zstd]}}")[0][1]
