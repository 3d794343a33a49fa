"""The signed cookie store: what is sent, what is read, and what time does to it."""

from __future__ import annotations

import time

import pytest

from gateway.errors import SessionError
from gateway.http.response import Response
from gateway.sessions.codec import Codec
from gateway.sessions.store import CookieOptions
from gateway.sessions.stores.cookie import CookieStore

KEY = "a key of at least thirty-two characters"
OTHER = "another key of more than thirty-two characters"
HOUR, DAY = 3600, 86_400
START = 1_800_000_000
HOST = "Path=/; HttpOnly; Secure; SameSite=Lax"


def signed(payload, *, name="session", created=START, stamped=START):
    return f"{name}={Codec(name, [KEY]).encode(payload, created, stamped, bytes(16))}"


def test_stores_are_equal_if_they_keep_the_same_cookie_with_the_same_keys():
    same = [CookieStore(CookieOptions(keys=(KEY,), idle=idle)) for idle in (1, 2)]
    others = [CookieStore(CookieOptions(keys=(OTHER,))), CookieStore(CookieOptions(keys=(KEY,), name="b"))]

    assert len({*same, *others}) == 3
    assert same[0] != "session"


def test_values_come_back(browser):
    browser.visit(user={"name": "Ada"}, cart=[1, 2])
    session = browser.open()

    assert dict(session) == {"user": {"name": "Ada"}, "cart": [1, 2]}
    assert not session.is_new


@pytest.mark.case(31)
def test_untouched_session_sends_nothing(browser):
    browser.visit()

    assert browser.sent == []


@pytest.mark.case(12)
def test_read_session_is_not_sent_again(browser):
    browser.visit(user="ada")
    browser.visit()

    assert browser.sent == []


def test_nested_change_is_sent(browser):
    browser.visit(cart=[1])
    session = browser.open()
    session["cart"].append(2)
    browser.save(session)

    assert browser.open()["cart"] == [1, 2]


def test_emptied_session_clears_the_cookie(browser):
    browser.visit(cart=[1])
    session = browser.open()
    session.clear()
    browser.save(session)

    assert browser.sent == ["session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]


# Attributes and names


@pytest.mark.case(16, 17)
@pytest.mark.parametrize(
    ("scheme", "options", "name", "attributes"),
    [
        ("http", {}, "session", "Max-Age=86400; Path=/; HttpOnly; SameSite=Lax"),
        ("https", {}, "__Host-session", f"Max-Age=86400; {HOST}"),
        ("http", {"secure": True}, "__Host-session", f"Max-Age=86400; {HOST}"),
        ("https", {"secure": False}, "session", "Max-Age=86400; Path=/; HttpOnly; SameSite=Lax"),
        ("https", {"domain": "example.org"}, "__Secure-session",
         "Max-Age=86400; Domain=example.org; Path=/; HttpOnly; Secure; SameSite=Lax"),
        ("https", {"path": "/app"}, "__Secure-session",
         "Max-Age=86400; Path=/app; HttpOnly; Secure; SameSite=Lax"),
        ("http", {"max_age": None, "http_only": False, "same_site": "unset", "name": "s"}, "s", "Path=/"),
        ("https", {"same_site": "none", "max_age": HOUR}, "__Host-session",
         "Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=None"),
        ("http", {"same_site": "strict"}, "session", "Max-Age=86400; Path=/; HttpOnly; SameSite=Strict"),
    ],
)  # fmt: skip
def test_cookie_has_its_name_and_attributes(make_browser, scheme, options, name, attributes):
    browser = make_browser(scheme, **options)
    browser.visit(user="ada")
    cookie, _, rest = browser.sent[0].partition("; ")

    assert (cookie.partition("=")[0], rest) == (name, attributes)
    assert browser.open()["user"] == "ada"


@pytest.mark.case(18)
@pytest.mark.parametrize(
    ("scheme", "options", "is_loud"),
    [("http", {"secure": True}, True), ("http", {"secure": True, "is_https": True}, False),
     ("https", {"secure": True}, False), ("http", {}, False)],
)  # fmt: skip
def test_secure_cookie_of_a_service_without_https_is_told_once(
    make_browser, caplog, scheme, options, is_loud
):
    for _ in range(3):
        make_browser(scheme, **options, name=f"told-{scheme}-{len(options)}").visit(user="ada")
    said = [record.message for record in caplog.records]

    assert len(said) == is_loud
    assert not is_loud or said[0].startswith(
        "the cookie __Host-told-http-1 is secure, but a request came by http"
    )


@pytest.mark.case(21, 70)
@pytest.mark.parametrize("options", [{}, {"domain": "example.org"}, {"path": "/app", "same_site": "strict"}])
def test_cookie_is_cleared_with_the_attributes_it_was_set_with(make_browser, options):
    browser = make_browser("https", **options)
    browser.visit(user="ada")
    attributes = browser.sent[0].partition("; ")[2].partition("; ")[2]
    session = browser.open()
    session.destroy()
    browser.save(session)
    cookie, _, rest = browser.sent[0].partition("; ")

    assert (cookie.partition("=")[2], rest) == ("", f"Max-Age=0; {attributes}")


@pytest.mark.case(16)
def test_only_the_prefixed_name_is_read_over_https(make_browser):
    """A cookie without the prefix may come from a sibling domain."""
    browser = make_browser("https")
    browser.cookie = signed(b'{"user":"mallory"}')

    assert dict(browser.open()) == {}


@pytest.mark.case(30)
def test_response_that_sets_the_cookie_is_not_stored(browser):
    response = browser.visit(user="ada")

    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("private, max-age=60", "private, max-age=60"),
        ("No-Store", "No-Store"),
        ("public, max-age=60", "no-store"),
        ('private="x"', "no-store"),
    ],
)
def test_cache_control_of_the_handler_stands_if_it_is_private(browser, given, sent):
    session = browser.open()
    session["user"] = "ada"
    response = browser.save(session, Response(headers={"Cache-Control": given}))

    assert response.headers["Cache-Control"] == sent


@pytest.mark.case(30)
@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({}, "Cookie"),
        ({"Vary": "Accept"}, "Accept, Cookie"),
        ({"Vary": "cookie"}, "cookie"),
        ({"Vary": "*"}, "*"),
    ],
)
def test_response_varies_by_cookie_once_the_session_was_read(browser, given, sent):
    response = browser.save(browser.open(), Response(headers=given))

    assert response.headers["Vary"] == sent
    assert "Cache-Control" not in response.headers


# What a client may send


@pytest.mark.case(22)
@pytest.mark.parametrize(
    "payload",
    [
        b"[]",
        b"1",
        b"null",
        b'"text"',
        b"not JSON",
        b"",
        b"\xff\xfe",
        b"[" * 2000,
        b'{"a":' * 500,
        b'{"a":NaN}',
    ],
)
def test_signed_value_that_is_no_object_is_anonymous(browser, payload):
    """Only possible with our own key, and still no error."""
    browser.cookie = signed(payload)
    session = browser.open()

    assert (dict(session), session.is_new) == ({}, True)


@pytest.mark.case(21, 22)
@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        "=",
        "A" * 100_000,
        "A=" * 50_000,
        "\0",
        "é",
        "eyJ9",
        "[" * 100_000,
        "%00",
        '"quoted"',
        "session=" * 9000,
    ],
    ids=lambda value: value[:8],
)
def test_unreadable_cookie_is_anonymous_cleared_and_cheap(browser, value):
    """No exception, under 10 ms, cleared with the same attributes."""
    browser.cookie = f"session={value}"
    start = time.perf_counter()
    session = browser.open()
    seconds = time.perf_counter() - start
    browser.save(session)

    assert (dict(session), seconds < 0.01) == ({}, True)
    assert browser.sent == ["session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]


def test_many_cookies_of_one_name_are_cheap(browser):
    forged = signed(b'{"user":"mallory"}')[:-1] + "!"
    browser.cookie = "; ".join([forged] * 70)  # about the 8 KiB that a server admits
    start = time.perf_counter()

    assert dict(browser.open()) == {}
    assert time.perf_counter() - start < 0.01


@pytest.mark.case(23)
@pytest.mark.parametrize(
    "header",
    ["session={}; session=forged", "session=forged; session={}", "a=1;session={}", "a=1;  session={} ; b=2"],
)
def test_first_valid_of_several_cookies_is_used(browser, header):
    """What a sibling domain tosses in does not log anybody out."""
    browser.cookie = header.format(signed(b'{"user":"ada"}').partition("=")[2])

    assert browser.open()["user"] == "ada"


@pytest.mark.case(23)
def test_first_of_two_valid_cookies_is_used(browser):
    """The same one each time."""
    browser.cookie = "; ".join([signed(b'{"user":"ada"}'), signed(b'{"user":"bob"}')])

    assert browser.open()["user"] == "ada"


@pytest.mark.parametrize(
    "header", ["xsession={}", "session2={}", "Session={}", "a=session={}", "__Host-session={}"]
)
def test_cookie_of_another_name_is_not_read(browser, header):
    browser.cookie = header.format(signed(b'{"user":"ada"}').partition("=")[2])
    browser.visit()

    assert (dict(browser.open()), browser.sent) == ({}, [])


@pytest.mark.case(24, 25)
def test_cookie_of_one_session_is_refused_as_another(make_browser):
    browser, other = make_browser(), make_browser(name="other")
    browser.visit(user="ada")
    other.cookie = "other=" + browser.cookie.partition("=")[2]

    assert dict(other.open()) == {}


# Time


@pytest.mark.case(6)
@pytest.mark.parametrize(("age", "user"), [(DAY - 1, "ada"), (DAY + 1, None)])
def test_session_ends_at_its_absolute_age(make_browser, clock, age, user):
    """Even with activity every minute, which renews the stamp."""
    browser = make_browser(idle=HOUR)
    browser.visit(user="ada")
    while clock.now + 1800 < START + age:
        clock.now += 1800
        browser.visit()
    clock.now = START + age

    assert browser.open().get("user") == user


@pytest.mark.case(7)
@pytest.mark.parametrize(("age", "user"), [(HOUR - 1, "ada"), (HOUR + 1, None)])
def test_idle_session_ends(make_browser, clock, age, user):
    browser = make_browser(idle=HOUR)
    browser.visit(user="ada")
    clock.now += age

    assert browser.open().get("user") == user


@pytest.mark.case(9)
def test_expiry_does_not_depend_on_the_browser(browser, clock):
    """The cookie is sent although its Max-Age is over."""
    browser.visit(user="ada")
    clock.now += DAY
    browser.visit()

    assert browser.sent == ["session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]


def test_session_without_limits_lives_on(make_browser, clock):
    browser = make_browser(max_age=None, idle=None)
    browser.visit(user="ada")
    clock.now += 1000 * DAY
    browser.visit()

    assert (browser.open()["user"], browser.sent) == ("ada", [])


@pytest.mark.parametrize(("ahead", "user"), [(299, "ada"), (301, None)])
def test_stamp_of_the_future_is_refused_beyond_a_small_skew(browser, ahead, user):
    browser.cookie = signed(b'{"user":"ada"}', created=START + ahead, stamped=START + ahead)

    assert browser.open().get("user") == user


@pytest.mark.case(8)
def test_idle_time_is_renewed_at_most_ten_times_an_idle_time(make_browser, clock):
    """An hour of one request a minute, idle one hour."""
    browser = make_browser(idle=HOUR)
    browser.visit(user="ada")
    writes = 0
    for _ in range(60):
        clock.now += 60
        browser.visit()
        writes += len(browser.sent)

    assert writes == 8


def test_renewed_cookie_keeps_its_created_time_and_shorter_age(browser, clock):
    browser.visit(user="ada")
    clock.now += HOUR
    browser.visit()

    assert browser.open().created == START
    assert "; Max-Age=82800; Path=/; HttpOnly; SameSite=Lax" in browser.sent[0]


def test_touch_renews_at_once(browser, clock):
    browser.visit(user="ada")
    clock.now += 1
    session = browser.open()
    session.touch()
    browser.save(session)

    assert browser.open().stamped == START + 1


# Keys


@pytest.mark.case(26)
def test_old_key_is_read_and_replaced_with_all_attributes(make_browser):
    old, browser = make_browser("https"), make_browser("https", keys=(OTHER, KEY))
    old.visit(user="ada")
    browser.cookie = old.cookie
    browser.visit()

    assert browser.sent[0].partition("; ")[2] == f"Max-Age=86400; {HOST}"
    browser.store = make_browser("https", keys=(OTHER,)).store
    assert browser.open()["user"] == "ada"


@pytest.mark.case(26, 73)
def test_removed_key_makes_anonymous(make_browser):
    """Rotation ends all sessions at once."""
    old, browser = make_browser(), make_browser(keys=(OTHER,))
    old.visit(user="ada")
    browser.cookie = old.cookie

    assert dict(browser.open()) == {}


# Login and logout


@pytest.mark.case(1, 3, 4)
def test_login_begins_another_session(browser, clock):
    """The cart stays, the rest and the old times go."""
    browser.visit(cart=[1], user="first", junk="x")
    clock.now += 60
    session = browser.open()
    session.regenerate(keep=("cart",))
    session["user"] = "second"
    browser.save(session)
    session = browser.open()

    assert dict(session) == {"cart": [1], "user": "second"}
    assert session.created == START + 60


@pytest.mark.case(2)
def test_cookie_of_nobody_is_never_adopted(browser):
    browser.cookie = "session=chosen-by-an-attacker"
    browser.visit(user="ada")

    assert "chosen-by-an-attacker" not in browser.cookie
    assert browser.open()["user"] == "ada"


@pytest.mark.case(71)
def test_logout_without_a_session_sends_nothing(browser):
    session = browser.open()
    session.destroy()
    browser.save(session)

    assert browser.sent == []


def test_words_after_logout_begin_a_new_session(browser):
    browser.visit(user="ada")
    session = browser.open()
    session.destroy()
    session["flash"] = "bye"
    browser.save(session)

    assert dict(browser.open()) == {"flash": "bye"}


@pytest.mark.case(28)
def test_copied_cookie_lives_after_logout_until_it_expires(browser, clock):
    """Documented; only a server store can forget."""
    browser.visit(user="ada")
    copy = browser.cookie
    session = browser.open()
    session.destroy()
    browser.save(session)
    browser.cookie = copy

    assert browser.open()["user"] == "ada"
    clock.now += DAY
    assert dict(browser.open()) == {}


# Size


@pytest.fixture
def full(make_browser):
    """A browser and its session whose cookie, name and value, has 4096 bytes."""
    browser = make_browser(name="sessions")
    session = browser.open()
    session["text"] = "x" * 2998
    return browser, session


@pytest.mark.case(20)
def test_cookie_of_4096_bytes_passes(full):
    browser, session = full
    browser.save(session)

    assert len(browser.cookie) - len("=") == 4096
    assert len(browser.open()["text"]) == 2998


@pytest.mark.case(20)
def test_cookie_over_4096_bytes_is_refused_before_anything_is_sent(full):
    browser, session = full
    session["text"] += "x"
    response = Response()

    with pytest.raises(SessionError, match="the session takes 4098 bytes as a cookie, 4096 are allowed"):
        browser.store.save(browser.request, session, response)

    assert "Set-Cookie" not in response.headers


@pytest.mark.case(20, 78)
def test_refusal_names_the_largest_keys_without_their_values(full):
    browser, session = full
    session.update(small=1, b="hunter2", a="hunter2!")
    with pytest.raises(SessionError) as caught:
        browser.save(session)

    assert str(caught.value).endswith("largest keys: 'text' 3007, 'a' 14, 'b' 13")


def test_value_json_cannot_hold_leaves_the_old_cookie(browser):
    browser.visit(user="ada")
    session = browser.open()
    session["when"] = {1, 2}
    response = Response()

    with pytest.raises(SessionError, match="when"):
        browser.store.save(browser.request, session, response)

    assert "Set-Cookie" not in response.headers


@pytest.mark.case(78)
def test_repr_shows_no_key(browser):
    assert KEY not in repr(browser.store)


# The age of one session


def aged(browser, age, **values):
    """A visit that gives its session an age."""
    session = browser.open()
    session.update(values)
    session.max_age = age
    browser.save(session)


@pytest.mark.parametrize(("seconds", "user"), [(59, "ada"), (60, None)])
def test_session_ends_at_its_own_age_whatever_is_configured(browser, clock, seconds, user):
    aged(browser, 60, user="ada")
    clock.now += seconds

    assert browser.open().get("user") == user


def test_longer_age_of_its_own_outlives_the_configured_ones(make_browser, clock):
    """As who asks to be remembered for a month expects: neither max_age nor idle ends it."""
    browser = make_browser(max_age=DAY, idle=HOUR)
    aged(browser, 30 * DAY, user="ada")
    assert "Max-Age=2592000" in browser.sent[0]
    clock.now += 29 * DAY

    assert browser.open()["user"] == "ada"


def test_own_age_counts_from_when_it_was_set(browser, clock):
    browser.visit(user="ada")
    clock.now += HOUR
    aged(browser, 60)
    assert "Max-Age=60;" in browser.sent[0]
    clock.now += 30
    browser.visit(page=2)

    assert "Max-Age=30;" in browser.sent[0]
    clock.now += 31
    assert browser.open().get("user") is None


def test_session_of_a_browser_has_no_age_but_ends_when_it_is_idle(make_browser, clock):
    browser = make_browser(max_age=DAY, idle=HOUR)
    aged(browser, None, user="ada")
    assert "Max-Age" not in browser.sent[0]
    for _ in range(60):
        clock.now += HOUR // 2
        browser.visit()

    assert browser.open()["user"] == "ada"
    clock.now += HOUR + 1
    assert browser.open().get("user") is None


def test_age_of_no_seconds_takes_the_cookie_away(browser):
    aged(browser, 0, user="ada")

    assert "Max-Age=0" in browser.sent[0]
    assert browser.open().get("user") is None


def test_regenerated_session_has_the_configured_age_again(browser):
    aged(browser, 60, user="ada")
    session = browser.open()
    session.regenerate(keep=("user",))
    browser.save(session)

    assert "Max-Age=86400" in browser.sent[0]


# Ids


def test_id_is_the_same_until_the_session_begins_anew(browser):
    browser.visit(user="ada")
    first = browser.open().id
    browser.visit(page=2)
    assert browser.open().id == first
    session = browser.open()
    session.regenerate(keep=("user",))
    browser.save(session)

    assert browser.open().id == session.id != first


def test_regenerated_session_is_kept_although_it_is_empty(browser):
    browser.visit(user="ada")
    session = browser.open()
    session.regenerate()
    browser.save(session)

    assert (dict(browser.open()), browser.open().id) == ({}, session.id)


# Rolling, empty and forced


def test_rolling_session_counts_from_the_last_answer(make_browser, clock):
    browser = make_browser(max_age=60, idle=None, rolling=True)
    browser.visit(user="ada")
    for _ in range(5):
        clock.now += 59
        browser.visit()
        assert "Max-Age=60;" in browser.sent[0]

    assert browser.open()["user"] == "ada"
    clock.now += 60
    assert browser.open().get("user") is None


def test_rolling_session_that_is_empty_sends_nothing(make_browser):
    browser = make_browser(rolling=True)
    browser.visit()

    assert browser.sent == []


def test_empty_session_is_kept_once_if_it_should_be(make_browser):
    browser = make_browser(save_empty=True)
    browser.visit()
    (cookie,) = browser.sent
    browser.visit()

    assert cookie.startswith("session=")
    assert browser.sent == []
    assert not browser.open().is_new


def test_destroyed_session_ends_where_empty_ones_are_kept(make_browser):
    browser = make_browser(save_empty=True)
    browser.visit(user="ada")
    session = browser.open()
    session.destroy()
    browser.save(session)

    assert browser.sent == ["session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]


def test_save_sends_what_did_not_change(browser):
    browser.visit(user="ada")
    session = browser.open()
    session.save()
    browser.save(session)

    assert len(browser.sent) == 1


def test_save_refuses_at_once_what_no_cookie_holds(browser):
    session = browser.open()
    session["text"] = "x" * 4000

    with pytest.raises(SessionError, match="largest keys: 'text' 4009"):
        session.save()


def test_cookie_for_other_sites_is_lax_where_it_cannot_be_secure(make_browser):
    browser = make_browser(same_site="none")
    browser.visit(user="ada")

    assert browser.sent[0].endswith("Path=/; HttpOnly; SameSite=Lax")


def test_reload_goes_back_to_what_came(browser):
    browser.visit(user="ada")
    session = browser.open()
    session["user"] = "bob"
    session.reload()
    browser.save(session)

    assert (session["user"], browser.sent) == ("ada", [])


def test_age_is_whole_seconds_although_time_is_not(browser, clock):
    clock.now += 0.7
    aged(browser, 60, user="ada")

    assert "Max-Age=60;" in browser.sent[0]


def test_session_knows_its_store(browser):
    assert browser.open().store is browser.store
