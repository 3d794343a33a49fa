"""Signing: what verifies, what does not, and what HKDF says."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http.keys import derived_key
from gateway.sessions.codec import Codec, Record, as_text

KEY, OTHER = "k" * 32, "o" * 32
CODEC = Codec("session", [KEY])
ID = bytes(range(240, 256))
VALUE = CODEC.encode(b'{"user":"ada"}', 1_800_000_000, 1_800_000_100, ID)


def test_value_gives_back_what_was_signed():
    assert CODEC.decode(VALUE) == Record(b'{"user":"ada"}', 1_800_000_000, 1_800_000_100, ID, is_current=True)


@given(
    st.binary(min_size=2, max_size=2000),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.binary(min_size=16, max_size=16),
)
def test_any_payload_times_and_id_come_back(payload, created, stamped, id):  # noqa: A002
    value = CODEC.encode(payload, created, stamped, id)

    assert value.isascii()
    assert CODEC.decode(value) == Record(payload, created, stamped, id)


def test_id_as_text_is_one_that_urls_can_hold():
    assert as_text(ID) == "8PHy8_T19vf4-fr7_P3-_w"


def test_signature_is_hmac_of_name_version_and_text():
    """RFC 2104, by Python's own hmac: name, version, times, id and payload are all under it."""
    text, _, signature = VALUE.rpartition(".")
    key = derived_key(KEY, b"gateway session signature")
    expected = hmac.digest(key, b"gateway session 2\0session\0" + text.encode() + b".", "sha256")

    assert urlsafe_b64decode(signature + "=") == expected


@pytest.mark.parametrize("index", range(len(VALUE)))
def test_flip_of_any_byte_is_refused(index):
    """login.md 21: every other byte at every place, the unused bits of the last character included."""
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
        ".",
        "=",
        "====",
        "." * 100,
        "A" * 100_000,
        "\0" * 100,
        "é" * 100,
        "Ω" * 100,
        "\ud800" * 100,
        VALUE + "=",
    ],
    ids=["empty", "dot", "pad", "pads", "dots", "100 kB", "NUL", "latin-1", "unicode", "surrogate", "padded"],
)
def test_nonsense_is_refused(value):
    """login.md 22."""
    assert CODEC.decode(value) is None


def test_value_of_another_cookie_is_refused():
    """login.md 24 and 25: the name is bound into the signature."""
    assert Codec("other", [KEY]).decode(VALUE) is None


def test_times_are_bound_into_the_signature():
    text, _, signature = VALUE.rpartition(".")
    data = urlsafe_b64decode(text + "==")
    later = (int.from_bytes(data[:4], "big") + 3600).to_bytes(4, "big") + data[4:]

    assert CODEC.decode(urlsafe_b64encode(later).decode().rstrip("=") + "." + signature) is None


def test_every_key_verifies_and_the_first_signs():
    """login.md 26: what an old key signed is read, and known to be old."""
    rotated = Codec("session", [OTHER, KEY])

    old = Record(b'{"user":"ada"}', 1_800_000_000, 1_800_000_100, ID, is_current=False)

    assert rotated.decode(VALUE) == old
    assert Codec("session", [OTHER]).decode(rotated.encode(b"{}", 0, 0, ID)) == Record(b"{}", 0, 0, ID)


def test_removed_key_no_longer_verifies():
    """login.md 26 and 73."""
    assert Codec("session", [OTHER]).decode(VALUE) is None


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ([], "session.keys is empty"),
        ([KEY, "sesame" * 5], r"session.keys\[1\] has 30 characters, 32 are needed"),
    ],
)
def test_missing_or_short_key_is_named_without_its_value(keys, message):
    """login.md 27."""
    with pytest.raises(ValueError, match=message) as caught:
        Codec("session", keys)

    assert "sesame" not in str(caught.value)


def test_repr_shows_no_key():
    """login.md 78."""
    assert KEY not in repr(CODEC)
