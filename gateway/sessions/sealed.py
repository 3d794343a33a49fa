"""Encrypted cookie values: AES-256-GCM over times, id and payload, bound to the cookie's name."""

from __future__ import annotations

import os
from binascii import Error, a2b_base64
from collections.abc import Sequence
from struct import Struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.http.keys import derived_key, require_keys
from gateway.sessions.codec import ID_LENGTH, SIZE_LIMIT, Record, as_text

_NONCE = 12  # bytes, drawn anew for each value (NIST SP 800-38D section 8.2.2)
_head = Struct(f">II{ID_LENGTH}s")
_SHORTEST = _NONCE + _head.size + len("{}") + 16  # the last is the tag


class SealedCodec:
    """Encrypts and decrypts the values of one cookie; the first key encrypts, every key decrypts.

    A value is base64url of a random nonce of 12 bytes, the ciphertext and a tag of 16 bytes. It has no dot,
    as signed values have, and keys of its own: neither kind is ever read as the other.
    """

    __slots__ = ("_ciphers", "_label")

    def __init__(self, name: str, keys: Sequence[str]) -> None:
        """Raise ValueError without a key, or naming one that is shorter than 32 characters."""
        require_keys(keys, "session.keys")
        self._label = b"gateway session sealed 1\0" + name.encode("ascii")
        self._ciphers = [AESGCM(derived_key(key, b"gateway session encryption")) for key in keys]

    def encode(self, payload: bytes, created: float, stamped: float, id: bytes) -> str:  # noqa: A002
        """A cookie value, different each time."""
        nonce = os.urandom(_NONCE)
        text = _head.pack(int(created), int(stamped), id) + payload
        return as_text(nonce + self._ciphers[0].encrypt(nonce, text, self._label))

    def decode(self, value: str) -> Record | None:
        """What a value carries, None unless a key of this cookie encrypted it."""
        sealed = _bytes_of(value)
        if len(sealed) < _SHORTEST:
            return None
        for cipher in self._ciphers:
            try:
                text = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._label)
            except InvalidTag:
                continue
            created, stamped, key = _head.unpack_from(text)
            return Record(text[_head.size :], created, stamped, key, cipher is self._ciphers[0])
        return None


def _bytes_of(value: str) -> bytes:
    """The bytes that base64url text stands for; none if it is not the one way to write them."""
    if len(value) > SIZE_LIMIT or not value.isascii():
        return b""
    try:
        data = a2b_base64(value.replace("-", "+").replace("_", "/") + "==")
    except Error:
        return b""
    # The last character may have unused bits, and other characters would be skipped.
    return data if as_text(data) == value else b""
