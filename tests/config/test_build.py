from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gateway.config.model import Observe, Session, SessionCookie, Settings, Views


def test_empty_file_has_all_defaults(configured, tmp_path: Path) -> None:
    config = configured("")
    at = config.settings.at

    assert (config.file, config.directory, config.environment) == (
        tmp_path / "gateway.yaml",
        tmp_path,
        "development",
    )
    assert config.settings == Settings(error_detail="stack", at=at)
    assert config.views == Views(directory=(tmp_path / "views",), at=config.views.at)
    assert config.observe == Observe()
    assert (config.session, config.login, config.routes, config.errors) == (None, (), (), ())
    assert (config.middleware, config.stacks, config.params) == ({}, {}, {})
    assert (config.on_startup, config.warnings) == ((), ())


@pytest.mark.parametrize(
    ("text", "cookie"),
    [
        ("", SessionCookie()),
        ("secure: auto", SessionCookie(secure=None)),
        ("secure: true", SessionCookie(secure=True)),
        ("max_age: null, idle: none", SessionCookie(max_age=None, idle=None)),
        ("max_age: 1h, idle: 5m", SessionCookie(max_age=3600, idle=300)),
        ("name: a, path: /b, http_only: false", SessionCookie(name="a", path="/b", http_only=False)),
    ],
)
def test_cookie_of_the_session_is_what_is_written(configured, text: str, cookie: SessionCookie) -> None:
    session = configured(f"session: {{cookie: {{{text}}}, keep_on_login: [cart]}}").session

    assert session == Session(keep_on_login=("cart",), cookie=cookie, at=session.at)


def test_login_is_what_is_written(configured) -> None:
    text = (
        "provider: twitter, profile_url: 'https://p.org', logout: {path: /out, view: a.html}, failure: b.html"
    )
    (login,) = configured(f"login: {{a: {{{text}}}}}").login

    assert (login.name, login.provider, login.kind) == ("a", "twitter", "oauth1")
    assert (login.options["profile_url"], login.failure) == ("https://p.org", "b.html")
    assert (login.logout_path, login.logout_view, login.start) == ("/out", "a.html", "/login")


@pytest.mark.parametrize(
    ("text", "directories"),
    [("a", ["a"]), ("[a, b/c, ../d]", ["a", "b/c", "../d"]), ("/absolute", ["/absolute"])],
)
def test_folders_of_views_are_beside_the_file(
    configured, tmp_path: Path, text: str, directories: list[str]
) -> None:
    config = configured(f"views: {{directory: {text}, layout: none, extension: .txt}}")

    assert config.views.directory == tuple(Path(tmp_path, each).resolve() for each in directories)
    assert (config.views.layout, config.views.extension) == (None, ".txt")


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("partials: parts", "partials", "parts"),
        ("engines: {.md: 'a:b'}", "engines", {".md": "a:b"}),
        ("delimiters: {block_start_string: '<%'}", "delimiters", {"block_start_string": "<%"}),
        ("cache: auto", "cache", None),
        ("cache: false", "cache", False),
        ("helpers: {a: 'b:c'}", "helpers", {"a": "b:c"}),
        ("dynamic_helpers: {a: 'b:c'}", "dynamic_helpers", {"a": "b:c"}),
    ],
)
def test_views_are_what_is_written(configured, text: str, field: str, expected: Any) -> None:
    assert getattr(configured(f"views: {{{text}}}").views, field) == expected


def test_functions_of_the_start_stay_in_their_order(configured) -> None:
    started = configured("on_startup: ['a:b', 'a:c']").on_startup

    assert [(use.name, use.position.column) for use in started] == [("a:b", 14), ("a:c", 21)]


def test_middleware_and_stacks_know_their_places(configured) -> None:
    config = configured("middleware:\n  a: {body_limit: {max_size: 1KiB}}\nstacks:\n  web: [a, session]\n")
    entries = config.stacks["web"].entries

    assert (config.middleware["a"].name, config.middleware["a"].options) == ("body_limit", {"max_size": 1024})
    assert [(use.name, use.options, use.position[1:3]) for use in entries] == [
        ("a", None, (5, 9)),
        ("session", None, (5, 12)),
    ]


def test_observed_paths_can_be_switched_off(configured) -> None:
    assert configured("observe: {health: none}").observe == Observe(health=None)
    assert configured("observe: {trace: 'a:b'}").observe.trace.name == "a:b"
