"""Calls that are let through, and calls that are not."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from gateway.errors import LoginError, UpstreamError
from gateway.login.breaker import FAILURES, MOST, PAUSE, Breaker, Guarded
from gateway.login.replies import ProviderBusyError
from tests.login.servers import GOOD, Canned, Raw
from tests.login.site import Browser, Clock, Site, flow_to


def fail(breaker, times=FAILURES, error=None):
    for _ in range(times):
        with pytest.raises((UpstreamError, LoginError)), breaker.call():
            raise error or UpstreamError("down")


@pytest.mark.case(76)
def test_only_so_many_calls_run_at_once():
    breaker = Breaker(wait=0)
    with ExitStack() as stack:
        for _ in range(MOST):
            stack.enter_context(breaker.call())
        with pytest.raises(ProviderBusyError, match="6 calls are under way") as caught, breaker.call():
            pass
    with breaker.call():
        pass

    assert (caught.value.status, caught.value.reason, caught.value.retry_after) == (503, "crowded", 1)


def test_who_comes_when_it_is_crowded_waits_a_moment():
    breaker, order = Breaker(), []

    def call():
        with breaker.call():
            order.append("in")
            time.sleep(0.05)

    with ThreadPoolExecutor(MOST * 3) as threads:
        for done in [threads.submit(call) for _ in range(MOST * 3)]:
            done.result()

    assert len(order) == MOST * 3


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


def test_a_check_refuses_while_resting_and_counts_nothing():
    """What sends a browser to a provider that is down would only lose it there."""
    clock = Clock()
    breaker = Breaker(clock=clock)
    fail(breaker, FAILURES - 1)
    breaker.check()
    fail(breaker, 1)
    with pytest.raises(ProviderBusyError, match="the last 5 calls failed") as caught:
        breaker.check()
    clock.now += PAUSE
    for _ in range(MOST + 1):
        breaker.check()
    with breaker.call(), pytest.raises(ProviderBusyError):
        breaker.check()  # one finds out whether it is over

    assert caught.value.retry_after == PAUSE + 1


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


def test_each_exchange_is_one_call():
    breaker, inner = Breaker(clock=Clock()), Answering("reply", *[UpstreamError("down")] * FAILURES)
    transport = Guarded(inner, breaker)
    first = transport.send("GET", "https://a.test/", {"A": "b"}, b"c")
    for _ in range(FAILURES):
        with pytest.raises(UpstreamError, match="down"):
            transport.send("POST", "https://a.test/", {})
    with pytest.raises(ProviderBusyError):
        transport.send("POST", "https://a.test/", {})

    assert (first, inner.sent[0]) == ("reply", ("GET", "https://a.test/", {"A": "b"}, b"c"))
    assert len(inner.sent) == FAILURES + 1


def test_room_is_taken_by_an_exchange_and_not_by_what_is_between_two():
    breaker, transports = Breaker(), [Answering("one", "two") for _ in range(MOST + 2)]
    guarded = [Guarded(transport, breaker) for transport in transports]

    assert [each.send("GET", "https://a.test/", {}) for each in guarded] == ["one"] * (MOST + 2)
    assert [each.send("GET", "https://a.test/", {}) for each in guarded] == ["two"] * (MOST + 2)


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
    """Of eight threads two stay free for everything else."""
    server = Raw(lambda connection: time.sleep(3))
    names = ("request_token_url", "authenticate_url", "access_token_url", "profile_url")
    site = Site(flow_to(dict.fromkeys(names, server.base), timeout=0.6))
    with ThreadPoolExecutor(8) as pool:
        logins = [pool.submit(Browser(site).get, "/login") for _ in range(8)]
        start = time.monotonic()
        home = pool.submit(Browser(site).get, "/").result()
        took = time.monotonic() - start
        statuses = sorted(login.result().status for login in logins)
    server.close()

    assert (home.status, statuses) == (200, [503, 503] + [504] * 6)
    assert took < 0.4
