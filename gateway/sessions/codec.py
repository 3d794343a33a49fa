"""Signed cookie values: HMAC-SHA256 over cookie name, format version, times, id and payload."""

from __future__ import annotations

import hashlib
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest
from struct import Struct
from typing import NamedTuple

from gateway.http.keys import derived_key, require_keys

SIZE_LIMIT = 4096  # name + value, RFC 6265bis section 5.6
_SIGNATURE_LENGTH = 43
ID_LENGTH = 16
_SHORTEST = 79  # two times, the id, "{}", a dot and the signature
_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")
_INNER_PAD = bytes(byte ^ 0x36 for byte in range(256))
_OUTER_PAD = bytes(byte ^ 0x5C for byte in range(256))
_BLOCK_LENGTH = 64
_new = tuple.__new__  # a third of the price of Record(...), on the way of every request with a session
_head = Struct(f">II{ID_LENGTH}s")


class Record(NamedTuple):
    """What a signed value carries: JSON bytes, times in whole seconds, the session's id of 16 bytes.

    `is_current` tells whether the first key signed it.
    """

    payload: bytes
    created: int
    stamped: int
    id: bytes
    is_current: bool = True


class _Mac(NamedTuple):
    """HMAC-SHA256 (RFC 2104) that has its key and prefix in it; half the time of copying hmac's object."""

    inner: hashlib._Hash
    outer: hashlib._Hash


class Codec:
    """Signs and verifies the values of one cookie; the first key signs, every key verifies."""

    __slots__ = ("_macs",)

    def __init__(self, name: str, keys: Sequence[str]) -> None:
        """Raise ValueError without a key, or naming one that is shorter than 32 characters."""
        require_keys(keys, "session.keys")
        self._macs = [_prepared_mac(name, key) for key in keys]

    def encode(self, payload: bytes, created: float, stamped: float, id: bytes) -> str:  # noqa: A002
        """A cookie value: base64url of times, id and payload, a dot, base64url of the signature."""
        text = _encoded(_head.pack(int(created), int(stamped), id) + payload) + b"."
        return (text + _signature(self._macs[0], text)).decode("ascii")

    def decode(self, value: str) -> Record | None:
        """What a value carries, None unless a key signed it; nothing is decoded before that is known."""
        if not _SHORTEST <= len(value) <= SIZE_LIMIT or not value.isascii():
            return None
        signed = value.encode("ascii")
        text, signature = signed[:-_SIGNATURE_LENGTH], signed[-_SIGNATURE_LENGTH:]
        for mac in self._macs:
            if compare_digest(_signature(mac, text), signature):
                data = a2b_base64(text[:-1].translate(_FROM_URL) + b"==")
                return _new(Record, (data[_head.size :], *_head.unpack_from(data), mac is self._macs[0]))
        return None


def as_text(key: bytes) -> str:
    """Bytes, such as a session's id, in letters, digits, `-` and `_`."""
    return _encoded(key).decode("ascii")


def _prepared_mac(name: str, key: str) -> _Mac:
    """HMAC-SHA256 with the key's pads and all that does not change from value to value already in it."""
    derived = derived_key(key, b"gateway session signature").ljust(_BLOCK_LENGTH, b"\0")
    prefix = b"gateway session 2\0%s\0" % name.encode("ascii")
    return _Mac(sha256(derived.translate(_INNER_PAD) + prefix), sha256(derived.translate(_OUTER_PAD)))


def _signature(mac: _Mac, text: bytes) -> bytes:
    """The signature of a text, as text."""
    # Compared as text: decoding it first would let the two unused bits of its last character vary.
    inner, outer = mac.inner.copy(), mac.outer.copy()
    inner.update(text)
    outer.update(inner.digest())
    return _encoded(outer.digest())


def _encoded(data: bytes) -> bytes:
    """base64url without padding (RFC 4648 section 5)."""
    return b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=")
