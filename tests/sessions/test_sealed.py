"""Encryption: what opens, what does not, and what a cookie betrays."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.sessions.codec import Codec, Record
from gateway.sessions.sealed import SealedCodec

KEY, OTHER = "k" * 32, "o" * 32
CODEC = SealedCodec("session", [KEY])
ID = bytes(range(240, 256))
VALUE = CODEC.encode(b'{"user":"ada"}', 1_800_000_000, 1_800_000_100, ID)


@given(
    st.binary(min_size=2, max_size=2000),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.binary(min_size=16, max_size=16),
)
def test_any_payload_times_and_id_come_back(payload, created, stamped, id):  # noqa: A002
    assert CODEC.decode(CODEC.encode(payload, created, stamped, id)) == Record(payload, created, stamped, id)


@pytest.mark.parametrize("index", range(len(VALUE)))
def test_flip_of_any_byte_is_refused(index):
    """login.md 21."""
    flipped = [
        VALUE[:index] + chr(byte) + VALUE[index + 1 :] for byte in range(256) if chr(byte) != VALUE[index]
    ]

    assert [value for value in flipped if CODEC.decode(value) is not None] == []


@pytest.mark.parametrize("length", range(len(VALUE)))
def test_truncated_value_is_refused(length):
    """login.md 22."""
    assert CODEC.decode(VALUE[:length]) is None
    assert CODEC.decode(VALUE[length + 1 :]) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "A",
        "====",
        "." * 100,
        "A" * 100_000,
        "\0" * 100,
        "é" * 100,
        "\ud800" * 100,
        VALUE + "=",
        "A" * 101,
    ],
    ids=["empty", "one", "pads", "dots", "100 kB", "NUL", "latin-1", "surrogate", "padded", "odd"],
)
def test_nonsense_is_refused(value):
    """login.md 22."""
    assert CODEC.decode(value) is None


def test_same_session_twice_gives_different_values():
    """login.md 29."""
    assert len({CODEC.encode(b"{}", 0, 0, ID) for _ in range(100)}) == 100


def test_value_holds_nothing_of_the_session_in_any_alignment():
    """login.md 29."""
    secret = b"hvac-token-secret"
    value = CODEC.encode(b'{"token":"' + secret + b'"}', 1, 2, ID)
    encoded = [b64encode(b"x" * shift + secret).decode()[4 : -4 - shift] for shift in range(3)]

    assert secret not in urlsafe_b64decode(value + "=" * (-len(value) % 4))
    assert [text for text in encoded if text in value] == []


def test_value_of_another_cookie_is_refused():
    """login.md 24 and 25: the name is bound into the tag."""
    assert SealedCodec("other", [KEY]).decode(VALUE) is None


def test_every_key_opens_and_the_first_closes():
    """login.md 26."""
    rotated = SealedCodec("session", [OTHER, KEY])
    old = Record(b'{"user":"ada"}', 1_800_000_000, 1_800_000_100, ID, is_current=False)

    assert rotated.decode(VALUE) == old
    assert SealedCodec("session", [OTHER]).decode(rotated.encode(b"{}", 0, 0, ID)) == Record(b"{}", 0, 0, ID)
    assert SealedCodec("session", [OTHER]).decode(VALUE) is None


def test_signed_and_encrypted_values_are_never_read_as_the_other():
    signed = Codec("session", [KEY])

    assert signed.decode(VALUE) is None
    assert CODEC.decode(signed.encode(b'{"user":"ada"}', 1, 2, ID)) is None


@pytest.mark.parametrize(
    ("keys", "message"), [([], "session.keys is empty"), ([KEY, "x"], r"keys\[1\] has 1")]
)
def test_missing_or_short_key_is_named(keys, message):
    """login.md 27."""
    with pytest.raises(ValueError, match=message):
        SealedCodec("session", keys)


def test_repr_shows_no_key():
    """login.md 78."""
    assert KEY not in repr(CODEC)


# In the store


def test_encrypted_session_comes_back_and_rotates_with_all_attributes(make_browser):
    browser = make_browser("https", codec=SealedCodec)
    browser.visit(user="ada")
    first = browser.sent[0].partition("; ")[2]
    browser.store = make_browser(
        codec=SealedCodec, keys=(OTHER, "a key of at least thirty-two characters")
    ).store
    browser.visit()

    assert (browser.open()["user"], browser.sent[0].partition("; ")[2]) == ("ada", first)


def test_store_that_encrypts_reads_no_signed_cookie(make_browser):
    browser, sealed = make_browser(), make_browser(codec=SealedCodec)
    browser.visit(user="ada")
    sealed.cookie = browser.cookie
    sealed.visit()

    assert (dict(sealed.open()), "Max-Age=0" in sealed.sent[0]) == ({}, True)
    assert browser.store != sealed.store


def test_configuration_decides_whether_a_cookie_is_encrypted(serve):
    client = serve(
        """
        session: {keys: ["a key of at least thirty-two characters"], encrypt: true}
        routes:
          - {path: /, stack: [session], handler: "served:put"}
          - {path: /open, stack: [{session: {encrypt: false, cookie: {name: other}}}], handler: "served:put"}
        """,
        "def put(request): s = request.session; s['n'] = s.get('n', 0) + 1; return dict(s)",
    )
    cookies = [client.get(path).headers["Set-Cookie"].partition(";")[0] for path in ("/", "/open")]

    assert (client.get("/").json, ["." in cookie for cookie in cookies]) == ({"n": 2}, [False, True])
