"""Keys: what is too short, and what HKDF says."""

from __future__ import annotations

import pytest

from gateway.http.keys import derived_key, require_keys

KEY = "k" * 32


def test_keys_of_32_characters_are_taken():
    require_keys([KEY, "ü" * 32], "keys")
    with pytest.raises(ValueError, match="31 characters"):
        require_keys([KEY, "ü" * 31], "keys")


@pytest.mark.case(27)
@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ([], "session.keys is empty: at least one key is needed"),
        (["sesame" * 5, KEY], r"session.keys\[0\] has 30 characters, 32 are needed"),
        ([KEY, "sesame"], r"session.keys\[1\] has 6 characters, 32 are needed"),
    ],
)
def test_missing_or_short_key_is_named_without_its_value(keys, said):
    with pytest.raises(ValueError, match=said) as caught:
        require_keys(keys, "session.keys")

    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    ("secret", "salt", "info", "length", "expected"),
    [
        (
            b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            b"\x0b" * 22, b"", b"", 42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
    ids=["A.1", "A.3"],
)  # fmt: skip
def test_derived_key_is_hkdf(secret, salt, info, length, expected):
    """RFC 5869 appendix A."""
    assert derived_key(secret.decode(), info, salt=salt, length=length).hex() == expected
