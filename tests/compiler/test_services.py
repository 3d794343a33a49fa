from __future__ import annotations

import pytest

from gateway.compiler.services import Services
from gateway.config import load
from gateway.resolution.names import Names
from gateway.resolution.report import Report

KEYS = ("a key of at least thirty-two characters",)


@pytest.fixture
def services(write):
    """The services that a text means."""

    def services(text, **environ):
        config = load(write(text), environ=environ)
        return Services(config, KEYS, Names(config.directory, Report()))

    return services


def cookie(made):
    return made.cookie_of(made.config.session)


def test_service_without_a_session_has_no_store(services):
    assert services("").store is None


def test_store_is_made_once(services):
    made = services("session: {}\n")

    assert made.store is made.store


def test_templates_are_made_once(services):
    made = services("")

    assert made.needed_templates is None
    assert made.templates is made.templates
    assert made.needed_templates is made.templates


@pytest.mark.parametrize(("environment", "reload"), [("development", True), ("production", False)])
def test_templates_are_read_anew_in_development_only(services, environment, reload):
    made = services(
        "views: {directory: [a, b], extension: .htm, undefined: strict}\n", GATEWAY_ENV=environment
    )

    assert made.templates.reload is reload
    assert [path.name for path in made.templates.directories] == ["a", "b"]
    assert (made.templates.extension, made.templates.undefined) == (".htm", "strict")


def test_views_that_are_written_are_there_for_handlers(services, tmp_path):
    (tmp_path / "views").mkdir()

    assert services("views: {directory: [views]}\n").needed_templates is not None


@pytest.mark.parametrize(
    ("text", "secure"),
    [
        ("session: {}\n", None),
        ("settings: {public_url: https://example.org}\nsession: {}\n", True),
        ("settings: {public_url: http://localhost}\nsession: {}\n", None),
        ("settings: {public_url: https://example.org}\nsession: {cookie: {secure: false}}\n", False),
        ("settings: {public_url: http://localhost}\nsession: {cookie: {secure: true}}\n", True),
    ],
)
def test_cookie_is_secure_where_the_service_is(services, text, secure):
    assert cookie(services(text)).secure is secure


def test_cookie_has_the_options_of_the_session(services):
    options = cookie(services("session: {keep_on_login: [a], cookie: {name: b, max_age: 1h, idle: none}}\n"))

    assert (options.keep_on_login, options.name, options.max_age, options.idle) == (("a",), "b", 3600, None)
    assert options.keys == KEYS


@pytest.mark.parametrize(
    ("source", "has_templates"),
    [
        ("from gateway.views import View\ndef show(request): return View('a')\n", True),
        ("import gateway.views\ndef show(request): return gateway.views.View('a')\n", True),
        ("from gateway import views\ndef show(request): return views.View('a')\n", True),
        ("answer = 42\ndef show(request): return 'a'\n", False),
    ],
)
def test_folder_of_views_is_read_where_handlers_know_of_views(compiled, source, has_templates):
    files = {"showing.py": source, "views/a.html": "a"}
    app = compiled('routes: [{path: /, handler: "showing:show"}]\n', files).app

    assert (app.templates is not None) is has_templates


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("session: {store: memory}\n", "ServerStore", ("memory",)),
        ("session: {store: redis, redis: {prefix: p}}\n", "ServerStore",
         ("redis", "redis://127.0.0.1:6379/0", "p")),
        ("env: {U: {secret: true}}\nsession: {store: redis, redis: {url: '${U}'}}\n", "ServerStore",
         ("redis", "redis://h/1", "gateway:session:")),
        ("session: {store: sql, sql: {url: 'sqlite:///x', table: t}}\n", "ServerStore",
         ("sql", "sqlite:///x", "t")),
        ("session: {}\n", "CookieStore", (("a key of at least thirty-two characters",), "Codec")),
        ("session: {encrypt: true}\n", "CookieStore",
         (("a key of at least thirty-two characters",), "SealedCodec")),
        ("session: {format: cookie-session}\n", "CookieStore",
         (("a key of at least thirty-two characters",), "CookieSessionCodec")),
    ],
)  # fmt: skip
def test_store_is_of_the_kind_that_is_named(services, text, kind, place):
    store = services(text, U="redis://h/1").store
    *_, last = store._identity

    assert type(store).__name__ == kind
    assert last == place or (store._identity[3], last.__name__) == place


def test_database_of_a_check_is_no_file(write, tmp_path):
    text = "env: {U: {optional: true}}\nsession: {store: sql, sql: {url: '${U}'}}\n"
    config = load(write(text), environ={})
    made = Services(config, KEYS, Names(config.directory, Report(), strict=True))

    assert made.store._identity[-1] == ("sql", "sqlite:///", "gateway_sessions")
    assert not (tmp_path / ".gateway").exists()
