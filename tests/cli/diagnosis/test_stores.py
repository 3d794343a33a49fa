from __future__ import annotations

import sys

import pytest

from gateway.cli.diagnosis.stores import stores
from tests.login.servers import Raw
from tests.sessions.servers import free_port


@pytest.fixture
def found(configured):
    """Makes what is found about the stores of a `session:`."""

    def found(session, **environ):
        return [
            *stores(configured(f"env: {{URL: {{secret: true}}}}\nsession: {session}", **environ), environ)
        ]

    return found


@pytest.mark.parametrize("session", ["{}", "{store: memory}", "{store: sql}"])
def test_what_is_always_there_is_not_asked(found, session):
    assert found(session) == []


def test_redis_that_answers_tells_its_version(found, redis_server):
    url = f"redis://127.0.0.1:{redis_server.port}/0"
    (told,) = found("{store: redis, redis: {url: '${URL}'}}", URL=url)

    assert told.level == "ok"
    assert told.found.startswith(f"redis at {url} answers: version ")


def test_postgresql_that_answers_tells_its_version(found, postgresql_server):
    url = f"postgresql://tester:hunter2@127.0.0.1:{postgresql_server.port}/postgres"
    (told,) = found("{store: sql, sql: {url: '${URL}'}}", URL=url)

    assert told.level == "ok"
    assert told.found.startswith(
        f"database at postgresql://127.0.0.1:{postgresql_server.port}/postgres answers"
    )


def test_database_that_is_not_there_is_an_error(found, postgresql_server):
    url = f"postgresql://tester:hunter2@127.0.0.1:{postgresql_server.port}/hunter2"
    (told,) = found("{store: sql, sql: {url: '${URL}'}}", URL=url)

    assert told.level == "error"
    assert 'database "***" does not exist' in told.found


@pytest.mark.parametrize(
    ("store", "url"),
    [
        ("redis", "redis://:hunter2@127.0.0.1:{port}/0"),
        ("sql", "postgresql://me:hunter2@127.0.0.1:{port}/a"),
        ("redis", "unix:///nowhere/redis.sock?password=hunter2"),
        ("redis", "hunter2"),
        ("sql", "hunter2:hunter2"),
    ],
)
def test_store_that_does_not_answer_is_an_error_without_its_password(found, store, url):
    (told,) = found(f"{{store: {store}, {store}: {{url: '${{URL}}'}}}}", URL=url.format(port=free_port()))

    assert told.level == "error"
    assert told.help
    assert "hunter2" not in str(told)


def test_store_that_is_silent_is_given_up(found):
    server = Raw(lambda connection: connection.recv(1_000_000) and connection.recv(1_000_000))
    try:
        (told,) = found("{store: redis, redis: {url: '${URL}'}}", URL=server.base.replace("http", "redis"))
    finally:
        server.close()

    assert told.level == "error"
    assert "Timeout" in told.found


def test_password_that_is_wrong_is_not_shown(found, redis_server):
    url = f"redis://me:hunter2@127.0.0.1:{redis_server.port}/0"
    (told,) = found("{store: redis, redis: {url: '${URL}'}}", URL=url)

    assert told.level == "error"
    assert "AuthenticationError" in told.found
    assert "hunter2" not in str(told)


def test_usual_redis_is_asked_if_no_other_is_named(found):
    (told,) = found("{store: redis}")

    assert "redis at redis://127.0.0.1:6379/0" in told.found


def test_address_that_is_not_set_is_a_warning(found):
    (told,) = found("{store: redis, redis: {url: '${URL}'}}")

    assert (told.level, told.found) == ("warning", "a redis store has an address that is not set")


def test_package_that_is_missing_is_told_elsewhere(found, monkeypatch):
    monkeypatch.setitem(sys.modules, "redis", None)  # as if it were not installed
    monkeypatch.delitem(sys.modules, "redis.retry", raising=False)
    (told,) = found("{store: redis}")

    assert told.level == "warning"
    assert "for want of its package" in told.found


def test_file_of_a_database_is_tried_and_not_made(found, tmp_path):
    session = f"{{store: sql, sql: {{url: 'sqlite:///{tmp_path}/a.sqlite'}}}}"

    assert found(session)[0].level == "ok"
    assert not (tmp_path / "a.sqlite").exists()
    (tmp_path / "a.sqlite").touch()
    assert found(session)[0].level == "ok"
    (tmp_path / "a.sqlite").write_text("no database" * 99)
    assert "DatabaseError" in found(session)[0].found


def test_file_in_a_folder_that_is_not_there_is_an_error(found, tmp_path):
    (told,) = found(f"{{store: sql, sql: {{url: 'sqlite:///{tmp_path}/gone/a.sqlite'}}}}")

    assert told.level == "error"
    assert "PermissionError: gone/ cannot be written" in told.found
