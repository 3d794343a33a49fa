"""A provider that is down, slow, or says too much ends in a clear page, in time, and harms nobody else."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.login.breaker import FAILURES, PAUSE
from tests.login.peers.answering import Answer, as_html
from tests.login.peers.fake_oidc import DISCOVERY, FakeOidc
from tests.login.peers.fake_x import FakeX, problem
from tests.login.peers.service import oidc, preset, refused

TIMEOUT = 0.4
PLACES = [DISCOVERY, "/token", "/jwks", "/userinfo"]
SLOW = Answer(b"{}", delay=30)
DRIP = Answer(b" " * 1000, drip=0.05)
HUGE = Answer(b" " * 50_000_000)


@pytest.fixture
def visitor(service, fake):
    return hurried(service, fake).visitor()


def hurried(service, fake, seconds=TIMEOUT):
    return service(corp=oidc(fake.issuer, timeout=f"{seconds * 1000:.0f}ms"))


def arrive(visitor, fake, path, answer):
    """The page that a login ends at if the provider answers so there; the first call is the start's."""
    left = visitor.get("/login").location if path != DISCOVERY else None
    fake.answers[path] = answer
    return visitor.get(fake.agree(left) if left else "/login")


@pytest.mark.case(74)
@pytest.mark.parametrize("status", [404, 500, 502, 503])
@pytest.mark.parametrize("path", PLACES)
def test_a_provider_in_trouble_is_a_502_with_a_way_back(fake, visitor, path, status, caplog):
    page = arrive(visitor, fake, path, as_html("<p>hush-page", status))

    assert (page.status_code, visitor.user) == (502, None)
    assert 'href="/login"' in page.text
    assert refused(caplog) == [("provider_answer", 502)]
    assert f"the provider answered {status}" in caplog.text
    assert "hush" not in caplog.text + page.text


@pytest.mark.case(74)
@pytest.mark.parametrize("path", PLACES)
def test_a_provider_that_has_enough_is_a_503_with_a_time(fake, visitor, path, caplog):
    page = arrive(visitor, fake, path, problem(429, "Too Many Requests", **{"Retry-After": "90"}))

    assert (page.status_code, page.headers["Retry-After"]) == (503, "90")
    assert refused(caplog) == [("rate_limited", 503)]


@pytest.mark.case(74)
def test_a_provider_that_is_gone_is_a_502(fake, visitor, caplog):
    back = fake.agree(visitor.get("/login").location)
    fake.close()

    assert visitor.get(back).status_code == 502
    assert refused(caplog) == [("unreachable", 502)]


@pytest.mark.case(74)
def test_a_provider_that_was_never_there_is_a_502(service, start, caplog):
    fake = start(FakeOidc)
    visitor = service(corp=oidc(fake.issuer)).visitor()
    fake.close()

    assert visitor.get("/login").status_code == 502
    assert refused(caplog) == [("unreachable", 502)]


@pytest.mark.case(74)
def test_a_provider_that_speaks_no_tls_is_a_502(service, fake, caplog):
    page = service(corp=oidc(fake.issuer.replace("http:", "https:"))).visitor().get("/login")

    assert (page.status_code, fake.log) == (502, [])
    assert refused(caplog) == [("unreachable", 502)]


@pytest.mark.case(74)
def test_a_provider_whose_name_has_no_address_is_a_502(service, monkeypatch, caplog):
    def unknown(*args, **more):
        raise socket.gaierror(-2, "Name or service not known")

    visitor = service(corp=oidc("https://provider.invalid")).visitor()
    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert visitor.get("/login").status_code == 502
    assert refused(caplog) == [("unreachable", 502)]


@pytest.mark.case(74)
@pytest.mark.parametrize("path", PLACES)
def test_who_is_logged_in_stays_so_when_the_next_login_fails(fake, service, path):
    """The keys and the metadata are asked for anew, as after an hour."""
    site = hurried(service, fake)
    visitor, found = site.visitor(), site.flow("corp").provider.discovery
    visitor.log_in(fake)
    found.clock = lambda: time.monotonic() + 4000
    fake.claims["sub"] = fake.userinfo["sub"] = "eight"

    assert arrive(visitor, fake, path, as_html("no", 500)).status_code == 502
    assert visitor.user["sub"] == "seven"


@pytest.mark.case(75)
@pytest.mark.parametrize("answer", [SLOW, DRIP], ids=["slow", "dripping"])
@pytest.mark.parametrize("path", PLACES)
def test_a_provider_that_is_slow_is_a_504_in_time(fake, visitor, path, answer, caplog):
    began = time.monotonic()
    page = arrive(visitor, fake, path, answer)

    assert (page.status_code, visitor.user) == (504, None)
    assert time.monotonic() - began < TIMEOUT + 1
    assert refused(caplog) == [("slow", 504)]


@pytest.mark.case(75)
@pytest.mark.parametrize("path", ["/2/oauth2/token", "/2/users/me"])
def test_x_that_is_slow_is_a_504_in_time(service, start, path):
    x = start(FakeX)
    visitor = service(x=preset("x", timeout="300ms", **x.urls())).visitor()
    x.answers[path] = SLOW
    began = time.monotonic()

    assert visitor.log_in(x).status_code == 504
    assert time.monotonic() - began < 1.3


@pytest.mark.case(75)
@pytest.mark.parametrize("path", PLACES)
def test_an_answer_beyond_all_measure_is_cut(service, fake, path, caplog):
    visitor = service(corp=oidc(fake.issuer)).visitor()
    page = arrive(visitor, fake, path, HUGE)

    assert page.status_code == 502
    assert "sent more than 256 KiB" in caplog.text


@pytest.mark.case(75)
def test_calls_of_one_callback_share_one_time_limit(fake, visitor):
    """Each of the three is in time; together they are not."""
    for path in ("/token", "/jwks", "/userinfo"):
        fake.slow_down(path, TIMEOUT / 2)
    left = visitor.get("/login").location
    began = time.monotonic()

    assert visitor.get(fake.agree(left)).status_code == 504
    assert time.monotonic() - began < TIMEOUT + 1


@pytest.mark.case(76)
@pytest.mark.parametrize("path", [DISCOVERY, "/token"])
def test_a_provider_that_hangs_does_not_take_every_thread(service, fake, path):
    """Of eight threads six hang and one waits."""
    site = hurried(service, fake, 1.5)
    site.flow("corp").breaker.most, site.flow("corp").breaker.queue = 6, 1
    visitors = [site.visitor() for _ in range(8)]
    urls = ["/login"] * 8 if path == DISCOVERY else [fake.agree(v.get("/login").location) for v in visitors]
    fake.answers[path] = SLOW
    with ThreadPoolExecutor(8) as pool:
        logins = [pool.submit(visitor.get, url) for visitor, url in zip(visitors, urls, strict=True)]
        began = time.monotonic()
        home = pool.submit(site.visitor().get, "/").result()
        took = time.monotonic() - began
        statuses = sorted(login.result().status_code for login in logins)

    assert (home.status_code, statuses[:2], statuses[-1]) == (200, [202, 202], 504)
    assert took < 1


@pytest.mark.case(76)
def test_who_waits_too_long_for_what_another_asks_is_a_504(service, fake, caplog):
    site = hurried(service, fake, 1)
    fake.answers[DISCOVERY] = SLOW
    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(lambda _: site.visitor().get("/login"), range(2)))

    assert [page.status_code for page in pages] == [504, 504]
    assert [reason for reason, _ in refused(caplog)] == ["slow", "slow"]


@pytest.mark.case(77)
def test_logins_fail_fast_while_the_provider_rests_and_recover(service, start):
    fake = start(FakeOidc)
    site = hurried(service, fake)
    visitor, breaker = site.visitor(), site.flow("corp").breaker
    fake.answers[DISCOVERY] = HUGE
    statuses = [visitor.get("/login").status_code for _ in range(FAILURES + 1)]
    asked = len(fake.asked(DISCOVERY))
    resting = visitor.seen[-1].headers["Retry-After"]
    fake.answers.clear()
    breaker.clock = lambda: time.monotonic() + PAUSE + 1

    assert statuses == [502] * FAILURES + [503]
    assert asked == FAILURES
    assert 0 < int(resting) <= PAUSE + 1
    assert visitor.log_in(fake).status_code == 303


@pytest.mark.case(77)
def test_a_provider_at_rest_is_no_trouble_for_another(service, start):
    one, other = start(FakeOidc), start(FakeOidc)
    visitor = service(one=oidc(one.issuer), other=oidc(other.issuer)).visitor()
    one.close()
    statuses = [visitor.get("/login/one").status_code for _ in range(FAILURES + 1)]

    assert statuses[-1] == 503
    assert visitor.log_in(other, "/login/other").status_code == 303
