"""What a browser comes back with is believed only where it started that very login."""

from __future__ import annotations

import pytest

from tests.login.peers.fake_oidc import FakeOidc
from tests.login.peers.fake_x import FakeX
from tests.login.peers.oidc_provider import Person
from tests.login.peers.service import oidc, preset, refused

LIFETIME = 600


@pytest.fixture(params=["x", "corp"])
def people(request, start, service):
    """A provider of either kind, and what makes visitors of a service that uses it."""
    provider = start(FakeX if request.param == "x" else FakeOidc)
    login = preset("x", **provider.urls()) if request.param == "x" else oidc(provider.issuer)
    return provider, service(site=login)


def tokens_asked(provider):
    return [asked for asked in provider.log if "token" in asked.path]


@pytest.mark.case(47)
@pytest.mark.parametrize("state", ["other", None, "", "x" * 10_000])
def test_a_state_that_is_not_ours_is_refused(people, state, caplog):
    provider, service = people
    visitor = service.visitor()
    page = visitor.log_in(provider, state=state)

    assert (page.status_code, visitor.user, tokens_asked(provider)) == (400, None, [])
    assert refused(caplog)[0][0] in {"unknown_login", "bad_callback"}


@pytest.mark.case(47)
@pytest.mark.parametrize("name", ["state", "code", "iss"])
def test_a_field_that_comes_twice_is_refused(people, name, caplog):
    provider, service = people
    visitor = service.visitor()
    back = provider.agree(visitor.get("/login").location, iss="https://one.example")
    page = visitor.get(f"{back}&{name}=again")

    assert (page.status_code, tokens_asked(provider)) == (400, [])
    assert refused(caplog) == [("bad_callback", 400)]


@pytest.mark.case(47)
@pytest.mark.parametrize("code", [None, "", "x" * 10_000])
def test_a_callback_without_a_proper_code_is_refused(people, code, caplog):
    provider, service = people
    page = service.visitor().log_in(provider, code=code)

    assert (page.status_code, tokens_asked(provider)) == (400, [])
    assert refused(caplog) == [("bad_callback", 400)]


@pytest.mark.case(36)
@pytest.mark.case(47)
def test_a_callback_in_another_browser_is_refused(people, caplog):
    provider, service = people
    back = provider.agree(service.visitor().get("/login").location)
    page = service.visitor().get(back)

    assert (page.status_code, tokens_asked(provider)) == (400, [])
    assert refused(caplog) == [("no_cookies", 400)]


@pytest.mark.case(47)
@pytest.mark.case(50)
def test_a_code_of_another_login_of_the_same_browser_is_refused(service, oidc_provider, caplog):
    """The provider tells: a code is bound to the verifier of the login it was made for."""
    visitor, person = service(corp=oidc(oidc_provider.issuer, "basic")).visitor(), Person(oidc_provider)
    first = person.agree(visitor.get("/login").location)
    second = person.agree(visitor.get("/login").location)
    page = visitor.get(with_code_of(first, second))

    assert (page.status_code, visitor.user) == (401, None)
    assert refused(caplog) == [("provider_refused", 401)]
    assert visitor.get(second).status_code == 303


def with_code_of(back, other):
    """A callback with the code of another."""
    mine, theirs = (url.partition("code=")[2].partition("&")[0] for url in (back, other))
    return back.replace(mine, theirs)


@pytest.mark.case(50)
def test_an_attackers_code_with_the_victims_state_is_refused(service, oidc_provider, caplog):
    site = service(corp=oidc(oidc_provider.issuer, "basic"))
    attacker, victim = site.visitor(), site.visitor()
    stolen = Person(oidc_provider, "mallory").agree(attacker.get("/login").location)
    own = Person(oidc_provider).agree(victim.get("/login").location)
    page = victim.get(with_code_of(own, stolen))

    assert (page.status_code, victim.user) == (401, None)
    assert refused(caplog) == [("provider_refused", 401)]
    assert "invalid_grant" in caplog.text


@pytest.mark.case(49)
def test_a_callback_loaded_again_asks_nobody(service, oidc_provider):
    visitor = service(corp=oidc(oidc_provider.issuer, "basic")).visitor()
    back = Person(oidc_provider).agree(visitor.get("/login?return_to=/orders").location)
    landed = [visitor.get(back).location for _ in range(2)]

    assert landed == ["/orders", "/orders"]
    assert visitor.user["sub"] == "rosalba"
    assert oidc_provider.calls()["/token"] == 1


@pytest.mark.case(49)
def test_a_callback_that_failed_is_over(people, caplog):
    provider, service = people
    visitor = service.visitor()
    back = provider.agree(visitor.get("/login").location)
    provider.codes.clear()
    pages = [visitor.get(back).status_code for _ in range(2)]

    assert pages[1] == 400
    assert refused(caplog)[1] == ("no_cookies", 400)
    assert len(tokens_asked(provider)) == 1


@pytest.mark.case(51)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_tabs_finish_in_either_order(people, order):
    provider, service = people
    visitor = service.visitor()
    backs = [provider.agree(visitor.get(f"/login?return_to=/{tab}").location) for tab in range(2)]

    assert [visitor.get(backs[tab]).location for tab in order] == [f"/{tab}" for tab in order]


@pytest.mark.case(51)
def test_the_sixth_login_of_a_browser_takes_the_place_of_the_oldest(people):
    provider, service = people
    flow, visitor = service.flow("site"), service.visitor()
    backs = []
    for second in range(6):
        at(flow, 1000.0 + second)
        backs.append(provider.agree(visitor.get("/login?return_to=/" + "long" * 30).location))
    size = sum(len(name) + len(value) for name, value in visitor.cookies.items())

    assert size < 4096
    assert [visitor.get(back).status_code for back in backs] == [400, 303, 303, 303, 303, 303]


def at(flow, now):
    """Set the clock of started logins."""
    object.__setattr__(flow.records, "clock", lambda: now)


@pytest.mark.case(52)
@pytest.mark.parametrize(("later", "status"), [(LIFETIME - 1, 303), (LIFETIME + 1, 400)])
def test_a_login_that_took_too_long_is_refused(people, later, status):
    provider, service = people
    flow, visitor = service.flow("site"), service.visitor()
    at(flow, 1000.0)
    back = provider.agree(visitor.get("/login?return_to=/orders").location)
    at(flow, 1000.0 + later)
    page = visitor.get(back)

    assert (page.status_code, len(tokens_asked(provider))) == (status, int(status == 303))
    assert ('href="/login?return_to=%2Forders"' in page.text) == (status == 400)


@pytest.mark.case(53)
def test_a_callback_of_one_provider_at_the_path_of_another_is_refused(service, start, caplog):
    one, other = start(FakeOidc), start(FakeOidc)
    visitor = service(one=oidc(one.issuer), other=oidc(other.issuer)).visitor()
    back = one.agree(visitor.get("/login/one").location)
    page = visitor.get(back.replace("/login/one/", "/login/other/"))

    assert (page.status_code, tokens_asked(one), tokens_asked(other)) == (400, [], [])
    assert refused(caplog) == [("unknown_login", 400)]


@pytest.mark.case(53)
@pytest.mark.parametrize("iss", ["https://other.example", None, "SLASH"])
def test_a_callback_with_another_iss_is_refused(fake, visitor, iss, caplog):
    """RFC 9207: the provider says that it sends one."""
    page = visitor.log_in(fake, iss=f"{fake.issuer}/" if iss == "SLASH" else iss)

    assert (page.status_code, tokens_asked(fake)) == (400, [])
    assert refused(caplog) == [("other_issuer", 400)]


@pytest.mark.case(53)
def test_a_no_of_another_provider_is_refused_and_leaves_the_own_login(fake, visitor, caplog):
    """RFC 9207 §2.4: errors carry an iss too."""
    left = visitor.get("/login").location
    page = visitor.get(fake.deny(left, iss="https://other.example"))

    assert page.status_code == 400
    assert refused(caplog) == [("other_issuer", 400)]
    assert visitor.get(fake.agree(left)).status_code == 303


@pytest.mark.case(53)
def test_no_iss_is_asked_of_who_does_not_send_one(fake, visitor):
    fake.metadata["authorization_response_iss_parameter_supported"] = None

    assert visitor.log_in(fake, iss=None).status_code == 303


@pytest.mark.case(53)
def test_x_may_be_told_from_another_by_an_issuer(service, start, caplog):
    x = start(FakeX)
    visitor = service(x=preset("x", issuer="https://x.example", **x.urls())).visitor()

    assert visitor.log_in(x, iss="https://x.example").status_code == 303
    assert visitor.log_in(x, iss="https://other.example").status_code == 400
    assert refused(caplog) == [("other_issuer", 400)]
