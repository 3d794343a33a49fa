"""Asking a provider about itself holds few threads, and none longer than a login may take."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.errors import LoginError, UpstreamError
from gateway.login.breaker import MOST, QUEUE
from gateway.login.discovery import COOL_DOWN, KEPT, Discovery
from gateway.login.idle import Idle
from gateway.login.transport import HttpTransport
from tests.login.corp import HANDLERS, TEXT, Visitor, login
from tests.login.peers.answering import Answer, as_json
from tests.login.peers.fake_oidc import DISCOVERY, FakeOidc, by_key, key
from tests.login.site import Clock


@pytest.fixture
def provider():
    provider = FakeOidc()
    yield provider
    provider.close()


@pytest.fixture
def application(serve, provider):
    """A service of which a login may take two seconds."""
    text = TEXT + login(provider.issuer, "timeout: 2s")
    return serve(text, HANDLERS, GATEWAY_ENV="development").application


def at_once(number, ask):
    """What comes of asking so often at the same time, and in how many seconds each."""

    def timed(_):
        begun = time.monotonic()
        return ask(), time.monotonic() - begun

    with ThreadPoolExecutor(number) as pool:
        return zip(*pool.map(timed, range(number)), strict=True)


def transport(seconds=2.0):
    return HttpTransport(seconds, Idle())


def test_many_first_logins_ask_once(provider, application):
    provider.answers[DISCOVERY] = lambda _: Answer(as_json(provider._metadata()).body, delay=0.1)
    statuses, _ = at_once(MOST, lambda: Visitor(application).get("/login").status_code)

    assert (set(statuses), len(provider.asked(DISCOVERY))) == ({303}, 1)


def test_a_provider_that_hangs_holds_few_threads_and_none_for_long(provider, application):
    provider.answers[DISCOVERY] = Answer(delay=30)
    statuses, seconds = at_once(20, lambda: Visitor(application).get("/login").status_code)

    assert statuses.count(202) >= 20 - 2 * (MOST + QUEUE)  # the page that comes again by itself
    assert set(statuses) <= {202, 503, 504}
    assert max(seconds) < 4.8  # and not 30
    assert sum(each > 1.9 for each in seconds) <= 2 * (MOST + QUEUE)


def test_who_waits_has_no_more_time_than_a_login_in_all(provider):
    provider.answers[DISCOVERY] = Answer(delay=30)
    discovery = Discovery(issuer=provider.issuer)

    def ask():
        with pytest.raises(UpstreamError):
            discovery.metadata(transport(0.3))

    _, seconds = at_once(5, ask)

    assert max(seconds) < 0.6


def test_who_waits_for_another_until_the_end_of_its_time_is_told_so(provider):
    discovery = Discovery(issuer=provider.issuer)
    with discovery._lock, pytest.raises(UpstreamError, match="is being asked") as caught:
        discovery.metadata(transport(0.05))

    assert (caught.value.status, provider.log) == (504, [])


def test_keys_are_asked_for_once_by_all_who_need_them(provider):
    provider.answers["/jwks"] = lambda asked: Answer(provider.routes["/jwks"](asked).body, delay=0.1)
    discovery = Discovery(issuer=provider.issuer)
    found, _ = at_once(5, lambda: discovery.keys(transport()))

    assert (len(set(map(id, found))), len(provider.asked("/jwks"))) == (1, 1)


def test_what_is_known_is_told_while_somebody_asks_for_more(provider):
    discovery = Discovery(issuer=provider.issuer)
    known = discovery.keys(transport())
    provider.answers["/jwks"] = Answer(delay=30)
    discovery._looked -= COOL_DOWN + 1
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(discovery.keys, transport(1.0), known=known)
        time.sleep(0.1)
        begun = time.monotonic()
        found = discovery.metadata(transport()).jwks_uri, discovery.keys(transport())
        took = time.monotonic() - begun

        assert isinstance(other.exception(), UpstreamError)
    assert (found, took < 0.2) == ((f"{provider.base}/jwks", known), True)


def test_old_keys_are_not_taken_for_new_ones_because_asking_failed(provider):
    clock = Clock()
    discovery = Discovery(issuer=provider.issuer, clock=clock)
    discovery.keys(transport())
    clock.now += KEPT + 1
    provider.answers["/jwks"] = as_json({}, 500)

    for _ in range(2):
        with pytest.raises(LoginError, match="jwks: the provider answered 500"):
            discovery.keys(transport())


def test_a_key_that_is_missing_is_looked_for_once_a_minute(provider):
    clock = Clock()
    discovery = Discovery(issuer=provider.issuer, clock=clock)
    first = discovery.keys(transport())
    known = discovery.keys(transport(), known=first)
    soon = discovery.keys(transport(), known=known)
    clock.now += COOL_DOWN + 1
    provider.published = [key("two")]
    later = discovery.keys(transport(), known=known)

    assert (soon, [each.kid for each in later]) == (None, ["two"])
    assert discovery.keys(transport(), known=known) is later
    assert len(provider.asked("/jwks")) == 3


def test_addresses_that_are_all_given_need_no_discovery(serve, provider):
    told = {"authorize_url": "authorize", "token_url": "token", "jwks_url": "jwks", "profile_url": "userinfo"}
    given = ", ".join(f'{name}: "{provider.base}/{path}"' for name, path in told.items())
    text = TEXT + login(provider.issuer, given)
    visitor = Visitor(serve(text, HANDLERS, GATEWAY_ENV="development").application)
    provider.sign = by_key(key("one"))
    visitor.log_in(provider)

    assert visitor.user["sub"] == "seven"
    assert provider.asked(DISCOVERY) == []
