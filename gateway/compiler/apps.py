"""What handlers may know of the service, from its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from gateway.compiler.aliases import aliases
from gateway.compiler.keys import cookie_signer
from gateway.compiler.mounts import Surroundings
from gateway.compiler.routes import Routes
from gateway.compiler.services import Services
from gateway.compiler.settings import hidden, plain_settings
from gateway.config.model import Config
from gateway.http.app import App
from gateway.http.proxy import trust
from gateway.routing.pattern import Pattern


def app_of(
    config: Config, routes: Routes, services: Services, around: Surroundings, logins: Mapping[str, Any]
) -> App:
    """The App of a service; a Dispatch puts its own ways to answer in."""
    settings = config.settings
    return App(
        environment=config.environment,
        settings=plain_settings(config),
        globals=hidden(config.views.globals),
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
        logins=logins,
        mount_path=around.path,
        url_for=_url_for(dict(routes.named)),
        respond=_not_served,
        following=_not_served,
    )


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
