"""From the checked configuration to the immutable table that answers requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gateway.compiler.answers import Answers
from gateway.compiler.apps import app_of
from gateway.compiler.endpoints import Endpoints
from gateway.compiler.failures import FailureRules
from gateway.compiler.favicons import add_favicon
from gateway.compiler.keys import session_keys
from gateway.compiler.logins import Logins
from gateway.compiler.mounts import Mounts, Surroundings
from gateway.compiler.observe import health, readiness
from gateway.compiler.requests import request_class
from gateway.compiler.routes import Routes
from gateway.compiler.services import Services
from gateway.compiler.stacks import Stacks
from gateway.compiler.tags import Tags
from gateway.compiler.templates import check_layout
from gateway.compiler.when import Predicates
from gateway.config import load
from gateway.config.model import Config
from gateway.dispatch import Compiled
from gateway.http.response import READ
from gateway.http.tracing import Traced
from gateway.middleware.chain import Endpoint, kind_of
from gateway.resolution.entrances import report_closed_entrances
from gateway.resolution.files import check_folders
from gateway.resolution.functions import startup, trace
from gateway.resolution.names import Names
from gateway.resolution.passing import report_hidden
from gateway.resolution.report import Report
from gateway.routing.table import Row, Table

__all__ = ["Compiled", "compile_config", "compile_file"]

ALONE = Surroundings()


def compile_file(file: Path, *, environ: Mapping[str, str], strict: bool = False) -> Compiled:
    """A gateway.yaml compiled; raise ConfigError.

    `strict`, as `gateway check` is, refuses modules that fail to import and lets variables be unset.
    """
    config = load(file, environ=environ, require=not strict)
    return compile_config(config, environ=environ, strict=strict)


def compile_config(
    config: Config, *, environ: Mapping[str, str], strict: bool = False, around: Surroundings = ALONE
) -> Compiled:
    """A configuration compiled; raise ConfigReferenceError with every name that stands for nothing.

    The modules it names are imported and their layers made, once each; nothing in them is called to answer,
    no provider is asked, no port opened. What comes out is all that requests need: none reads the
    configuration. `environ` is for the configurations it mounts, `around` what it is mounted in.
    """
    report = Report([*config.warnings], [*config.files])
    broken = {} if around.broken is None else around.broken
    names = Names(config.directory, report, strict=strict, broken=broken, around=around.directories)
    keys = around.keys_for(config) or session_keys(config, strict=strict)
    services = Services(config, keys, names, [*around.stores])
    routes = _routes(
        config, names, services, Mounts(config, names, report, environ, around, services, _mounted)
    )
    if around.config is None:
        _add_observed(config, names, routes)
    logins = Logins(config, names, services, report, around).add_to(routes)
    routes.add_all()
    routes.endpoints.stacks.check()
    report_hidden(routes.rows, routes.positions, config.settings.routing, report)
    add_favicon(routes)
    check_folders(config.views, report)
    check_layout(config.views, services.needed_templates, report)
    compiled = _compiled(config, routes, services, around, logins)
    report_closed_entrances(routes.rows, routes.positions, config, report, _sends)
    return replace(compiled, warnings=report.close(), files=tuple(dict.fromkeys(report.files)))


def _mounted(config: Config, environ: Mapping[str, str], around: Surroundings, *, strict: bool) -> Compiled:
    """A configuration that another one mounts, compiled."""
    return compile_config(config, environ=environ, strict=strict, around=around)


def _routes(config: Config, names: Names, services: Services, mounts: Mounts) -> Routes:
    """The parts that make rows, put together."""
    report, settings = mounts.report, config.settings
    stacks = Stacks(config, names, services, report)
    rules = FailureRules(names, services, report, mounts.around.failures)
    predicates = Predicates(settings, names)
    predicates.find()
    return Routes(
        config=config,
        answers=Answers(names, services, report),
        endpoints=Endpoints(stacks, rules, settings, trace(config, names)),
        predicates=predicates,
        mounts=mounts,
        tags=Tags(settings, names),
        report=report,
    )


def _add_observed(config: Config, names: Names, routes: Routes) -> None:
    """Health and readiness, which are the outermost service's own."""
    observe = config.observe
    if observe.health is not None:
        routes.add_fixed(observe.health, health, READ, ())
    if observe.readiness is not None:
        routes.add_fixed(observe.readiness, readiness(names.broken), READ, ())


def _compiled(
    config: Config, routes: Routes, services: Services, around: Surroundings, logins: Mapping[str, Any]
) -> Compiled:
    """What was made of the configuration, frozen."""
    settings, names = config.settings, routes.answers.names
    observed = {path for path in (config.observe.health, config.observe.readiness) if path is not None}
    sensitive = settings.routing.case_sensitive
    return Compiled(
        table=Table(routes.rows, case_sensitive=sensitive, trailing_slash=settings.routing.trailing_slash),
        groups=Table(routes.groups, case_sensitive=sensitive, trailing_slash="ignore"),
        app=app_of(config, routes, services, around, logins),
        hosts=_hosts(config) if around.config is None else None,
        observed=frozenset(observed),
        request=request_class(settings, names),
        on_startup=startup(config, names),
    )


def _sends(row: Row[Endpoint]) -> list[str | None]:
    """Where the layers of a row send who is not logged in, outermost first; None is nowhere."""
    layers = [layer.call if isinstance(layer, Traced) else layer for layer in row.endpoint.layers]
    found: list[Any] = [layer for layer in layers if kind_of(layer) == "require_login"]
    return [getattr(layer.redirect, "path", layer.redirect) for layer in found]


def _hosts(config: Config) -> frozenset[str] | None:
    """The Host names that are answered; None is any, which only development may have by default."""
    settings = config.settings
    if settings.hosts is not None:
        return frozenset(host.lower() for host in settings.hosts)
    if config.environment == "development" or settings.public_url is None:
        return None
    host = (urlsplit(settings.public_url).hostname or "").lower()
    return frozenset({f"[{host}]" if ":" in host else host})
