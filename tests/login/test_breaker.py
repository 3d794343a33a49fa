"""Calls that are let through, and calls that are not."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import pytest

from gateway.errors import LoginError, UpstreamError
from gateway.login.breaker import FAILURES, MOST, PAUSE, QUEUE, QUICK, Breaker, CrowdedError, Guarded
from gateway.login.replies import ProviderBusyError
from tests.login.servers import GOOD, Canned, Raw
from tests.login.site import Browser, Clock, Site, flow_to


def fail(breaker, times=FAILURES, error=None):
    for _ in range(times):
        with pytest.raises((UpstreamError, LoginError)), breaker.call():
            raise error or UpstreamError("down")


class Answering:
    """A transport that answers as it is told; an error is raised."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.sent = []

    def send(self, *sent):
        self.sent.append(sent)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def guarded(breaker, *answers):
    transport = Answering(*answers)
    return Guarded(lambda: transport, breaker)


@pytest.mark.case(76)
def test_only_so_many_ask_at_once():
    breaker = Breaker(wait=0)
    with ExitStack() as stack:
        for _ in range(MOST):
            stack.enter_context(guarded(breaker))
        with pytest.raises(CrowdedError, match="6 calls are under way") as caught:
            breaker.enter()
    with guarded(breaker):
        pass

    assert (caught.value.status, caught.value.reason, caught.value.retry_after) == (503, "crowded", 1)


@pytest.mark.case(76)
def test_some_wait_for_a_place_and_all_others_come_again():
    """Nor do those who wait take every thread."""
    breaker, ends, order = Breaker(wait=10), Event(), []

    def ask(name):
        with guarded(breaker):
            order.append(name)
            ends.wait(10)

    with ThreadPoolExecutor(MOST + QUEUE) as threads:
        done = [threads.submit(ask, name) for name in range(MOST + QUEUE)]
        while breaker._waiting < QUEUE:
            time.sleep(0.001)
        time.sleep(QUICK)
        with pytest.raises(CrowdedError):
            breaker.enter()
        waited = len(order)
        ends.set()
        for each in done:
            each.result()

    assert (waited, sorted(order)) == (MOST, list(range(MOST + QUEUE)))


def test_all_wait_for_a_provider_that_is_quick():
    breaker, order = Breaker(most=1, queue=0), []

    def ask(name):
        with guarded(breaker):
            order.append(name)
            time.sleep(0.01)

    with ThreadPoolExecutor(12) as threads:
        for each in [threads.submit(ask, name) for name in range(12)]:
            each.result()

    assert sorted(order) == list(range(12))


def test_nobody_waits_on_for_a_provider_that_turns_out_to_be_slow():
    breaker = Breaker(most=1, queue=0, wait=10)
    begun = time.monotonic()
    with guarded(breaker), pytest.raises(CrowdedError):
        breaker.enter()

    assert QUICK <= time.monotonic() - begun < 5


def test_who_waits_does_so_for_a_moment_only():
    breaker = Breaker(most=0, wait=0.01)
    with pytest.raises(CrowdedError):
        breaker.enter()

    assert breaker._waiting == 0


def test_who_waits_for_a_provider_that_goes_down_meanwhile_is_told_so():
    breaker = Breaker(most=1, wait=10)
    with ThreadPoolExecutor(1) as threads, guarded(breaker):
        waiting = threads.submit(breaker.enter)
        while not breaker._waiting:
            time.sleep(0.001)
        fail(breaker)
        with pytest.raises(ProviderBusyError, match="the last 5 calls failed"):
            waiting.result()


@pytest.mark.case(77)
def test_after_failures_in_a_row_calls_fail_fast():
    breaker = Breaker(clock=Clock())
    fail(breaker)
    with pytest.raises(ProviderBusyError, match="the last 5 calls failed") as caught, breaker.call():
        pass

    assert (caught.value.reason, caught.value.retry_after) == ("resting", PAUSE + 1)


def test_a_call_that_works_starts_the_count_anew():
    breaker, made = Breaker(), []
    for _ in range(2):
        fail(breaker, FAILURES - 1)
        with breaker.call():
            made.append("call")

    assert made == ["call", "call"]


def test_a_refusal_is_no_failure():
    """A provider that says no is not down."""
    breaker, made = Breaker(), []
    fail(breaker, FAILURES + 1, LoginError(401, "provider_refused", "no"))
    with breaker.call():
        made.append("call")

    assert made == ["call"]


@pytest.mark.case(77)
def test_one_call_finds_out_whether_it_is_over():
    """It recovers by itself."""
    clock = Clock()
    breaker = Breaker(clock=clock)
    fail(breaker)
    clock.now += PAUSE
    with breaker.call(), pytest.raises(ProviderBusyError), breaker.call():
        pass
    with breaker.call(), breaker.call():
        pass


def test_a_trial_that_fails_means_another_pause():
    clock = Clock()
    breaker = Breaker(clock=clock)
    fail(breaker)
    clock.now += PAUSE
    fail(breaker, 1)
    with pytest.raises(ProviderBusyError), breaker.call():
        pass


def test_nobody_enters_while_resting():
    """What sends a browser to a provider that is down would only lose it there."""
    clock = Clock()
    breaker = Breaker(clock=clock)
    fail(breaker, FAILURES - 1)
    with guarded(breaker):
        fail(breaker, 1)
    with pytest.raises(ProviderBusyError, match="the last 5 calls failed") as caught:
        breaker.enter()
    clock.now += PAUSE
    with guarded(breaker), breaker.call(), pytest.raises(ProviderBusyError):
        breaker.enter()  # one finds out whether it is over

    assert caught.value.retry_after == PAUSE + 1


def test_each_exchange_is_one_call():
    breaker, inner = Breaker(clock=Clock()), Answering("reply", *[UpstreamError("down")] * FAILURES)
    with Guarded(lambda: inner, breaker) as transport:
        first = transport.send("GET", "https://a.test/", {"A": "b"}, b"c")
        for _ in range(FAILURES):
            with pytest.raises(UpstreamError, match="down"):
                transport.send("POST", "https://a.test/", {})
        with pytest.raises(ProviderBusyError):
            transport.send("POST", "https://a.test/", {})

    assert (first, inner.sent[0]) == ("reply", ("GET", "https://a.test/", {"A": "b"}, b"c"))
    assert len(inner.sent) == FAILURES + 1


def test_a_step_keeps_its_place_until_it_ends():
    breaker = Breaker(most=1, wait=0)
    with guarded(breaker, "one", "two") as one:
        answers = [one.send("GET", "https://a.test/", {})]
        with pytest.raises(CrowdedError), guarded(breaker):
            pass
        answers.append(one.send("GET", "https://a.test/", {}))
    with guarded(breaker, "three") as other:
        answers.append(other.send("GET", "https://a.test/", {}))

    assert answers == ["one", "two", "three"]


def test_a_step_that_fails_gives_its_place_back():
    breaker = Breaker(most=1, wait=0)
    with pytest.raises(UpstreamError), guarded(breaker, UpstreamError("down")) as one:
        one.send("GET", "https://a.test/", {})
    with guarded(breaker, "yes") as other:
        assert other.send("GET", "https://a.test/", {}) == "yes"


@pytest.mark.case(77)
def test_logins_at_a_dead_provider_fail_fast_and_say_so(caplog):
    provider = Canned(dict(GOOD))
    provider.close()
    browser = Browser(Site(flow_to(provider.urls())))
    pages = [browser.get("/login") for _ in range(FAILURES + 1)]

    assert [page.status for page in pages] == [502] * FAILURES + [503]
    assert int(pages[-1].headers["Retry-After"]) > 25
    assert "reason=resting" in caplog.text


@pytest.mark.case(76)
def test_a_provider_that_hangs_does_not_take_every_thread():
    """Of eight threads six hang and one waits."""
    server = Raw(lambda connection: time.sleep(3))
    names = ("request_token_url", "authenticate_url", "access_token_url", "profile_url")
    site = Site(flow_to(dict.fromkeys(names, server.base), timeout=2.0))
    with ThreadPoolExecutor(8) as pool:
        logins = [pool.submit(Browser(site).get, "/login") for _ in range(8)]
        begun = time.monotonic()
        home = pool.submit(Browser(site).get, "/").result()
        took = time.monotonic() - begun
        hung = [login for login in logins if not login.done()]
        statuses = sorted(login.result().status for login in logins)
    server.close()

    assert (home.status, len(hung)) == (200, MOST + QUEUE)
    assert took < 0.4
    assert statuses[0] == 202
    assert statuses[2:] == [504] * 6
