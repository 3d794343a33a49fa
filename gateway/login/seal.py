"""Small JSON values that only this service can read and that nobody can change."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.http.keys import derived_key

_NONCE = 12
_TAG = 16


@dataclass(frozen=True, slots=True, repr=False)
class Seal:
    """AES-256-GCM with a label as associated data (NIST SP 800-38D); the first key closes, every key opens.

    A closed value is base64url of a random nonce of 12 bytes, the ciphertext and a tag of 16 bytes.
    """

    ciphers: tuple[AESGCM, ...]

    @classmethod
    def of(cls, keys: Iterable[str], purpose: str) -> Seal:
        """The seal that these keys make for one purpose (RFC 5869); raise ValueError without one."""
        ciphers = tuple(AESGCM(derived_key(key, f"gateway {purpose} seal 1".encode())) for key in keys)
        if not ciphers:
            raise ValueError("a seal needs at least one key")
        return cls(ciphers)

    def close(self, label: str, value: Any) -> str:
        """The value as base64url text that opens under the same label only."""
        nonce = os.urandom(_NONCE)
        sealed = self.ciphers[0].encrypt(nonce, orjson.dumps(value), label.encode())
        return _text(nonce + sealed)

    def open(self, label: str, text: str) -> Any:
        """The value behind a text; None if it was not closed here under this label."""
        try:
            sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (Base64Error, ValueError):
            return None
        # The last character may have unused bits, and other characters would be skipped: one value, one text.
        if len(sealed) < _NONCE + _TAG or _text(sealed) != text:
            return None
        for cipher in self.ciphers:
            try:
                return orjson.loads(cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], label.encode()))
            except InvalidTag:
                continue
        return None


def _text(data: bytes) -> str:
    """base64url without padding (RFC 4648 §5)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()
