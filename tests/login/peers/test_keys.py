"""What a provider tells of itself and its keys is asked for once, and again when a key is new."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from gateway.login import discovery
from tests.login.peers.answering import Answer, as_json
from tests.login.peers.fake_oidc import DISCOVERY, b64, by_key, key
from tests.login.peers.oidc_provider import Person
from tests.login.peers.service import oidc, refused


@pytest.mark.case(59)
@pytest.mark.parametrize("client", ["basic", "post"])
def test_a_login_after_the_provider_changed_its_keys_succeeds(service, oidc_provider, client):
    """RS256 and ES256; the first keys were fetched a moment ago."""
    visitor = service(corp=oidc(oidc_provider.issuer, client, client_auth=client)).visitor()
    statuses = [visitor.log_in(Person(oidc_provider)).status_code]
    oidc_provider.rotate()
    statuses += [visitor.log_in(Person(oidc_provider)).status_code for _ in range(2)]

    assert statuses == [303, 303, 303]
    assert oidc_provider.calls()["/jwks"] == 2


@pytest.mark.case(59)
def test_a_login_that_is_under_way_when_keys_change_succeeds(service, oidc_provider):
    visitor = service(corp=oidc(oidc_provider.issuer, "basic")).visitor()
    back = Person(oidc_provider).agree(visitor.get("/login").location)
    oidc_provider.rotate()

    assert visitor.get(back).status_code == 303


@pytest.mark.case(59)
def test_fifty_logins_with_an_unknown_key_ask_for_the_keys_once_more(fake, service, caplog):
    visitor = service(corp=oidc(fake.issuer)).visitor()
    visitor.log_in(fake)
    fake.sign = by_key(key("two"))
    fake.header["kid"] = "two"
    statuses = {visitor.log_in(fake).status_code for _ in range(50)}

    assert statuses == {401}
    assert set(refused(caplog)) == {("id_token_key", 401)}
    assert len(fake.asked("/jwks")) == 2


@pytest.mark.case(59)
def test_a_new_key_is_found_once_the_pause_is_over(fake, service):
    site = service(corp=oidc(fake.issuer))
    visitor, found = site.visitor(), site.flow("corp").provider.discovery
    now = found.clock()
    found.clock = lambda: now
    fake.sign, fake.header["kid"] = by_key(key("two")), "two"
    statuses = [visitor.log_in(fake).status_code]
    fake.published = [key("one"), key("two")]
    statuses.append(visitor.log_in(fake).status_code)
    now += discovery.COOL_DOWN + 1
    statuses.append(visitor.log_in(fake).status_code)

    assert statuses == [401, 401, 303]


@pytest.mark.case(59)
@pytest.mark.parametrize("kid", [{}, {"kid": "one"}])
def test_a_token_without_a_kid_is_checked_with_the_only_key(fake, visitor, kid):
    fake.header["kid"] = None
    published = key("one").as_dict(private=False)
    del published["kid"]
    fake.publish({**published, **kid})

    assert visitor.log_in(fake).status_code == 303


ODD = [None, 7, "x", [], {}, {"kty": "new"}, {"kty": "oct", "k": "eA"}, {"kty": "RSA"}]
EMPTY = [{"keys": []}, {}, {"keys": None}, {"keys": {}}, [], None, {"keys": ODD}]


@pytest.mark.case(58)
def test_a_provider_without_keys_is_refused(fake, visitor, caplog):
    for keys in EMPTY:
        fake.answers["/jwks"] = as_json(keys)
        visitor.log_in(fake)

    assert [page.status_code for page in visitor.seen[1::2]] == [502] * len(EMPTY)
    assert caplog.text.count("502: jwks: ") == len(EMPTY)


@pytest.mark.case(58)
def test_keys_of_unknown_kinds_are_passed_over(fake, visitor):
    fake.publish({"kty": "new", "kid": "zero"}, key("one").as_dict(private=False))

    assert visitor.log_in(fake).status_code == 303


@pytest.mark.case(58)
def test_a_key_that_is_too_short_checks_no_signature(fake, visitor, caplog):
    """1024 bits (RFC 7518 §3.3)."""
    numbers = rsa.generate_private_key(65537, 1024).public_key().public_numbers()
    fake.publish({"kty": "RSA", "kid": "one", "n": b64(numbers.n.to_bytes(128, "big")), "e": "AQAB"})

    assert visitor.log_in(fake).status_code == 502
    assert "there is no key that checks signatures" in caplog.text


@pytest.mark.case(61)
def test_an_issuer_that_differs_is_refused(fake, visitor, caplog):
    for issuer in (f"{fake.issuer}/", "https://other.example", fake.issuer.upper(), "", None, 7):
        fake.metadata["issuer"] = issuer
        visitor.get("/login")

    assert refused(caplog) == [("other_issuer", 502)] * 6
    assert [page.status_code for page in visitor.seen] == [502] * 6


@pytest.mark.case(61)
def test_a_service_that_names_the_issuer_with_a_slash_too_many_is_refused(fake, service, caplog):
    page = service(corp=oidc(f"{fake.issuer}/")).visitor().get("/login")

    assert page.status_code == 502
    assert refused(caplog) == [("other_issuer", 502)]


def test_addresses_that_are_all_written_are_not_asked_for(fake, service):
    places = {
        "authorize_url": "authorize",
        "token_url": "token",
        "jwks_url": "jwks",
        "profile_url": "userinfo",
    }
    written = {name: f"{fake.base}/{place}" for name, place in places.items()}
    visitor = service(corp=oidc(fake.issuer, **written)).visitor()

    assert visitor.log_in(fake).status_code == 303
    assert fake.asked(DISCOVERY) == []


@pytest.mark.case(63)
def test_first_logins_at_once_ask_for_metadata_and_keys_once(fake, service):
    site = service(corp=oidc(fake.issuer))
    for path in (DISCOVERY, "/jwks"):
        fake.slow_down(path, 0.2)
    with ThreadPoolExecutor(6) as pool:
        landed = list(pool.map(lambda _: site.visitor().log_in(fake), range(6)))

    assert [page.status_code for page in landed] == [303] * 6
    assert (len(fake.asked(DISCOVERY)), len(fake.asked("/jwks"))) == (1, 1)


@pytest.mark.case(63)
def test_metadata_and_keys_are_asked_again_after_an_hour(fake, service):
    site = service(corp=oidc(fake.issuer))
    visitor, found = site.visitor(), site.flow("corp").provider.discovery
    visitor.log_in(fake)
    found.clock = lambda: time.monotonic() + discovery.KEPT + 1
    visitor.log_in(fake)

    assert (len(fake.asked(DISCOVERY)), len(fake.asked("/jwks"))) == (2, 2)


@pytest.mark.case(76)
def test_while_one_asks_for_metadata_anew_all_others_use_what_was_known(fake, service):
    site = service(corp=oidc(fake.issuer))
    visitor, found = site.visitor(), site.flow("corp").provider.discovery
    visitor.log_in(fake)
    found.clock = lambda: time.monotonic() + discovery.KEPT + 1
    fake.answers[DISCOVERY] = Answer(b"{}", delay=1)
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(visitor.get, "/login")
        while len(fake.asked(DISCOVERY)) < 2:
            time.sleep(0.01)
        left = site.visitor().get("/login").status_code

        assert (left, asking.done()) == (303, False)


@pytest.mark.case(63)
def test_who_knows_the_provider_does_not_wait_for_who_looks_for_a_key(fake, service):
    site = service(corp=oidc(fake.issuer))
    visitor = site.visitor()
    visitor.log_in(fake)
    fake.sign, fake.header["kid"] = by_key(key("two")), "two"
    back = fake.agree(visitor.get("/login").location)
    fake.answers["/jwks"] = Answer(b"{}", delay=1)
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(visitor.get, back)
        while len(fake.asked("/jwks")) < 2:
            time.sleep(0.01)
        began = time.monotonic()
        left = site.visitor().get("/login").status_code
        took = time.monotonic() - began

    assert (left, looking.result().status_code) == (303, 502)
    assert took < 0.5
