"""Who an OpenID provider says somebody is, believed only when it is signed, meant for us, and fresh."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from authlib.oauth2.claims import JWTClaims
from authlib.oidc.core import CodeIDToken
from joserfc import jws
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    InvalidKeyIdError,
    JoseError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from gateway.errors import LoginError
from gateway.login.metadata import Metadata, for_tenant

LEEWAY = 60
MAX_LENGTH = 65_536
EVENT = "http://schemas.openid.net/event/backchannel-logout"

Keys = Callable[[KeySet | None], KeySet | None]
_CLAIM = re.compile(r"[a-z_]{1,32}")


def identity(token: str, keys: Keys, metadata: Metadata, expected: Mapping[str, str]) -> Mapping[str, Any]:
    """The claims of an id_token for the login that is `expected` (OpenID Connect Core §3.1.3.7).

    That is its `client_id`, `nonce` and `access_token`. Raise LoginError, whose reason names what is wrong:
    `id_token_aud`, `id_token_signature`, ...
    """
    header, claims = _signed(token, keys, metadata, "id_token")
    options = _meant_for(expected["client_id"], metadata.issuer_of(claims))
    found: Mapping[str, Any] = CodeIDToken(claims, header, options, expected)
    _validate(found, "id_token")
    return found


def ended(token: str, keys: Keys, metadata: Metadata, *, client_id: str) -> Mapping[str, Any]:
    """The claims of a logout token (OpenID Connect Back-Channel Logout §2.6); raise LoginError."""
    header, claims = _signed(token, keys, metadata, "logout_token")
    if not _is_typed(header, "logout+jwt"):
        raise _refused("logout_token", "typ")
    options = {
        **_meant_for(client_id, metadata.issuer_of(claims)),
        **{name: {"essential": True} for name in ("sub", "iat", "exp", "jti")},
    }
    found: Mapping[str, Any] = JWTClaims(claims, header, options)
    _validate(found, "logout_token")
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(EVENT), Mapping):
        raise _refused("logout_token", "events")
    if "nonce" in claims:
        raise _refused("logout_token", "nonce")
    return found


def _is_typed(header: Mapping[str, Any], kind: str) -> bool:
    """Whether a token says to be of a kind, or nothing in particular (RFC 7519 §5.1, RFC 8725 §3.11)."""
    said = str(header.get("typ", "JWT")).lower().removeprefix("application/")
    return said in {kind, "jwt"}


def _meant_for(client_id: str, issuer: str | None) -> dict[str, Any]:
    """What `iss` and `aud` must be: Authlib takes any audience unless it is told."""
    return {
        "iss": {"essential": True, "values": [issuer]},
        "aud": {"essential": True, "values": [client_id]},
    }


def _validate(claims: Any, what: str) -> None:
    """Raise LoginError for what the claims say wrongly."""
    try:
        claims.validate(leeway=LEEWAY)
    except ClaimError as error:
        raise _refused(what, error.claim) from None
    except (JoseError, ValueError, TypeError, KeyError):
        raise _refused(what, "claims") from None


def _signed(token: str, keys: Keys, metadata: Metadata, what: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and claims of a token whose signature is right; a key that is missing is looked for once."""
    known = keys(None)
    try:
        return _decoded(token, known, metadata)
    except InvalidKeyIdError:
        newer = keys(known)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise _refused(what, _why(error)) from None
    if newer is None:
        raise _refused(what, "key")
    try:
        return _decoded(token, newer, metadata)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise _refused(what, _why(error)) from None


def _decoded(token: str, keys: KeySet | None, metadata: Metadata) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and claims of a token; raise what joserfc raises, ValueError or TypeError."""
    if len(token) > MAX_LENGTH:
        raise ValueError("too long")
    registry = JWSRegistry(algorithms=list(metadata.algorithms), strict_check_header=False)
    signed = jws.deserialize_compact(token, keys, registry=registry)
    header, claims = signed.headers(), orjson.loads(signed.payload or b"")
    if not isinstance(claims, dict):
        raise TypeError("no object")
    if metadata.is_of_many:
        _check_signer(keys, header, claims)
    return header, claims


def _check_signer(keys: Any, header: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
    """Raise BadSignatureError for a key that is not the one of the tenant it signed for.

    Where one provider publishes the keys of many tenants, Microsoft says with each whose it is.
    """
    key = keys.get_by_kid(header.get("kid"), {"alg": header["alg"], "use": "sig"})
    owner = key.get("issuer")
    if isinstance(owner, str) and for_tenant(owner, claims) != claims.get("iss"):
        raise BadSignatureError


def _why(error: Exception) -> str:
    """What is wrong with a token that cannot be read."""
    kinds: dict[type[Exception], str] = {
        BadSignatureError: "signature",
        UnsupportedAlgorithmError: "alg",
        InvalidKeyIdError: "key",
    }
    return kinds.get(type(error), "form")


def _refused(what: str, part: str) -> LoginError:
    """The refusal of a token, named after the part that is wrong; the token itself is not quoted."""
    name = part if _CLAIM.fullmatch(part) else "claims"
    return LoginError(401, f"{what}_{name}", f"the provider's {what} is refused: {name}")
