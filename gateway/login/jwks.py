"""The keys of a provider that check signatures (RFC 7517)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, import_key

from gateway.login import replies

# No "oct": what is published must not be a secret that signs as well (RFC 8725 §3.1).
_KINDS = ("RSA", "EC", "OKP")
_SHORTEST = 342  # base64url characters of an RSA modulus of 2048 bits, the least allowed (RFC 7518 §3.3)


def key_set(told: Mapping[str, Any]) -> KeySet:
    """The keys that a provider tells, without those that are not to be used; raise LoginError without one."""
    listed = told.get("keys")
    found = []
    for item in listed if isinstance(listed, list) else ():
        if _is_to_be_used(item):
            try:
                found.append(import_key(item))
            except (JoseError, ValueError, TypeError, KeyError, AttributeError):
                continue
    if not found:
        raise replies.nonsense("jwks", "there is no key that checks signatures")
    return KeySet(found)


def _is_to_be_used(item: Any) -> bool:
    """Whether something is a public key of a kind that is known, for signatures, and long enough."""
    return (
        isinstance(item, dict)
        and item.get("kty") in _KINDS
        and item.get("use", "sig") == "sig"
        and (item["kty"] != "RSA" or len(str(item.get("n"))) >= _SHORTEST)
    )
