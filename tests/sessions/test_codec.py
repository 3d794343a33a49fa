"""What both codecs promise, signing and encrypting, and what signing alone does."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http.keys import derived_key
from gateway.sessions.codec import Codec, Record, as_text
from gateway.sessions.sealed import SealedCodec

KEY, OTHER = "k" * 32, "o" * 32
ID = bytes(range(240, 256))
# Of a length that leaves unused bits in the last character of either value.
SAID = (b'{"user":"anna"}', 1_800_000_000, 1_800_000_100, ID)
SIGNED = Codec("session", [KEY])
VALUE = SIGNED.encode(*SAID)

both = pytest.mark.parametrize("kind", [Codec, SealedCodec])


@both
def test_value_gives_back_what_was_said(kind):
    codec = kind("session", [KEY])

    assert codec.decode(codec.encode(*SAID)) == Record(*SAID, is_current=True)


@both
@given(
    st.binary(min_size=2, max_size=2000),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.binary(min_size=16, max_size=16),
)
def test_any_payload_times_and_id_come_back(kind, payload, created, stamped, id):  # noqa: A002
    codec = kind("session", [KEY])
    value = codec.encode(payload, created, stamped, id)

    assert value.isascii()
    assert codec.decode(value) == Record(payload, created, stamped, id)


@pytest.mark.case(21)
@both
def test_flip_of_any_byte_is_refused(kind):
    """Every other byte at every place, the unused bits of the last character included."""
    codec = kind("session", [KEY])
    value = codec.encode(*SAID)
    flipped = [
        value[:index] + chr(byte) + value[index + 1 :]
        for index, character in enumerate(value)
        for byte in range(256)
        if chr(byte) != character
    ]

    assert len(flipped) == 255 * len(value)
    assert [text for text in flipped if codec.decode(text) is not None] == []


@pytest.mark.case(22)
@both
def test_truncated_value_is_refused(kind):
    codec = kind("session", [KEY])
    value = codec.encode(*SAID)
    truncated = [part for index in range(len(value)) for part in (value[:index], value[index + 1 :])]

    assert [text for text in truncated if codec.decode(text) is not None] == []


@pytest.mark.case(22)
@both
@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        "A",
        "=",
        "====",
        "." * 100,
        "A" * 101,
        "A" * 100_000,
        "\0" * 100,
        "é" * 100,
        "Ω" * 100,
        "\ud800" * 100,
    ],
    ids=[
        "empty",
        "dot",
        "one",
        "pad",
        "pads",
        "dots",
        "odd",
        "100kB",
        "NUL",
        "latin-1",
        "unicode",
        "surrogate",
    ],
)
def test_nonsense_is_refused(kind, value):
    assert kind("session", [KEY]).decode(value) is None


@pytest.mark.case(22)
@both
def test_padded_value_is_refused(kind):
    codec = kind("session", [KEY])

    assert codec.decode(codec.encode(*SAID) + "=") is None


@pytest.mark.case(24, 25)
@both
def test_value_of_another_cookie_is_refused(kind):
    """The name is bound into the signature and into the tag."""
    assert kind("other", [KEY]).decode(kind("session", [KEY]).encode(*SAID)) is None


@pytest.mark.case(26)
@both
def test_every_key_reads_and_the_first_writes(kind):
    """What an old key wrote is read, and known to be old."""
    rotated, new = kind("session", [OTHER, KEY]), kind("session", [OTHER])

    assert rotated.decode(kind("session", [KEY]).encode(*SAID)) == Record(*SAID, is_current=False)
    assert new.decode(rotated.encode(b"{}", 0, 0, ID)) == Record(b"{}", 0, 0, ID)


@pytest.mark.case(26, 73)
@both
def test_removed_key_no_longer_reads(kind):
    assert kind("session", [OTHER]).decode(kind("session", [KEY]).encode(*SAID)) is None


@pytest.mark.case(27)
@both
@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ([], "session.keys is empty"),
        ([KEY, "sesame" * 5], r"session.keys\[1\] has 30 characters, 32 are needed"),
    ],
)
def test_missing_or_short_key_is_named_without_its_value(kind, keys, message):
    with pytest.raises(ValueError, match=message) as caught:
        kind("session", keys)

    assert "sesame" not in str(caught.value)


@pytest.mark.case(78)
@both
def test_repr_shows_no_key(kind):
    assert KEY not in repr(kind("session", [KEY]))


# Signing alone


def test_id_as_text_is_one_that_urls_can_hold():
    assert as_text(ID) == "8PHy8_T19vf4-fr7_P3-_w"


def test_signature_is_hmac_of_name_version_and_text():
    """RFC 2104, by Python's own hmac: name, version, times, id and payload are all under it."""
    text, _, signature = VALUE.rpartition(".")
    key = derived_key(KEY, b"gateway session signature")
    expected = hmac.digest(key, b"gateway session 2\0session\0" + text.encode() + b".", "sha256")

    assert urlsafe_b64decode(signature + "=") == expected


def test_times_are_bound_into_the_signature():
    text, _, signature = VALUE.rpartition(".")
    data = urlsafe_b64decode(text + "==")
    later = (int.from_bytes(data[:4], "big") + 3600).to_bytes(4, "big") + data[4:]

    assert SIGNED.decode(urlsafe_b64encode(later).decode().rstrip("=") + "." + signature) is None
