"""Cookies that only this service can write: HMAC-SHA256 over their name and value."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence

from gateway.http.keys import derived_key, require_keys

_PURPOSE = b"gateway cookie signature 1"


class Signer:
    """Signs and verifies the values of cookies; the first key signs, every key verifies.

    The value stays readable, and its signature holds for the cookie's name alone: another cookie cannot take
    it over. It says nothing of when it was signed, so what must end is given an end of its own.
    """

    __slots__ = ("_keys",)

    def __init__(self, keys: Sequence[str]) -> None:
        """Stretch the keys; raise ValueError without one, or for one that is shorter than 32 characters."""
        require_keys(keys, "settings.cookies.keys")
        self._keys = tuple(derived_key(key, _PURPOSE) for key in keys)

    def sign(self, name: str, value: str) -> str:
        """The value, a dot, and its signature in base64url."""
        return f"{value}.{_signature(self._keys[0], name, value)}"

    def read(self, name: str, text: str) -> str | None:
        """The value that `sign` was given; None if no key signed it for a cookie of that name."""
        value, _, signature = text.rpartition(".")
        given = signature.encode(errors="replace")
        found = False
        for key in self._keys:
            # All keys are tried, so that the time tells nothing of which one signed.
            found |= hmac.compare_digest(_signature(key, name, value).encode(), given)
        return value if found else None


def _signature(key: bytes, name: str, value: str) -> str:
    """The signature as text; a name has no `=`, so name and value cannot be cut elsewhere."""
    digest = hmac.digest(key, f"{name}={value}".encode(errors="surrogatepass"), "sha256")
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
