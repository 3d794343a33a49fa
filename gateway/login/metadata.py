"""What an OpenID provider tells of itself, believed where it can be (Discovery 1.0 §3, §4.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from gateway.errors import LoginError
from gateway.login import replies
from gateway.login.addresses import is_safe

# Asymmetric ones alone: a key that checks must not be one that signs (RFC 8725 §3.1).
ALGORITHMS = frozenset(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)) | {"EdDSA"}
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")

_ANY_TENANT = "{tenantid}"
_OF_ALL_TENANTS = frozenset({"common", "organizations"})
_TENANT = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_USUAL = ("RS256",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The addresses of a provider, the algorithms it signs with, and whether its callbacks carry `iss`."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    algorithms: tuple[str, ...] = _USUAL
    sends_issuer: bool = False

    @property
    def is_of_many(self) -> bool:
        """Whether it speaks for any tenant of its own, each of which is an issuer."""
        return _ANY_TENANT in self.issuer

    def issuer_of(self, claims: Mapping[str, Any]) -> str | None:
        """What `iss` must be: the issuer, for one of many tenants with the one the claims name."""
        return for_tenant(self.issuer, claims)


def for_tenant(issuer: str, claims: Mapping[str, Any]) -> str | None:
    """An issuer whose gap, if it has one, is filled with the tenant of the claims; None if that is none."""
    if _ANY_TENANT not in issuer:
        return issuer
    tenant = claims.get("tid")
    if isinstance(tenant, str) and _TENANT.fullmatch(tenant):
        return issuer.replace(_ANY_TENANT, tenant)
    return None


def checked(told: Mapping[str, Any], issuer: str) -> Metadata:
    """The metadata in what the provider at an issuer tells; raise LoginError."""
    found = told.get("issuer")
    if not isinstance(found, str) or not _is_issuer(found, issuer):
        raise LoginError(502, "other_issuer", "discovery: the issuer is not the one that was asked")
    optional = [name for name in ("userinfo_endpoint", "end_session_endpoint") if told.get(name) is not None]
    addresses = {name: told.get(name) for name in (*NEEDED, *optional)}
    for name, url in addresses.items():
        if not isinstance(url, str) or not _is_as_safe(url, issuer):
            raise replies.nonsense("discovery", f"{name} is missing, or not https")
    return Metadata(
        issuer=found,
        algorithms=_algorithms(told.get("id_token_signing_alg_values_supported")),
        sends_issuer=told.get("authorization_response_iss_parameter_supported") is True,
        **addresses,  # type: ignore[arg-type]
    )


def _algorithms(named: Any) -> tuple[str, ...]:
    """Those of a provider that are safe; raise LoginError if it has none, as joserfc would take its own."""
    if not isinstance(named, list):
        return _USUAL
    found = tuple(name for name in named if isinstance(name, str) and name in ALGORITHMS)
    if not found:
        raise replies.nonsense("discovery", "it signs id_tokens by no algorithm that can be trusted")
    return found


def _is_issuer(found: str, asked: str) -> bool:
    """Whether an issuer is the one that was asked, down to the last slash.

    Microsoft's has a gap where it was asked for all tenants. A gap anywhere else would let one provider speak
    for another.
    """
    host, path = asked.split("/")[:3], asked.split("/")[3:]
    gapped = [_ANY_TENANT if part in _OF_ALL_TENANTS else part for part in path]
    return found in (asked, "/".join([*host, *gapped]))


def _is_as_safe(url: str, issuer: str) -> bool:
    """Whether an address is https, or as the issuer is to this very machine."""
    return is_safe(url) and (urlsplit(url).scheme == "https" or issuer.startswith("http:"))
