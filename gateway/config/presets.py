"""The services people log in with whose addresses are known; each of them can be overridden."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SANDBOX = "sandbox"

V1_OF_X = "/1.1/account/verify_credentials.json?include_entities=false&skip_status=true"
V2_OF_X = "/2/users/me?user.fields=profile_image_url"
_USER_OF_X = {
    "id_str": "data.id",
    "name": "data.name",
    "screen_name": "data.username",
    "profile_image_url_https": "data.profile_image_url",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A provider: the protocol it speaks, what people call it, and the options of a login that names it."""

    kind: str
    title: str
    options: Mapping[str, Any] = field(default_factory=dict)


PRESETS: Mapping[str, Preset] = {
    "twitter": Preset(
        kind="oauth1",
        title="Twitter",
        options={
            "request_token_url": "https://api.x.com/oauth/request_token",
            "authenticate_url": "https://api.x.com/oauth/authenticate",
            "access_token_url": "https://api.x.com/oauth/access_token",
            "profile_url": f"https://api.x.com{V1_OF_X}",
            "fallback_url": f"https://api.x.com{V2_OF_X}",
        },
    ),
    "x": Preset(
        kind="oauth2",
        title="X",
        options={
            "authorize_url": "https://x.com/i/oauth2/authorize",
            "token_url": "https://api.x.com/2/oauth2/token",
            "profile_url": f"https://api.x.com{V2_OF_X}",
            "scope": ("tweet.read", "users.read"),
            "claims": _USER_OF_X,
        },
    ),
    "github": Preset(
        kind="oauth2",
        title="GitHub",
        options={
            "authorize_url": "https://github.com/login/oauth/authorize",
            "token_url": "https://github.com/login/oauth/access_token",
            "profile_url": "https://api.github.com/user",
            "client_auth": "post",
            "claims": {
                "sub": "id",
                "name": "name",
                "preferred_username": "login",
                "picture": "avatar_url",
                "email": "email",
            },
        },
    ),
    "google": Preset(kind="oidc", title="Google", options={"issuer": "https://accounts.google.com"}),
    "gitlab": Preset(kind="oidc", title="GitLab", options={"issuer": "https://gitlab.com"}),
    "microsoft": Preset(
        kind="oidc",
        title="Microsoft",
        options={"issuer": "https://login.microsoftonline.com/common/v2.0"},
    ),
}


def kind_of(provider: str, kind: str | None) -> str:
    """The protocol of a login: that of its preset, else what it says, else the sandbox's first."""
    return PRESETS[provider].kind if str(provider) in PRESETS else "oauth1" if kind is None else kind


def title_of(provider: str, name: str) -> str:
    """What people call a login."""
    return PRESETS[provider].title if provider in PRESETS else " ".join(re.split("[_-]", name)).capitalize()


def with_preset(provider: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a login, those that it leaves out as its preset has them.

    With an own `profile_url` the preset's `fallback_url` goes: no server gets another's tokens.
    """
    known = dict(PRESETS[provider].options) if provider in PRESETS else {}
    if given.get("profile_source") == "v2" and "fallback_url" in known:
        known["profile_url"] = known["fallback_url"]
    if "profile_url" in given or given.get("profile_source") == "v2":
        known.pop("fallback_url", None)
    if "claims" in given and "claims" in known:
        known["claims"] = {**known["claims"], **given["claims"]}
        given = {key: value for key, value in given.items() if key != "claims"}
    return known | dict(given)
