"""`login` of a checked document as values of the model, presets filled in."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.config.document import Map, section_of
from gateway.config.formats import value_of
from gateway.config.fragments import joined
from gateway.config.model import Login
from gateway.config.plain import plain
from gateway.config.presets import kind_of, title_of, with_preset
from gateway.config.routes import optional_entries

START, CALLBACK, LOGOUT = "/login", "/callback", "/logout"

# OpenID Connect is OAuth 2.0 and more, and so are its options.
_FRAGMENTS = {"oauth1": ("oauth1",), "oauth2": ("oauth2",), "oidc": ("oauth2", "oidc")}
_AS_WRITTEN = ("profile", "success", "failure")


def options_of(kind: str) -> frozenset[str]:
    """The options that a kind of login has for itself."""
    definitions = joined()["$defs"]
    return frozenset(
        option for name in _FRAGMENTS[kind] for option in definitions[f"logins.{name}"]["properties"]
    )


def logins(section: Map) -> Iterator[Login]:
    """Each entry of `login`."""
    for name in section:
        yield _login(name, section[name], default_start(name, is_one_of_many=len(section) > 1))


def default_start(name: str, *, is_one_of_many: bool) -> str:
    """Where a login begins if it does not say: each has a path of its own where there are several."""
    return f"{START}/{name}" if is_one_of_many else START


def _login(name: str, section: Map, start: str) -> Login:
    """One entry of `login`."""
    provider, logout = section.get("provider", ""), section_of(section, "logout")
    kind = kind_of(provider, section.get("kind"))
    given = {key: plain(section[key]) for key in sorted(options_of(kind)) if key in section}
    return Login(
        name=name,
        provider=provider,
        kind=kind,
        label=section.get("label", title_of(provider, name)),
        options=with_preset(provider, given),
        client_id=section.get("client_id"),
        client_secret=section.get("client_secret"),
        start=section.get("start", start),
        callback=section.get("callback", start + CALLBACK),
        logout_path=logout.get("path", LOGOUT),
        logout_view=logout.get("view"),
        leaves_provider=logout.get("at_provider", False),
        keeps_tokens=section.get("tokens", "none") == "session",
        timeout=value_of(section.get("timeout", "5s"), "duration"),
        stack=optional_entries(section, "stack"),
        at=section,
        **{key: section[key] for key in _AS_WRITTEN if key in section},
    )
