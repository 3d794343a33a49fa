"""Started logins in a browser's cookies."""

from __future__ import annotations

import base64

import pytest

from gateway.errors import LoginError
from gateway.http.response import Response
from gateway.login.provider import Begun
from tests.login.site import Clock, records


def begun(kept, cookies, token="rt", secret="hush", return_to=None):
    """The cookies of a browser after one more login was started."""
    response = Response()
    kept.begin(cookies, response, Begun(url="", key=token, secrets=(secret,)), return_to)
    return after(response, cookies)


def after(response, cookies):
    cookies = dict(cookies)
    for line in response.headers.getlist("Set-Cookie"):
        name, _, value = line.partition(";")[0].partition("=")
        if "Expires=Thu, 01 Jan 1970" in line:
            cookies.pop(name, None)
        else:
            cookies[name] = value
    return cookies


def test_a_started_login_is_found_by_its_token():
    kept = records(Clock())
    record = kept.found(begun(kept, {}, return_to="/a"), "rt")

    assert (record.key, record.secrets, record.return_to, record.done) == ("rt", ["hush"], "/a", False)


def test_another_token_is_not_found():
    kept = records(Clock())
    with pytest.raises(LoginError, match="no such login"):
        kept.found(begun(kept, {}), "other")


@pytest.mark.case(24)
def test_a_cookie_under_another_name_is_not_found():
    """A record does not become another's."""
    kept = records(Clock())
    (value,) = begun(kept, {}, "one").values()
    (name,) = begun(kept, {}, "two")

    with pytest.raises(LoginError):
        kept.found({name: value}, "two")


@pytest.mark.case(53)
def test_another_logins_record_is_not_found():
    """The callback of one provider does not end a login at another."""
    cookies = begun(records(Clock(), login="other"), {})
    with pytest.raises(LoginError):
        records(Clock()).found(cookies, "rt")


@pytest.mark.case(51)
def test_at_most_five_logins_are_kept_and_the_oldest_goes():
    clock, cookies = Clock(), {"session": "x"}
    kept = records(clock)
    for number in range(7):
        clock.now += 1
        cookies = begun(kept, cookies, f"token-{number}")

    assert len(cookies) == 6
    assert [number for number in range(7) if is_found(kept, cookies, f"token-{number}")] == [2, 3, 4, 5, 6]


def is_found(kept, cookies, token):
    try:
        return kept.found(cookies, token) is not None
    except LoginError:
        return False


def test_broken_records_go_first():
    clock = Clock()
    kept = records(clock)
    cookies = {f"login_{number}": "broken" for number in range(3)}
    for number in range(4):
        cookies = begun(kept, cookies, f"token-{number}")

    assert len(cookies) == 5
    assert all(is_found(kept, cookies, f"token-{number}") for number in range(4))


@pytest.mark.case(51)
def test_all_records_stay_within_4_kib():
    clock, cookies = Clock(), {}
    kept = records(clock)
    for number in range(5):
        clock.now += 1
        cookies = begun(kept, cookies, f"token-{number}", return_to="/" + "r" * 1000)

    assert sum(len(name) + len(value) for name, value in cookies.items()) <= 4096
    assert is_found(kept, cookies, "token-4")


def test_a_record_that_would_be_too_large_loses_its_destination():
    kept = records(Clock())
    cookies = begun(kept, {}, "t" * 512, "s" * 512, "/" + '"' * 2047)

    assert kept.found(cookies, "t" * 512).return_to is None
    assert sum(map(len, [*cookies, *cookies.values()])) <= 4096


@pytest.mark.case(29)
def test_a_record_tells_its_browser_nothing():
    (value,) = begun(records(Clock()), {}, secret="the-token-secret").values()
    raw = base64.urlsafe_b64decode(value + "==")

    assert b"the-token-secret" not in raw
    assert not [at for at in range(3) if base64.b64encode(b"the-token-secret"[at:-3])[:16] in value.encode()]


def test_a_finished_record_has_no_secret():
    kept, response = records(Clock()), Response()
    cookies = begun(kept, {})
    kept.finish(response, kept.found(cookies, "rt"))
    record = kept.found(after(response, cookies), "rt")

    assert (record.secrets, record.done) == ([], True)


def test_a_record_from_the_future_is_expired():
    clock = Clock()
    kept = records(clock)
    cookies = begun(kept, {})
    clock.now -= 10

    assert kept.is_expired(kept.found(cookies, "rt"))


@pytest.mark.case(78)
def test_secrets_do_not_show_in_a_repr():
    kept = records(Clock())

    assert "hush" not in repr(kept.found(begun(kept, {}), "rt"))
