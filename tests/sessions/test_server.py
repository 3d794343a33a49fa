"""Sessions on a server: what is kept, what two requests at once make of it, and who can end it."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.errors import SessionError
from gateway.http.response import Response
from gateway.sessions.codec import Codec

HOUR, DAY = 3600, 86_400
START = 1_800_000_000
KEY = "a key of at least thirty-two characters"
OTHER = "another key of more than thirty-two characters"


def change(browser, make):
    """One visit that does something with its session; the session."""
    session = browser.open()
    make(session)
    browser.save(session)
    return session


class TestServerStore:
    """What every store on a server does for a session."""

    def test_values_come_back(self, visitor):
        visitor.visit(user={"name": "Ada"}, cart=[1, 2])
        session = visitor.open()

        assert (dict(session), session.is_new) == ({"user": {"name": "Ada"}, "cart": [1, 2]}, False)

    @pytest.mark.case(31)
    def test_visit_that_stores_nothing_makes_no_session(self, visitor, shelf):
        response = visitor.visit()

        assert (visitor.sent, response.headers["Vary"]) == ([], "Cookie")

    def test_cookie_has_a_random_id_and_nothing_else(self, visitor):
        visitor.visit(user="ada")
        ticket = Codec("session id", [KEY]).decode(visitor.cookie.partition("=")[2])

        assert len(ticket.id + ticket.payload) == 32
        assert (ticket.created, ticket.stamped) == (0, 0)

    def test_store_does_not_have_what_is_in_the_cookie(self, visitor, shelf):
        visitor.visit(user="ada")
        ticket = Codec("session id", [KEY]).decode(visitor.cookie.partition("=")[2])

        assert shelf.read(ticket.id) is None
        assert shelf.read(visitor.open().key).endswith(b'{"user":"ada"}')

    @pytest.mark.case(8, 12)
    def test_session_that_is_read_is_neither_written_nor_sent_again(self, visitor, shelf, clock):
        visitor.visit(user="ada")
        before = shelf.read(visitor.open().key)
        clock.now += 700
        visitor.visit()

        assert (visitor.sent, shelf.read(visitor.open().key)) == ([], before)

    @pytest.mark.case(8)
    def test_idle_time_is_renewed_at_most_ten_times_an_idle_time(self, serving, shelf, clock):
        """An hour of one request a minute, idle one hour."""
        visitor = serving(idle=HOUR)
        visitor.visit(user="ada")
        key = visitor.open().key
        kept = [shelf.read(key)]
        for _ in range(60):
            clock.now += 60
            visitor.visit()
            kept.append(shelf.read(key))

        assert len(set(kept)) == 1 + 8

    @pytest.mark.case(5)
    @pytest.mark.parametrize("kind", ["memory"])
    def test_ids_are_drawn_from_more_than_anybody_can_try(self, serving):
        """In the cookie 256 bits, of which each is as often set as not."""
        tokens = set()
        for _ in range(10_000):
            visitor = serving()
            visitor.visit(n=1)
            ticket = Codec("session id", [KEY]).decode(visitor.cookie.partition("=")[2])
            tokens.add(int.from_bytes(ticket.id + ticket.payload))
        ones = [sum(token >> bit & 1 for token in tokens) for bit in range(256)]

        assert len(tokens) == 10_000
        assert 4_500 < min(ones) <= max(ones) < 5_500

    def test_change_is_kept_without_another_cookie(self, visitor):
        visitor.visit(cart=[1])
        change(visitor, lambda session: session["cart"].append(2))

        assert (visitor.sent, visitor.open()["cart"]) == ([], [1, 2])

    @pytest.mark.case(2)
    @pytest.mark.parametrize("cookie", ["chosen-by-an-attacker", "x" * 200, ""])
    def test_cookie_of_nobody_is_never_adopted(self, visitor, cookie):
        visitor.cookie = f"session={cookie}"
        assert dict(visitor.open()) == {}
        visitor.visit()

        assert visitor.sent == ["session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]

    @pytest.mark.case(2)
    def test_id_that_we_signed_but_do_not_keep_is_not_adopted(self, visitor):
        value = Codec("session id", [KEY]).encode(bytes(16), 0, 0, bytes(16))
        visitor.cookie = f"session={value}"
        visitor.visit(user="ada")

        assert value not in visitor.cookie
        assert visitor.open()["user"] == "ada"

    def test_emptied_session_takes_the_cookie_back(self, visitor, shelf):
        visitor.visit(cart=[1])
        key = visitor.open().key
        change(visitor, lambda session: session.clear())

        assert visitor.sent == ["session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]
        assert shelf.read(key) is None

    @pytest.mark.case(28)
    def test_destroyed_session_is_over_for_every_copy_of_its_cookie(self, visitor):
        visitor.visit(user="ada")
        copy = visitor.cookie
        change(visitor, lambda session: session.destroy())
        assert "Max-Age=0" in visitor.sent[0]
        visitor.cookie = copy

        assert dict(visitor.open()) == {}

    @pytest.mark.case(71)
    def test_logout_without_a_session_sends_nothing(self, visitor):
        change(visitor, lambda session: session.destroy())

        assert visitor.sent == []

    @pytest.mark.case(1, 3, 4)
    def test_login_begins_another_session_and_ends_the_old_one(self, visitor):
        visitor.visit(cart=[1], junk="x")
        old, first = visitor.cookie, visitor.open().id

        def login(session):
            session.regenerate(keep=("cart",))
            session["user"] = "ada"

        assert change(visitor, login).id != first
        assert dict(visitor.open()) == {"cart": [1], "user": "ada"}
        visitor.cookie = old
        assert dict(visitor.open()) == {}

    @pytest.mark.case(7)
    def test_idle_session_ends(self, serving, clock):
        visitor = serving(idle=HOUR)
        visitor.visit(user="ada")
        clock.now += HOUR - 1
        assert visitor.open()["user"] == "ada"
        visitor.visit()
        clock.now += HOUR - 1
        assert visitor.open()["user"] == "ada"
        clock.now += 2

        assert dict(visitor.open()) == {}

    @pytest.mark.case(6, 9)
    def test_session_ends_at_its_absolute_age(self, serving, clock):
        visitor = serving(idle=HOUR)
        visitor.visit(user="ada")
        while clock.now + 1800 < START + DAY:
            clock.now += 1800
            visitor.visit()
        assert visitor.open()["user"] == "ada"
        clock.now = START + DAY

        assert dict(visitor.open()) == {}

    def test_age_of_its_own_is_kept_and_sent(self, visitor, clock):
        visitor.visit(user="ada")
        change(visitor, lambda session: setattr(session, "max_age", 30 * DAY))
        assert "Max-Age=2592000" in visitor.sent[0]
        assert (visitor.open().max_age, visitor.open().store) == (30 * DAY, visitor.store)
        clock.now += 29 * DAY

        assert visitor.open()["user"] == "ada"

    def test_age_beyond_all_bounds_is_an_age(self, visitor, clock):
        change(visitor, lambda session: session.update(n=1) or setattr(session, "max_age", 1e300))
        clock.now += 10_000 * DAY

        assert dict(visitor.open()) == {"n": 1}

    def test_age_is_the_configured_one_at_first(self, visitor):
        assert visitor.open().max_age == DAY

    def test_attributes_of_its_own_are_sent(self, visitor):
        visitor.visit(user="ada")
        change(visitor, lambda session: setattr(session.cookie, "same_site", "strict"))

        assert visitor.sent[0].endswith("SameSite=Strict")

    def test_touch_renews_at_once(self, visitor, clock):
        visitor.visit(user="ada")
        clock.now += 1
        change(visitor, lambda session: session.touch())

        assert visitor.open().stamped == START + 1

    def test_saved_session_is_seen_before_the_answer_is_ready(self, visitor):
        session = visitor.open()
        session["n"] = 1
        session.save()
        assert session.store.find(session.key).payload == b'{"n":1}'
        session["n"] = 2
        visitor.save(session)

        assert dict(visitor.open()) == {"n": 2}

    def test_reloaded_session_has_what_another_request_wrote(self, visitor):
        visitor.visit(n=1)
        session = visitor.open()
        visitor.visit(n=2, m=3)
        session["n"] = 9
        session.reload()

        assert dict(session) == {"n": 2, "m": 3}

    def test_session_that_is_not_kept_cannot_be_reloaded(self, visitor):
        with pytest.raises(SessionError, match="nothing to reload"):
            visitor.open().reload()

    def test_new_empty_session_is_not_saved(self, visitor):
        session = visitor.open()
        session.save()
        visitor.save(session)

        assert visitor.sent == []

    def test_rolling_session_is_sent_with_every_answer(self, serving, clock):
        visitor = serving(max_age=60, idle=None, rolling=True)
        visitor.visit(user="ada")
        for _ in range(3):
            clock.now += 59
            visitor.visit()
            assert "Max-Age=60;" in visitor.sent[0]

        assert visitor.open()["user"] == "ada"

    def test_empty_session_is_kept_if_asked_for(self, serving):
        visitor = serving(save_empty=True)
        visitor.visit()
        first = visitor.open()
        change(visitor, lambda session: session.touch())

        assert (first.is_new, visitor.open().id == first.id) == (False, True)

    @pytest.mark.case(26)
    def test_old_key_is_read_and_replaced_with_all_attributes(self, serving):
        """Nobody is logged out."""
        old, visitor = serving("https"), serving("https", keys=(OTHER, KEY))
        old.visit(user="ada")
        visitor.cookie = old.cookie
        visitor.visit()
        assert visitor.sent[0].partition("; ")[2] == old.sent[0].partition("; ")[2]
        visitor.store = serving(keys=(OTHER,)).store

        assert visitor.open()["user"] == "ada"

    @pytest.mark.case(24)
    def test_cookie_of_another_name_is_another_session(self, serving):
        visitor, other = serving(), serving(name="other")
        visitor.visit(user="ada")
        other.cookie = "other=" + visitor.cookie.partition("=")[2]

        assert dict(other.open()) == {}
        assert len({visitor.store, other.store, serving().store}) == 2

    def test_session_larger_than_any_cookie_is_kept(self, visitor):
        visitor.visit(text="x" * 50_000)

        assert len(visitor.open()["text"]) == 50_000

    def test_value_json_cannot_hold_is_refused_and_changes_nothing(self, visitor):
        visitor.visit(n=1)
        session = visitor.open()
        session["when"] = {1}
        with pytest.raises(SessionError, match="when"):
            visitor.store.save(visitor.request, session, Response())

        assert dict(visitor.open()) == {"n": 1}


@pytest.mark.case(10, 11, 12, 72)
class TestTwoRequestsAtOnce:
    """What happens to a session that two requests have open."""

    def test_changes_of_different_keys_are_both_kept(self, visitor):
        visitor.visit(start=1, gone=1)
        first, second = visitor.open(), visitor.open()
        first["a"] = 1
        del first["gone"]
        second["b"] = 2
        second.private["csrf"] = "x"
        visitor.save(first)
        visitor.save(second)
        last = visitor.open()

        assert (dict(last), last.private) == ({"start": 1, "a": 1, "b": 2}, {"csrf": "x"})

    def test_last_write_of_one_key_counts(self, visitor):
        visitor.visit(n=0)
        first, second = visitor.open(), visitor.open()
        first["n"], second["n"] = 1, 2
        visitor.save(second)
        visitor.save(first)

        assert visitor.open()["n"] == 1

    @pytest.mark.case(11)
    def test_slow_request_does_not_bring_back_a_session_that_was_ended(self, visitor):
        visitor.visit(user="ada")
        slow, cookie = visitor.open(), visitor.cookie
        change(visitor, lambda session: session.destroy())
        slow["n"] = 1
        visitor.save(slow)
        assert visitor.sent == []
        visitor.cookie = cookie

        assert dict(visitor.open()) == {}

    @pytest.mark.case(11)
    def test_another_id_does_not_bring_back_a_session_that_was_ended(self, visitor, serving):
        visitor.visit(user="ada", cart=[1])
        slow, login, cookie = serving(), serving(), visitor.cookie
        slow.cookie = login.cookie = cookie
        sessions = [slow.open(), login.open()]
        change(visitor, lambda session: session.destroy())
        sessions[0].regenerate(keep=("user", "cart"))
        sessions[1].regenerate(keep=("cart",))
        sessions[1]["user"] = "ada"
        slow.save(sessions[0])
        login.save(sessions[1])

        assert (slow.sent, dict(slow.open()), slow.store.sessions_of("ada")[1:]) == ([], {}, [])
        assert dict(login.open()) == {"user": "ada"}

    def test_second_of_two_requests_that_change_the_id_leaves_it_to_the_first(self, visitor, serving):
        visitor.visit(user="ada")
        other = serving()
        other.cookie = visitor.cookie
        sessions = [visitor.open(), other.open()]
        for session, browser in zip(sessions, (visitor, other), strict=True):
            session.regenerate(keep=("user",))
            browser.save(session)

        assert (dict(visitor.open()), other.sent) == ({"user": "ada"}, [])

    def test_emptied_and_saved_session_keeps_what_comes_after(self, visitor):
        visitor.visit(n=1)
        session = visitor.open()
        session.clear()
        session.save()
        session["n"] = 2
        visitor.save(session)

        assert dict(visitor.open()) == {"n": 2}

    def test_emptied_and_saved_session_takes_the_cookie_back(self, visitor):
        visitor.visit(n=1)
        session = visitor.open()
        session.clear()
        session.save()
        visitor.save(session)

        assert "Max-Age=0" in visitor.sent[0]

    @pytest.mark.case(12)
    @pytest.mark.parametrize("end", ["clear", "update"])
    def test_slow_request_does_not_take_the_cookie_of_a_login(self, visitor, end):
        visitor.visit(note="x")
        slow, late = visitor.open(), visitor.cookie
        change(visitor, lambda session: session.regenerate(keep=("note",)))
        getattr(slow, end)()
        visitor.save(slow)
        assert visitor.sent == []
        visitor.cookie = late
        visitor.visit()

        assert visitor.sent == []

    def test_emptied_session_stays_if_another_request_put_something_in(self, visitor):
        visitor.visit(note="x")
        first, second = visitor.open(), visitor.open()
        second["cart"] = [1]
        visitor.save(second)
        first.clear()
        visitor.save(first)

        assert (visitor.sent, dict(visitor.open())) == ([], {"cart": [1]})

    def test_threads_lose_no_write(self, serving, visitor):
        visitor.visit(start=0)
        cookie = visitor.cookie

        def write(number):
            browser = serving()
            browser.cookie = cookie
            browser.visit(**{f"k{number}": number})

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(write, range(40)))

        assert len(visitor.open()) == 41


@pytest.mark.case(73)
class TestRevocation:
    """The sessions of a person, and their end from elsewhere."""

    @pytest.fixture
    def devices(self, serving, clock):
        browsers = [serving() for _ in range(3)]
        for number, browser in enumerate(browsers):
            clock.now += 10
            browser.visit(user={"id_str": "7" if number < 2 else "8", "name": f"n{number}"})
        return browsers

    def test_sessions_of_a_person_are_listed_the_newest_first(self, devices):
        first, second, _ = devices
        kept = first.store.sessions_of({"id_str": "7", "name": "another"})

        assert [each.id for each in kept] == [second.open().id, first.open().id]
        assert [(each.created - START, each.stamped - START) for each in kept] == [(20, 20), (10, 10)]

    def test_all_sessions_of_a_person_end_at_once(self, devices):
        assert devices[2].store.revoke("7") == 2
        assert [dict(browser.open()) == {} for browser in devices] == [True, True, False]

    @pytest.mark.parametrize(("which", "left"), [("id", [False, True]), ("but", [True, False])])
    def test_one_session_or_all_but_one_end(self, devices, which, left):
        session = devices[0].open()
        assert session.store.revoke(session["user"], **{which: session.id}) == 1

        assert [len(browser.open()) > 0 for browser in devices[:2]] == left

    def test_session_that_gets_another_id_meanwhile_ends_too(self, devices, shelf, monkeypatch):
        """It does so between the list of sessions and their end."""
        drop = shelf.drop
        monkeypatch.setattr(shelf, "drop", lambda key: (rename(), drop(key))[1])

        def rename():
            monkeypatch.setattr(shelf, "drop", drop)
            for browser in devices:
                change(browser, lambda session: session.regenerate(keep=("user",)))

        assert devices[2].store.revoke("7") == 2
        assert [dict(browser.open()) == {} for browser in devices] == [True, True, False]

    def test_session_that_was_revoked_is_not_kept_by_the_request_that_did_it(self, devices):
        change(devices[0], lambda session: session.store.revoke(session["user"]))

        assert dict(devices[0].open()) == {}

    def test_session_of_somebody_else_by_now_is_not_listed(self, devices):
        devices[0].visit(user={"id_str": "8"})

        assert len(devices[0].store.sessions_of("7")) == 1
        assert len(devices[0].store.sessions_of("8")) == 2

    def test_nobody_has_no_sessions(self, devices):
        assert devices[0].store.sessions_of(None) == []

    def test_store_that_does_not_know_says_what_to_set(self, serving):
        with pytest.raises(SessionError, match=r"session\.revocation: true"):
            serving(knows_owners=False).store.revoke("7")


WRITER = """
import sys
from gateway.http.app import App
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.sessions.server import ServerStore
from gateway.sessions.store import CookieOptions
from gateway.sessions.stores.{module} import {shelf}
clock = lambda: 1_800_000_000.0
shelf = {shelf}(**{told!r}, clock=clock)
store = ServerStore(CookieOptions(keys=({key!r},)), shelf, clock=clock)
app = App(url_for=str, respond=str, following=str)
for number in range(30):
    request = Request({{"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_COOKIE": {cookie!r}}}, app)
    session = store.open(request)
    session[sys.argv[1] + str(number)] = number
    store.save(request, session, Response())
"""


@pytest.mark.parametrize("kind", ["redis", "sqlite", "postgresql"])
def test_two_processes_lose_no_write(kind, shelf, visitor):
    visitor.visit(start=0)
    names = ("url", "prefix") if kind == "redis" else ("url", "table")
    program = WRITER.format(
        module=re.sub("Shelf", "", type(shelf).__name__).lower(), shelf=type(shelf).__name__,
        told=dict(zip(names, shelf.place[1:], strict=True)), key=KEY, cookie=visitor.cookie,
    )  # fmt: skip
    command = [sys.executable, "-W", "ignore", "-c", program]
    writers = [subprocess.Popen([*command, name]) for name in "ab"]

    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert len(visitor.open()) == 61
