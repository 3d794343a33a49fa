"""All that is found about one service, once the packages are there that every service needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gateway.check.written import mounted
from gateway.cli.diagnosis.configuration import configuration, variables
from gateway.cli.diagnosis.findings import Finding
from gateway.cli.diagnosis.logins import logins
from gateway.cli.diagnosis.needs import needed
from gateway.cli.diagnosis.packages import Requirement, packages
from gateway.cli.diagnosis.stores import stores
from gateway.cli.diagnosis.surroundings import surroundings
from gateway.config import Config, load
from gateway.errors import ConfigError


def service(file: Path, environ: Mapping[str, str], extras: Iterable[Requirement]) -> Iterator[Finding]:
    """Everything in turn; what goes by the configuration only if it can be read."""
    config = _loaded(file, environ)
    yield from packages({} if config is None else needed(config, environ), extras)
    yield configuration(file, environ)
    if config is None:
        return
    yield from variables(file, environ)
    yield from stores(config, environ)
    yield from logins([config, *mounted(config, environ).values()])
    yield from surroundings(config, environ)


def _loaded(file: Path, environ: Mapping[str, str]) -> Config | None:
    """The configuration as far as variables are set; None if it, or one mounted in it, has problems."""
    try:
        config = load(file, environ=environ, require=False)
        mounted(config, environ)
    except ConfigError:
        return None
    return config
