"""What handlers may know of the service, from its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NoReturn

from gateway.compiler.aliases import aliases
from gateway.compiler.keys import cookie_signer
from gateway.compiler.mounts import Surroundings
from gateway.compiler.routes import Routes
from gateway.compiler.services import Services
from gateway.config.fragments import joined
from gateway.config.model import Config
from gateway.config.plain import plain
from gateway.config.variables import Secret
from gateway.http.app import App
from gateway.http.hidden import Hidden
from gateway.http.proxy import trust
from gateway.routing.pattern import Pattern

_SECRET = ("cookies",)
_UNLESS_WRITTEN = ("cookies", "method_override")


def app_of(config: Config, routes: Routes, services: Services, around: Surroundings) -> App:
    """The App of a service; a Dispatch puts its own ways to answer in."""
    settings = config.settings
    return App(
        environment=config.environment,
        settings=_plain_settings(config),
        globals=config.views.globals,
        query=settings.query,
        max_body=settings.max_body,
        public_url=settings.public_url,
        error_detail=settings.error_detail,
        subdomain_offset=settings.subdomain_offset,
        trusts=None if settings.trust_proxy is False else trust(settings.trust_proxy),
        encode_json=services.encode_json,
        redirects=aliases(config, around.config, services.names, routes.report),
        signer=cookie_signer(config.settings),
        predicates=dict(routes.predicates.found),
        jsonp_parameter=settings.jsonp_parameter,
        templates=services.needed_templates,
        mount_path=around.path,
        url_for=_url_for(dict(routes.named)),
        respond=_not_served,
        following=_not_served,
    )


def _plain_settings(config: Config) -> dict[str, Any]:
    """All settings and `own`; keys of cookies are not among them, other secrets hidden."""
    written = {key: value for key, value in config.settings.at.items() if key not in _SECRET}
    decided = {"error_detail": config.settings.error_detail, "own": config.settings.own}
    settings = _over(_usual_settings(), {**plain(written), **decided})
    return {name: _hidden(value) for name, value in settings.items()}


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


def _hidden(value: Any) -> Any:
    """A value in which every secret is hidden: as the text that it is, JSON would show it."""
    if isinstance(value, Mapping):
        return {name: _hidden(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_hidden(item) for item in value]
    return Hidden(value.reveal()) if isinstance(value, Secret) else value


def _url_for(named: Mapping[str, Pattern]) -> Callable[..., str]:
    """A function from a route's name and its parameters to its path; it raises LookupError and ValueError."""

    def url_for(name: str, /, **params: Any) -> str:
        """The path of a route without the prefix of any mount; raise LookupError or ValueError."""
        if name not in named:
            raise LookupError(f"no route is called {name!r}; there are {sorted(named)}")
        return named[name].build(**params)

    return url_for


def _not_served(_request: Any) -> NoReturn:
    """Stand where a Dispatch puts its own function; raise RuntimeError."""
    raise RuntimeError("this App belongs to no Gateway yet")
