"""The other side of each login: a provider elsewhere, or the sandbox in its place."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from gateway.config.model import Login
from gateway.config.plain import revealed
from gateway.config.presets import V1_OF_X, V2_OF_X

OPENID = ("openid", "profile", "email")
CLAIMS = ("sub", "name", "preferred_username", "picture", "email", "email_verified")

# Whose ids are those of the same people; everybody else's are told apart by `iss`.
_TWITTERS = (("twitter", "oauth1"), ("x", "oauth2"), ("sandbox", "oauth1"))


def provider(login: Login, public_url: str, client: tuple[str, str], *, sandboxed: bool) -> Any:
    """What a login asks, with what it must know; a kind that no login is of is not imported.

    The `sandboxed` ask the sandbox at `public_url`, whatever addresses they have.
    """
    options = revealed(dict(login.options))
    if sandboxed:
        path = import_module("gateway.login.addresses").SANDBOX_PATH
        options = at_sandbox(login.kind, options, public_url.rstrip("/") + path)
    if login.kind != "oidc" and (login.provider, login.kind) not in _TWITTERS:
        address = options.get("authorize_url") or options["authenticate_url"]
        options["iss"] = options.get("issuer") or origin(address)
    about = {"callback": public_url.rstrip("/") + login.callback, "timeout": login.timeout}
    return _KINDS[login.kind](options, about, client)


def at_sandbox(kind: str, options: dict[str, Any], base: str) -> dict[str, Any]:
    """The options of a login whose addresses are those of the sandbox; what is not about a provider stays."""
    kept: dict[str, Any] = {key: options[key] for key in ("profile_source", "userinfo") if key in options}
    if kind == "oidc":
        return {**kept, "issuer": base, "claims": options.get("claims", {})}
    if kind == "oauth2":
        return {**kept, **_oauth2_at(base, options.get("claims", {}))}
    v1, v2 = base + V1_OF_X, base + V2_OF_X
    addresses = {
        "request_token_url": f"{base}/oauth/request_token",
        "authenticate_url": f"{base}/oauth/authenticate",
        "access_token_url": f"{base}/oauth/access_token",
    }
    if kept.get("profile_source") == "v2":
        return {**kept, **addresses, "profile_url": v2}
    return {**kept, **addresses, "profile_url": v1, "fallback_url": v2}


def _oauth2_at(base: str, claims: dict[str, str]) -> dict[str, Any]:
    """The sandbox's addresses of OAuth 2.0, which tells users as X does, or else as OpenID Connect."""
    addresses = {"authorize_url": f"{base}/oauth2/authorize", "token_url": f"{base}/oauth2/token"}
    if "id_str" in claims:
        return {
            **addresses,
            "profile_url": base + V2_OF_X,
            "claims": claims,
            "scope": ("tweet.read", "users.read"),
        }
    told = {"profile_url": f"{base}/oauth2/userinfo", "claims": {name: name for name in claims}}
    return {**addresses, **told, "scope": OPENID}


def _oauth1(options: dict[str, Any], about: dict[str, Any], client: tuple[str, str]) -> Any:
    """A provider of OAuth 1.0a."""
    made = import_module("gateway.login.oauth1").Oauth1
    return made(client_id=client[0], client_secret=client[1], **about, **options)


def _oauth2(options: dict[str, Any], about: dict[str, Any], client: tuple[str, str]) -> Any:
    """A provider of OAuth 2.0."""
    oauth2 = import_module("gateway.login.oauth2")
    asked = oauth2.Authorization(
        url=options["authorize_url"],
        scope=options.get("scope", ()),
        parameters=options.get("parameters", {}),
    )
    return oauth2.Oauth2(
        client=_client(options, client),
        authorize=asked,
        token_url=options["token_url"],
        profile_url=options["profile_url"],
        claims=_claims(options),
        issuer=options.get("issuer"),
        **about,
    )


def _oidc(options: dict[str, Any], about: dict[str, Any], client: tuple[str, str]) -> Any:
    """A provider of OpenID Connect."""
    given = {name: options[key] for key, name in _METADATA.items() if key in options}
    discovery = import_module("gateway.login.discovery").Discovery(issuer=options["issuer"], given=given)
    claims = import_module("gateway.login.claims").Claims
    places = {name: name for name in ("iss", *CLAIMS)} | options.get("claims", {})
    return import_module("gateway.login.oidc").Oidc(
        client=_client(options, client),
        discovery=discovery,
        claims=claims(places),
        scope=options.get("scope", OPENID),
        parameters=options.get("parameters", {}),
        asks_userinfo=options.get("userinfo", True),
        **about,
    )


_KINDS = {"oauth1": _oauth1, "oauth2": _oauth2, "oidc": _oidc}
_METADATA = {
    "authorize_url": "authorization_endpoint",
    "token_url": "token_endpoint",
    "profile_url": "userinfo_endpoint",
    "jwks_url": "jwks_uri",
    "logout_url": "end_session_endpoint",
}


def _client(options: dict[str, Any], client: tuple[str, str]) -> Any:
    """Who this service is to a provider of OAuth 2.0."""
    made = import_module("gateway.login.token_endpoint").Client
    return made(client_id=client[0], client_secret=client[1], auth=options.get("client_auth", "basic"))


def _claims(options: dict[str, Any]) -> Any:
    """What is kept of a profile: what the preset and the login say, else what OpenID Connect calls it."""
    claims = import_module("gateway.login.claims")
    said = options.get("claims", {})
    if "id_str" in said:
        return claims.Claims(said, claims.V2.needed, options.get("iss"))
    return claims.Claims({name: name for name in CLAIMS} | said, iss=options["iss"])


def origin(url: str) -> str:
    """Scheme and host of an address, by which a provider is known that has no name of its own."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
