"""The keys that sign and seal: how long each must be, and what is derived from it for one purpose."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

SHORTEST = 32
_DIGEST_LENGTH = 32


def require_keys(keys: Sequence[str], name: str) -> None:
    """Raise ValueError without a key, or for one shorter than 32 characters, by the `name` of the setting."""
    if not keys:
        raise ValueError(f"{name} is empty: at least one key is needed")
    for index, key in enumerate(keys):
        if len(key) < SHORTEST:
            raise ValueError(f"{name}[{index}] has {len(key)} characters, {SHORTEST} are needed")


def derived_key(secret: str, info: bytes, *, salt: bytes = b"", length: int = 32) -> bytes:
    """`length` bytes stretched from a secret for one purpose (HKDF-SHA256, RFC 5869 section 2)."""
    pseudorandom = hmac.digest(salt or bytes(_DIGEST_LENGTH), secret.encode(), "sha256")
    block, output = b"", b""
    for counter in range(1, -(-length // _DIGEST_LENGTH) + 1):
        block = hmac.digest(pseudorandom, block + info + bytes([counter]), "sha256")
        output += block
    return output[:length]
