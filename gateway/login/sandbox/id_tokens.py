"""ID Tokens: the sandbox's key, and what is signed with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

_ALGORITHM = "ES256"


@dataclass(frozen=True, slots=True)
class IdTokens:
    """Keys of ECDSA on P-256 that follow from the session's keys, so that every worker has the same.

    The first signs, all verify. Each is called by its thumbprint (RFC 7638).
    """

    keys: KeySet = field(repr=False)

    @classmethod
    def of(cls, secrets: Iterable[str]) -> IdTokens:
        """The keys that these secrets make (HKDF, RFC 5869)."""
        return cls(KeySet([_key(secret) for secret in secrets]))

    def sign(self, claims: dict[str, Any]) -> str:
        """A JWT in its compact form (RFC 7519)."""
        key = self.keys.keys[0]
        return jwt.encode({"alg": _ALGORITHM, "kid": key.kid}, claims, key, [_ALGORITHM])

    def read(self, text: str) -> dict[str, Any] | None:
        """The claims of a JWT that was signed here, however old; None for any other."""
        try:
            return jwt.decode(text, self.keys, [_ALGORITHM]).claims
        except (JoseError, ValueError):
            return None

    def public(self) -> dict[str, Any]:
        """The public halves as a JWK Set (RFC 7517 §5)."""
        return {"keys": [key.as_dict(private=False) for key in self.keys]}


def _key(secret: str) -> ECKey:
    """The key that follows from a secret."""
    return ECKey.derive_key(
        secret,
        "P-256",
        {"use": "sig", "alg": _ALGORITHM},
        auto_kid=True,
        kdf_options={"info": b"gateway sandbox ID Token key 1"},
    )
