"""Signed cookie values: HMAC-SHA256 over cookie name, format version, times and payload."""

from __future__ import annotations

import hashlib
import hmac
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from hmac import compare_digest
from struct import Struct
from typing import NamedTuple

SIZE_LIMIT = 4096  # name + value, RFC 6265bis section 5.6
KEY_LENGTH = 32
_DIGEST_LENGTH = 32
_SIGNATURE_LENGTH = 43
_SHORTEST = 57  # two times, "{}", a dot and the signature
_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")
_times = Struct(">II")


class Record(NamedTuple):
    """What a signed value carries: JSON bytes, times in whole seconds, whether the first key signed it."""

    payload: bytes
    created: int
    stamped: int
    is_current: bool = True


def derived_key(secret: str, info: bytes, *, salt: bytes = b"", length: int = 32) -> bytes:
    """`length` bytes stretched from a secret for one purpose (HKDF-SHA256, RFC 5869 section 2)."""
    pseudorandom = hmac.digest(salt or bytes(_DIGEST_LENGTH), secret.encode(), "sha256")
    block, output = b"", b""
    for counter in range(1, -(-length // _DIGEST_LENGTH) + 1):
        block = hmac.digest(pseudorandom, block + info + bytes([counter]), "sha256")
        output += block
    return output[:length]


class Codec:
    """Signs and verifies the values of one cookie; the first key signs, every key verifies."""

    __slots__ = ("_macs",)

    def __init__(self, name: str, keys: Sequence[str]) -> None:
        """Raise ValueError without a key, or naming one that is shorter than 32 characters."""
        if not keys:
            raise ValueError("session.keys is empty: at least one key is needed")
        for index, key in enumerate(keys):
            if len(key) < KEY_LENGTH:
                raise ValueError(f"session.keys[{index}] has {len(key)} characters, {KEY_LENGTH} are needed")
        self._macs = [_prepared_mac(name, key) for key in keys]

    def encode(self, payload: bytes, created: float, stamped: float) -> str:
        """A cookie value: base64url of times and payload, a dot, base64url of the signature."""
        text = _encoded(_times.pack(int(created), int(stamped)) + payload) + b"."
        return (text + _signature(self._macs[0], text)).decode("ascii")

    def decode(self, value: str) -> Record | None:
        """What a value carries, None unless a key signed it; nothing is decoded before that is known."""
        if not _SHORTEST <= len(value) <= SIZE_LIMIT or not value.isascii():
            return None
        signed = value.encode("ascii")
        text, signature = signed[:-_SIGNATURE_LENGTH], signed[-_SIGNATURE_LENGTH:]
        for mac in self._macs:
            if compare_digest(_signature(mac, text), signature):
                return _record(text, is_current=mac is self._macs[0])
        return None


def _prepared_mac(name: str, key: str) -> hmac.HMAC:
    prefix = b"gateway session 1\0%s\0" % name.encode("ascii")
    return hmac.new(derived_key(key, b"gateway session signature"), prefix, hashlib.sha256)


def _signature(mac: hmac.HMAC, text: bytes) -> bytes:
    # Compared as text: decoding it first would let the two unused bits of its last character vary.
    own = mac.copy()
    own.update(text)
    return _encoded(own.digest())


def _encoded(data: bytes) -> bytes:
    return b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=")


def _record(text: bytes, *, is_current: bool) -> Record:
    data = a2b_base64(text[:-1].translate(_FROM_URL) + b"==")
    created, stamped = _times.unpack_from(data)
    return Record(data[_times.size :], created, stamped, is_current)
