"""Where the known providers answer; every address can be overridden."""

from __future__ import annotations

from collections.abc import Mapping

V1_QUERY = "include_entities=false&skip_status=true"
V2_QUERY = "user.fields=profile_image_url"
SANDBOX_PATH = "/-/sandbox"

_NEEDED = ("request_token_url", "authenticate_url", "access_token_url")


def endpoints(
    provider: str,
    *,
    source: str = "v1",
    public_url: str = "",
    overrides: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The addresses of a provider (twitter, sandbox, "" for none); raise ValueError if one is missing.

    With an own `profile_url` the preset's `fallback_url` goes: no server gets another's tokens.
    """
    given = {name: url for name, url in (overrides or {}).items() if url}
    found = {**_preset(provider, source, public_url), **given}
    if "profile_url" in given and "fallback_url" not in given:
        found.pop("fallback_url", None)
    needed = _NEEDED if source == "none" else (*_NEEDED, "profile_url")
    missing = [name for name in needed if name not in found]
    if missing:
        raise ValueError(f"{' and '.join(missing)} must be given for a login without a preset")
    return found


def _preset(provider: str, source: str, public_url: str) -> dict[str, str]:
    """A known provider's addresses; raise ValueError for an unknown one."""
    match provider:
        case "twitter":
            return _twitter("https://api.x.com", source)
        case "sandbox":
            return _twitter(public_url.rstrip("/") + SANDBOX_PATH, source)
        case "":
            return {}
    raise ValueError(f"there is no preset {provider!r}; there are sandbox and twitter")


def _twitter(base: str, source: str) -> dict[str, str]:
    """Twitter's addresses below a base, as the documentation of api.x.com gives them."""
    v1 = f"{base}/1.1/account/verify_credentials.json?{V1_QUERY}"
    v2 = f"{base}/2/users/me?{V2_QUERY}"
    urls = {
        "request_token_url": f"{base}/oauth/request_token",
        "authenticate_url": f"{base}/oauth/authenticate",
        "access_token_url": f"{base}/oauth/access_token",
        "profile_url": v2 if source == "v2" else v1,
    }
    return urls | {"fallback_url": v2} if source == "v1" else urls
