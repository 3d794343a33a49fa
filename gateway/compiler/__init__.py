"""From the checked configuration to the immutable table that answers requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from gateway.compiler.answers import Answers
from gateway.compiler.endpoints import Endpoints
from gateway.compiler.failures import FailureRules
from gateway.compiler.keys import session_keys
from gateway.compiler.logins import Logins
from gateway.compiler.names import Names
from gateway.compiler.observe import health, readiness
from gateway.compiler.reach import report_hidden
from gateway.compiler.report import Report
from gateway.compiler.routes import Routes
from gateway.compiler.services import Services
from gateway.compiler.stacks import Stacks
from gateway.compiler.templates import check_folders, check_layout
from gateway.config import load
from gateway.config.model import Config
from gateway.http.app import App
from gateway.middleware.chain import Endpoint
from gateway.routing.pattern import Pattern
from gateway.routing.table import Table

_READ = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What a server needs; nothing in it changes any more.

    `table` finds the row of a request, `groups` what answers where no row does. `hosts` are the Host names
    that are answered, None for any; `observed` are the paths of health and readiness, which any Host may ask
    for.
    """

    table: Table[Endpoint]
    groups: Table[Endpoint]
    app: App
    hosts: frozenset[str] | None
    observed: frozenset[str]


def compile_file(file: Path, *, environ: Mapping[str, str], strict: bool = False) -> Compiled:
    """A gateway.yaml compiled; raise ConfigError.

    `strict`, as `gateway check` is, refuses modules that fail to import and lets variables be unset.
    """
    return compile_config(load(file, environ=environ, require=not strict), strict=strict)


def compile_config(config: Config, *, strict: bool = False) -> Compiled:
    """A configuration compiled; raise ConfigReferenceError with every name that stands for nothing.

    The modules it names are imported and their layers made, once each; nothing in them is called to answer,
    no provider is asked, no port opened. What comes out is all that requests need: none reads the
    configuration.
    """
    report = Report()
    names = Names(config.directory, report, strict=strict)
    services = Services(config, session_keys(config, strict=strict), names)
    stacks = Stacks(config, names, services, report)
    endpoints = Endpoints(stacks, FailureRules(names, services, report), config.settings)
    routes = Routes(config, Answers(names, services, report), endpoints, report)
    observe = config.observe
    if observe.health is not None:
        routes.add_fixed(observe.health, health, _READ, ())
    if observe.readiness is not None:
        routes.add_fixed(observe.readiness, readiness(names.broken), _READ, ())
    Logins(config, names, services, report).add_to(routes)
    routes.add_all()
    stacks.check()
    report_hidden(routes.rows, routes.positions, config.settings.routing, report)
    check_folders(config.views, report)
    check_layout(config.views, services.needed_templates, report)
    report.close()
    return _compiled(config, routes, services)


def _compiled(config: Config, routes: Routes, services: Services) -> Compiled:
    """What was made of the configuration, frozen; nothing was noted against it."""
    settings = config.settings
    observed = {path for path in (config.observe.health, config.observe.readiness) if path is not None}
    return Compiled(
        table=Table(
            routes.rows,
            case_sensitive=settings.routing.case_sensitive,
            trailing_slash=settings.routing.trailing_slash,
        ),
        groups=Table(routes.groups, case_sensitive=settings.routing.case_sensitive, trailing_slash="ignore"),
        app=_app(config, routes, services),
        hosts=_hosts(config),
        observed=frozenset(observed),
    )


def _app(config: Config, routes: Routes, services: Services) -> App:
    """What handlers may know of the service; a Gateway puts its own ways to answer in."""
    settings = config.settings
    return App(
        environment=config.environment,
        settings={"own": settings.own},
        query=settings.query,
        max_body=settings.max_body,
        public_url=settings.public_url,
        error_detail=settings.error_detail,
        templates=services.needed_templates,
        url_for=_url_for(dict(routes.named)),
        respond=_not_served,
        following=_not_served,
    )


def _hosts(config: Config) -> frozenset[str] | None:
    """The Host names that are answered; None is any, which only development may have by default."""
    settings = config.settings
    if settings.hosts is not None:
        return frozenset(host.lower() for host in settings.hosts)
    if config.environment == "development" or settings.public_url is None:
        return None
    host = (urlsplit(settings.public_url).hostname or "").lower()
    return frozenset({f"[{host}]" if ":" in host else host})


def _url_for(named: Mapping[str, Pattern]) -> Callable[..., str]:
    """A function from a route's name and its parameters to its path; it raises LookupError and ValueError."""

    def url_for(name: str, /, **params: Any) -> str:
        """The path of a route without the prefix of any mount; raise LookupError or ValueError."""
        if name not in named:
            raise LookupError(f"no route is called {name!r}; there are {sorted(named)}")
        return named[name].build(**params)

    return url_for


def _not_served(_request: Any) -> NoReturn:
    """Stand where a Gateway puts its own function; raise RuntimeError."""
    raise RuntimeError("this App belongs to no Gateway yet")
