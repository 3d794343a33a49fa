"""What handlers read as `request.app.settings`: what is written or usual, without what must not be shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from gateway.config.fragments import joined
from gateway.config.model import Config
from gateway.config.plain import plain
from gateway.config.variables import Secret
from gateway.http.hidden import Hidden

_SECRET = ("cookies",)
_UNLESS_WRITTEN = ("cookies", "method_override")


def plain_settings(config: Config) -> dict[str, Any]:
    """All settings and `own`; keys of cookies are not among them, other secrets hidden."""
    written = {key: value for key, value in config.settings.at.items() if key not in _SECRET}
    decided = {"error_detail": config.settings.error_detail, "own": config.settings.own}
    settings = _over(_usual_settings(), {**plain(written), **decided})
    return {name: hidden(value) for name, value in settings.items()}


@cache
def _usual_settings() -> dict[str, Any]:
    """The settings of a service that writes none."""
    options = joined()["$defs"]["settings"]["properties"]
    return _defaults({name: option for name, option in options.items() if name not in _UNLESS_WRITTEN})


def _defaults(options: Mapping[str, Any]) -> dict[str, Any]:
    """What options are where nobody writes them; those without a default are left out."""
    found: dict[str, Any] = {}
    for name, option in options.items():
        value = _defaults(option["properties"]) if "properties" in option else option.get("default")
        if value not in (None, {}):
            found[name] = value
    return found


def _over(usual: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """What is usual, and over it what is written, key by key."""
    both = {name: _over(usual[name], written[name]) for name in usual if isinstance(written.get(name), dict)}
    return {**usual, **written, **both}


def hidden(value: Any) -> Any:
    """A value in which every secret is hidden: as the text that it is, JSON would show it."""
    if isinstance(value, Mapping):
        return {name: hidden(item) for name, item in value.items()}
    if isinstance(value, list):
        return [hidden(item) for item in value]
    return Hidden(value.reveal()) if isinstance(value, Secret) else value
