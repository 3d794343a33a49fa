"""Cookies of cookie-session: as it has written them, in our store, and between Express and the gateway."""

from __future__ import annotations

import json
import shutil
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

import pytest

from gateway.errors import SessionError
from gateway.sessions.codec import Codec
from gateway.sessions.cookie_session import CookieSessionCodec, PairJar, signature, value_of, values_in
from tests.express.exchange import Sent
from tests.express.groups import HERE
from tests.express.playing import keep, over, within
from tests.express.record import express

KEY = "a key of at least thirty-two characters"
OTHER = "another key of more than thirty-two characters"
HOUR, DAY = 3600, 86_400
OURS = "_gateway"
ID = bytes(range(240, 256))

# What cookie-session 2.1.1 wrote: name, key, session, value, signature.
ALICE = {
    "user-from-twitter": {
        "name": "Alice Liddell",
        "screen_name": "alice",
        "profile_image_url_https": "https://pbs.twimg.com/profile_images/1/alice_normal.jpg",
    }
}
ALICE_WRITTEN = (
    "eyJ1c2VyLWZyb20tdHdpdHRlciI6eyJuYW1lIjoiQWxpY2UgTGlkZGVsbCIsInNjcmVlbl9uYW1lIjoiYWxpY2UiLCJwcm9maWxlX2lt"
    "YWdlX3VybF9odHRwcyI6Imh0dHBzOi8vcGJzLnR3aW1nLmNvbS9wcm9maWxlX2ltYWdlcy8xL2FsaWNlX25vcm1hbC5qcGcifX0="
)
ALL_KINDS = {
    "z": "Zoë 😀\u2028", "l": "\ud800", "q": "???>>>~~~", "n": None, "t": True, "f": 1.5e300, "a": [1, {}],
    "": 0,
}  # fmt: skip
ALL_KINDS_WRITTEN = (
    "eyJ6IjoiWm/DqyDwn5iA4oCoIiwibCI6Ilx1ZDgwMCIsInEiOiI/Pz8+Pj5+fn4iLCJuIjpudWxsLCJ0Ijp0cnVlLCJmIjoxLjVlKzMw"
    "MCwiYSI6WzEse31dLCIiOjB9"
)
VECTORS = [
    ("user-from-twitter", "cook-key", ALICE, ALICE_WRITTEN, "08cMR-GY589lm8hMJ2-LKR52Klg"),
    ("session", "k1", ALL_KINDS, ALL_KINDS_WRITTEN, "3vtJyMxfvLbdAZvDbWt9J2ay-78"),
    ("session", "k0", {"n": 1}, "eyJuIjoxfQ==", "KCzBz9da8lDdwIL_q7VnBnL3E6A"),
]
N_1, N_1_SIGNED = VECTORS[2][3:]
vectors = pytest.mark.parametrize(("name", "key", "values", "value", "signed"), VECTORS)


@pytest.fixture
def short_keys(monkeypatch):
    """Express takes keys of any length, and these cookies were signed with short ones."""
    monkeypatch.setattr("gateway.http.keys.SHORTEST", 1)


def shown(text):
    """Text as we have it of JavaScript's: half a pair is what browsers show in its place."""
    return text.replace("\ud800", "\ufffd") if isinstance(text, str) else text


@pytest.mark.case(32)
@vectors
@pytest.mark.usefixtures("short_keys")
def test_golden_vector_is_read(name, key, values, value, signed):
    record = CookieSessionCodec(name, [key]).decode(f"{value}.{signed}")

    assert json.loads(record.payload) == {name: shown(held) for name, held in values.items()}
    assert (record.id, record.is_current) == (b"", False)


@pytest.mark.case(32)
@vectors
def test_golden_vector_is_written(name, key, values, value, signed):
    """Byte for byte, half a pair included."""
    assert value_of(values) == value
    assert signature(key.encode(), name, value) == signed


@pytest.mark.usefixtures("short_keys")
def test_vector_of_rotation_is_signed_anew():
    codec = CookieSessionCodec("session", ["k1", "k0"])

    assert codec.decode(f"{N_1}.{N_1_SIGNED}").payload == b'{"n":1}'
    assert codec.sign(N_1) == "B6GaB1DnUP7yOQzCI7e_Pq-v37o"


@pytest.mark.usefixtures("short_keys")
def test_vector_of_logout_is_nothing():
    codec = CookieSessionCodec("session", ["k0"])

    assert codec.sign("") == "c4TP8-cGjRoCA_h0KXvFfxmsMWw"
    assert codec.decode(f".{codec.sign('')}") is None


@pytest.mark.case(21, 22)
@pytest.mark.parametrize(
    ("keys", "value", "signed"),
    [
        (["k0"], "f" + N_1[1:], N_1_SIGNED),
        (["k1"], N_1, N_1_SIGNED),
        (["other"], N_1, N_1_SIGNED),
        (["k0"], N_1, ""),
        (["k0"], N_1, N_1_SIGNED + "="),
        (["k0"], N_1, N_1_SIGNED[:-1] + "B"),
        (["k0"], N_1, "é" * 27),
        (["k0"], "A" * 4097, signature(b"k0", "session", "A" * 4097)),
    ],
)
@pytest.mark.usefixtures("short_keys")
def test_vector_that_was_changed_is_refused(keys, value, signed):
    """The unused bits of the last character count too."""
    assert CookieSessionCodec("session", keys).decode(f"{value}.{signed}") is None


@pytest.mark.case(22)
@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"7", b"{", b'{"a":1e999}', b'{"a":NaN}', b'{"a":"\xff"}', b'{"a":' + b"[" * 3000],
    ids=lambda body: body[:12].decode(errors="replace"),
)
def test_value_that_is_no_object_is_no_session(body):
    """Also if a key of ours signed it."""
    value = b64encode(body).decode()
    codec = CookieSessionCodec("session", [KEY])

    assert codec.decode(f"{value}.{codec.sign(value)}") is None


@pytest.mark.parametrize("value", ["A", "e30", "e30=e30=", "_30=", "e3 0="])
def test_value_that_is_no_base64_holds_nothing(value):
    assert values_in(value) is None


# What is ours


def test_what_is_ours_is_beside_the_values():
    codec = CookieSessionCodec("session", [KEY])
    value = codec.encode(b'[{"n":1},{"csrf":"x"}]', 1_800_000_000.9, 1_800_000_100.5, ID)

    assert values_in(value) == {
        "n": 1,
        OURS: [1_800_000_000, 1_800_000_100, "8PHy8_T19vf4-fr7_P3-_w", {"csrf": "x"}],
    }
    assert codec.decode(f"{value}.{codec.sign(value)}") == (
        b'[{"n":1},{"csrf":"x"}]', 1_800_000_000, 1_800_000_100, ID, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    "own",
    [
        None, 7, [], [1, 2, "8PHy8_T19vf4-fr7_P3-_w"], [1.5, 2, "8PHy8_T19vf4-fr7_P3-_w", {}],
        [1, 2, "short", {}], [1, 2, "A", {}], [1, 2, "é", {}], [1, 2, "8PHy8_T19vf4-fr7_P3-_w", []],
    ],
)  # fmt: skip
def test_what_only_looks_like_ours_is_thrown_away(own):
    codec = CookieSessionCodec("session", [KEY])
    value = value_of({"n": 1, OURS: own})

    assert codec.decode(f"{value}.{codec.sign(value)}") == (b'{"n":1}', 0, 0, b"", False)


@pytest.mark.case(27)
@pytest.mark.parametrize(("keys", "message"), [([], "is empty"), (["sesame"], "has 6 characters, 32 are")])
def test_missing_or_short_key_is_named_without_its_value(keys, message):
    """Who has such a key in Express puts a longer one before it there."""
    with pytest.raises(ValueError, match=message) as caught:
        CookieSessionCodec("session", keys)

    assert "sesame" not in str(caught.value)


@pytest.mark.case(78)
def test_repr_shows_no_key():
    assert KEY not in repr(CookieSessionCodec("session", [KEY]))


# In the store


@pytest.fixture
def make_pair(make_browser):
    def browser(scheme="http", **options):
        return make_browser(scheme, codec=CookieSessionCodec, jar=PairJar, **options)

    return browser


@pytest.fixture
def pair(make_pair):
    return make_pair()


def of_express(values, key=KEY):
    """The cookies that Express sends for a session."""
    value = value_of(values)
    return f"session={value}; session.sig={signature(key.encode(), 'session', value)}"


def parts_of(line):
    name, _, rest = line.partition("=")
    return name, rest.partition("; ")[2]


@pytest.mark.parametrize(
    ("scheme", "options", "attributes"),
    [
        ("http", {}, "Max-Age=86400; Path=/; HttpOnly; SameSite=Lax"),
        ("https", {}, "Max-Age=86400; Path=/; HttpOnly; Secure; SameSite=Lax"),
        ("https", {"domain": ".example.com", "path": "/app", "max_age": None},
         "Domain=example.com; Path=/app; HttpOnly; Secure; SameSite=Lax"),
    ],
)  # fmt: skip
def test_both_cookies_have_the_plain_name_and_all_attributes(make_pair, scheme, options, attributes):
    """Express, which looks for no prefix, finds them; rotation and logout keep the attributes too."""
    browser = make_pair(scheme, **options)
    browser.visit(user="ada")
    assert [parts_of(line) for line in browser.sent] == [("session", attributes), ("session.sig", attributes)]
    ended = attributes.replace("Max-Age=86400; ", "")
    session = browser.open()
    session.destroy()
    browser.save(session)

    assert browser.sent == [f"{name}=; Max-Age=0; {ended}" for name in ("session", "session.sig")]


def test_attributes_of_one_session_are_those_of_both_cookies(pair):
    session = pair.open()
    session["user"] = "ada"
    session.cookie.same_site = "strict"
    session.max_age = 60
    pair.save(session)

    assert [parts_of(line)[1] for line in pair.sent] == ["Max-Age=60; Path=/; HttpOnly; SameSite=Strict"] * 2


def test_values_and_what_layers_keep_come_back(pair):
    session = pair.open()
    session["user"] = {"name": "Zoë 😀"}
    session.private["csrf"] = "secret"
    pair.save(session)
    again = pair.open()

    assert (dict(again), again.private, again.id) == (dict(session), {"csrf": "secret"}, session.id)
    pair.save(again)
    assert pair.sent == []


@pytest.mark.case(6, 7, 9)
@pytest.mark.parametrize(
    ("unused", "age", "user"), [(2 * HOUR - 1, 0, "ada"), (2 * HOUR, 0, None), (HOUR, DAY, None)]
)
def test_age_and_idle_time_are_checked_here(pair, clock, unused, age, user):
    """By our own times, whatever the browser and Express do."""
    pair.visit(user="ada")
    for _ in range(age // HOUR - 1):
        clock.now += HOUR
        pair.visit()
    clock.now += unused

    assert pair.open().get("user") == user


def test_session_of_express_begins_when_it_is_first_seen(pair, clock):
    """Express says no time; from then on it ends as any other."""
    pair.cookie = of_express({"user": "ada"})
    pair.visit()
    assert [parts_of(line)[0] for line in pair.sent] == ["session", "session.sig"]
    session = pair.open()
    assert (dict(session), session.created, session.is_new) == ({"user": "ada"}, clock.now, False)
    clock.now += 2 * HOUR

    assert dict(pair.open()) == {}


def test_cookie_of_express_alone_never_ends(pair, clock):
    """Who has a copy of one that we never wrote has it until the key is gone: docs/sessions.md says so."""
    pair.cookie = of_express({"user": "ada"})
    clock.now += 365 * DAY

    assert pair.open()["user"] == "ada"


@pytest.mark.case(26)
def test_old_key_is_read_and_both_cookies_are_signed_anew(make_pair):
    """With all attributes, of which cookie-session loses most."""
    browser = make_pair("https", keys=(OTHER, KEY))
    browser.cookie = of_express({"user": "ada"})
    browser.visit()
    browser.store = make_pair(keys=(OTHER,)).store

    assert browser.open()["user"] == "ada"
    assert {parts_of(line)[1] for line in browser.sent} == {
        "Max-Age=86400; Path=/; HttpOnly; Secure; SameSite=Lax"
    }


@pytest.mark.case(32)
@pytest.mark.parametrize(
    "cookie",
    [
        "session=eyJuIjoxfQ==",
        "session.sig=" + signature(KEY.encode(), "session", N_1),
        of_express({"n": 1}, OTHER),
        "session=; session.sig=" + signature(KEY.encode(), "session", ""),
        "connect.sid=s%3Afixedsid-A_0123456789abcdefABCDEF.aFphhEC2Klsz5wJNuT1LD8Vrd%2FW0qLbxWuXbU1BKOJU",
        "session=s%3Afixedsid-A_0123456789abcdefABCDEF.aFphhEC2Klsz5wJNuT1LD8Vrd%2FW0qLbxWuXbU1BKOJU",
        "session=" + Codec("session", [KEY]).encode(b'{"n":1}', 1_800_000_000, 1_800_000_000, ID),
    ],
    ids=["unsigned", "signature", "other key", "ended", "express-session", "of its name", "gateway"],
)
def test_cookie_of_another_kind_is_a_stranger(pair, cookie):
    """Nor is what express-session keeps, which has the values on its server."""
    pair.cookie = cookie

    assert (dict(pair.open()), pair.open().is_new) == ({}, True)


def test_cookie_of_express_is_a_stranger_by_default(browser):
    browser.cookie = of_express({"user": "ada"})

    assert dict(browser.open()) == {}


@pytest.mark.case(23)
def test_first_of_several_cookies_that_verifies_is_used(pair):
    """Another host of the domain can set some too, with or without signatures."""
    pair.cookie = f"session=x; session.sig=y; {of_express({'user': 'ada'})}; {of_express({'user': 'bob'})}"

    assert pair.open()["user"] == "ada"


@pytest.mark.case(20)
def test_cookie_of_4096_bytes_passes_and_a_larger_one_is_refused(make_pair):
    """Cookie-session sends it, and browsers drop it without a word."""
    browser = make_pair(name="sessions")
    session = browser.open()
    session["text"] = "x" * 2992
    browser.save(session)
    assert len(browser.sent[0].partition(";")[0]) - len("=") == 4096
    session["text"] += "x"

    with pytest.raises(SessionError, match="the session takes 4100 bytes as a cookie, 4096 are allowed"):
        browser.save(session)


def test_our_key_is_not_for_handlers(pair):
    with pytest.raises(SessionError, match="'_gateway' are ours"):
        pair.visit(_gateway=1)


def test_stores_are_equal_if_they_read_the_same_cookies(pair, make_pair, browser):
    assert pair.store == make_pair().store != browser.store


# Back and forth between Express and the gateway: one browser, two services

IS_INSTALLED = shutil.which("node") is not None and (HERE / "node_modules" / "cookie-session").is_dir()
live = pytest.mark.skipif(
    not IS_INSTALLED, reason="needs Node, and Express below tests/express (make express)"
)
FIRST, OLDER = "the first key, which signs, of 32+", "an older key, which only verifies"
CONFIG = """
session: {{format: cookie-session, keys: {keys}, cookie: {{same_site: unset}}}}
stacks: {{web: [session, csrf]}}
routes:
  - {{path: /plain, stack: web, respond: {{text: "1"}}}}
  - {{path: /read, stack: web, handler: "served:read"}}
  - {{path: /token, stack: web, handler: "served:token"}}
  - {{path: /sent, methods: [POST], stack: web, handler: "served:read"}}
  - {{path: /write, methods: [POST], stack: [session], body: {{parser: json}}, handler: "served:write"}}
  - {{path: /leave, methods: [POST], stack: [session], handler: "served:leave"}}
"""
HANDLERS = """
def read(request):
    return dict(request.session)

def token(request):
    return {"token": request.make_csrf_token(), "id": request.session.id}

def write(request):
    request.session.update(request.body)
    return dict(request.session)

def leave(request):
    request.session = None
    return {}
"""


@dataclass
class Visitor:
    """One browser: what either service sets, both are sent."""

    cookies: dict = field(default_factory=dict)
    sent: list = field(default_factory=list)

    def __call__(self, ask, target, body=None, **headers):
        """What the service answers; `sent` are the cookies it sets."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {"Cookie": cookie, "Content-Type": "application/json"} | headers
        method, data = ("GET", b"") if body is None else ("POST", json.dumps(body).encode())
        answer = ask(Sent(id="", method=method, target=target, headers=(*given.items(),), body=data))
        keep(self.cookies, answer)
        self.sent = answer.headers.get("set-cookie", [])
        assert answer.status == 200, answer.body
        return json.loads(answer.body)


@pytest.fixture(scope="module")
def ports():
    with express("migrating") as ports:
        yield ports


@pytest.fixture
def theirs(ports):
    """Express, under the keys of that name."""
    return lambda name: over(ports[f"migrating/{name}"])


@pytest.fixture
def ours(serve):
    """The gateway, under these keys."""
    return lambda *keys: within(serve(CONFIG.format(keys=[*keys]), HANDLERS).application)


@pytest.fixture
def visitor():
    return Visitor()


MANY = {
    "text": "Zoë 😀\u2028 ???>>>~~~", "nothing": None, "yes": True, "": 0, "float": 1.5e300, "small": 1e-7,
    "list": [1, {"deep": [{}]}], "negative": -12.25, "largest": 2**53 - 1, "control": '\x00\x1f\x7f"\\/\b',
}  # fmt: skip


@live
def test_express_reads_what_we_wrote_and_finds_nothing_to_write(visitor, ours, theirs):
    """It compares the text of the JSON: that is the same as its own, byte for byte."""
    visitor(ours(FIRST), "/write", MANY)
    found = visitor(theirs("first"), "/read")

    assert {name: found[name] for name in MANY} == MANY
    assert visitor.sent == []


@live
def test_we_read_what_express_wrote(visitor, ours, theirs):
    visitor(theirs("first"), "/write", MANY)

    assert visitor(ours(FIRST), "/read") == MANY
    assert len(visitor.sent) == 2
    assert visitor(theirs("first"), "/read").items() >= MANY.items()
    assert visitor(ours(FIRST), "/read") == MANY
    assert visitor.sent == []


@live
@pytest.mark.parametrize(("number", "text"), [(1.0, "1"), (1e20, "100000000000000000000"), (-0.0, "0")])
def test_number_that_express_writes_otherwise_is_the_same(visitor, ours, theirs, number, text):
    visitor(ours(FIRST), "/write", {"n": number})
    visitor(theirs("first"), "/read")

    assert f'"n":{text},' in b64decode(visitor.cookies["session"]).decode()
    assert visitor(ours(FIRST), "/read") == {"n": number}


@live
def test_express_rounds_large_numbers_and_drops_the_names_of_its_own(visitor, ours, theirs):
    """docs/sessions.md says so: keep long ids as text."""
    visitor(ours(FIRST), "/write", {"number": 2**60 + 1, "text": str(2**60 + 1), "isNew": 1})
    found = visitor(theirs("first"), "/read")

    assert (found["number"], found["text"], "isNew" in found) == (1152921504606847000, str(2**60 + 1), False)


@live
def test_half_a_pair_of_express_is_shown_as_browsers_do(visitor, ours, theirs):
    visitor(theirs("first"), "/write", {"name": "Zoë \ud83d", "whole": "\ud83d\ude00"})

    assert visitor(ours(FIRST), "/read") == {"name": "Zoë \ufffd", "whole": "😀"}


@live
def test_page_that_reads_no_session_leaves_that_of_express_alone(visitor, ours, theirs):
    visitor(theirs("first"), "/write", {"n": 1})
    visitor(ours(FIRST), "/plain")

    assert visitor.sent == []


@live
def test_each_changes_what_the_other_wrote(visitor, ours, theirs):
    visitor(theirs("first"), "/write", {"a": 1, "b": 1})
    visitor(ours(FIRST), "/write", {"b": 2, "c": 2})
    visitor(theirs("first"), "/write", {"c": 3, "d": 3})

    assert visitor(ours(FIRST), "/read") == {"a": 1, "b": 2, "c": 3, "d": 3}


@live
def test_forms_and_ids_go_on_after_express_wrote(visitor, ours, theirs):
    gateway = ours(FIRST)
    page = visitor(gateway, "/token")
    visitor(theirs("first"), "/write", {"a": 1})
    assert "session" in visitor.sent[0]

    assert visitor(gateway, "/sent", {}, **{"X-CSRF-Token": page["token"]}) == {"a": 1}
    assert visitor(gateway, "/token")["id"] == page["id"]


@live
def test_session_that_express_replaces_is_another(visitor, ours, theirs):
    gateway = ours(FIRST)
    visitor(gateway, "/write", {"a": 1})
    before = visitor(gateway, "/token")["id"]
    visitor(theirs("first"), "/anew", {"b": 2})

    assert visitor(gateway, "/read") == {"b": 2}
    assert visitor(gateway, "/token")["id"] != before


@live
def test_key_that_express_has_only_is_the_old_one_of_ours(visitor, ours, theirs):
    visitor(theirs("older"), "/write", {"n": 1})

    assert visitor(ours(FIRST, OLDER), "/read") == {"n": 1}
    assert visitor(theirs("first"), "/read")["n"] == 1


@live
def test_key_that_we_have_only_is_the_old_one_of_express(visitor, ours, theirs):
    visitor(ours(OLDER), "/write", {"n": 1})
    visitor(theirs("both"), "/read")

    assert [line.partition("=")[0] for line in visitor.sent] == ["session.sig"]
    assert visitor(ours(FIRST), "/read") == {"n": 1}


@live
@pytest.mark.parametrize("cookie", ["session", "session.sig"])
@pytest.mark.parametrize("is_ours", [True, False])
def test_cookie_that_was_changed_is_nothing_to_either(visitor, ours, theirs, cookie, is_ours):
    gateway = ours(FIRST)
    visitor(gateway, "/write", {"n": 1})
    value = visitor.cookies[cookie]
    visitor.cookies[cookie] = ("f" if value[0] == "e" else "e") + value[1:]

    assert visitor(gateway if is_ours else theirs("first"), "/read") == {}


@live
def test_who_leaves_one_has_left_the_other(visitor, ours, theirs):
    gateway = ours(FIRST)
    for leave, other in ((gateway, theirs("first")), (theirs("first"), gateway)):
        visitor(gateway, "/write", {"n": 1})
        visitor(leave, "/leave", {})

        assert visitor.cookies == {}
        assert visitor(other, "/read") == {}


@live
def test_express_sends_no_secure_cookie_over_http_and_says_nothing(visitor, theirs):
    """Ours is sent with its attributes, and `gateway check` says where browsers would drop it."""
    visitor(theirs("secure"), "/write", {"n": 1})

    assert visitor.sent == []


@pytest.mark.case(32)
@live
def test_cookie_of_express_session_is_not_read(visitor, ours, theirs):
    """It has an id only; what it stands for is on Express's server."""
    visitor(theirs("server"), "/write", {"n": 1})

    assert visitor.cookies["connect.sid"].startswith("s%3A")
    assert visitor(ours(FIRST), "/read") == {}
    assert visitor(theirs("server"), "/read")["n"] == 1
