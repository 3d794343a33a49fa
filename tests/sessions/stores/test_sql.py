"""The SQL store: its table, and what a database that does not answer costs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from gateway.sessions.shelf import Terms
from gateway.sessions.stores.sql import SqlShelf

START = 1_800_000_000
KEY, OTHER = bytes(16), bytes([1] * 16)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def rows(shelf):
    with shelf._engine.begin() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(shelf._table)).scalar()


def test_what_expired_is_swept_once_a_minute(shelf, clock):
    shelf.swap(KEY, None, b"x", Terms(START + 30))
    clock.now += 59
    shelf.swap(OTHER, None, b"x", Terms())
    assert rows(shelf) == 2
    clock.now += 1
    shelf.swap(bytes([2] * 16), None, b"x", Terms())

    assert rows(shelf) == 2


def test_many_that_expired_are_swept_a_part_at_a_time(shelf, clock):
    """All at once may take longer than the time limit, each minute anew."""
    shelf.swap(KEY, None, b"x", Terms())
    gone = [{"key": f"{n:032x}", "data": b"x", "owner": "", "expires": START} for n in range(1, 2501)]
    with shelf._engine.begin() as connection:
        connection.execute(shelf._table.insert(), gone)
    clock.now += 60
    left = []
    for number in range(1, 5):
        shelf.swap(bytes([255, number] * 8), None, b"x", Terms())
        left.append(rows(shelf))

    assert left == [1502, 503, 4, 5]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_session_is_kept_although_sweeping_fails(shelf, clock):
    shelf.swap(KEY, None, b"x", Terms(START + 30))
    with shelf._engine.begin() as connection:
        never = "CREATE TRIGGER never BEFORE DELETE ON gateway_sessions BEGIN SELECT RAISE(ABORT, 'no'); END"
        connection.execute(sa.text(never))
    clock.now += 60

    assert shelf.swap(OTHER, None, b"x", Terms())
    assert rows(shelf) == 2


def test_connection_of_another_process_is_left_to_it(shelf):
    """Which after a fork has the same number for it, and would read what is meant for us."""
    shelf.swap(KEY, None, b"x", Terms())
    with shelf._engine.connect() as theirs:
        shelf._process = 0
        assert shelf.read(KEY) == b"x"
        assert theirs.execute(sa.select(1)).scalar() == 1
        theirs.invalidate()


def test_table_that_was_dropped_is_made_again(shelf):
    shelf.swap(KEY, None, b"x", Terms())
    shelf._table.drop(shelf._engine)
    with pytest.raises(shelf.errors):
        shelf.read(KEY)

    assert shelf.read(KEY) is None


def test_shelves_that_make_the_table_at_once_all_have_it(shelf, clock):
    told = {"url": shelf.place[1], "table": "at_once"}
    others = [SqlShelf(**told, clock=clock) for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        done = list(threads.map(lambda other: other.swap(KEY, None, b"x", Terms()), others))
    others[0]._table.drop(shelf._engine)
    for other in others:
        other._engine.dispose()

    assert sum(done) == 1


@pytest.mark.case(78)
@pytest.mark.parametrize(
    "url",
    ["mysql://me:hunter2@example.org/x", "oracle://example.org", "hunter2", "postgres://example.org",
     "postgresql://me@example.org:hunter2/x", "postgresql://me:hunter/2@example.org:hunter2"],
)  # fmt: skip
def test_address_of_another_kind_is_refused_without_its_password(url):
    with pytest.raises(ValueError, match=r"session\.sql\.url is no address") as caught:
        SqlShelf(url=url)

    assert "hunter" not in str(caught.value)
