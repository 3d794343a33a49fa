"""From `mount:` to another service below a path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from os.path import relpath
from pathlib import Path
from typing import Any

from gateway.compiler.services import Services
from gateway.config import load
from gateway.config.model import Config, Mount, Route
from gateway.dispatch import Compiled, Mounted
from gateway.errors import ConfigError, Problem
from gateway.http.failures import Failures
from gateway.http.mounting import below
from gateway.resolution.functions import application
from gateway.resolution.names import Names
from gateway.resolution.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a mounted configuration has around it; for one that is not mounted, nothing.

    `files` are the configurations around it, outermost first, `failures` the rules of the row it stands in,
    `keys` those that sign the sessions around it, `stores` where these are kept.
    """

    config: Config | None = None
    files: tuple[Path, ...] = ()
    failures: Failures | None = None
    keys: tuple[str, ...] = field(default=(), repr=False)
    stores: list[Any] = field(default_factory=list, repr=False)
    path: Any = ""
    broken: dict[str, BaseException] | None = None

    @property
    def directories(self) -> tuple[Path, ...]:
        """The folders of the configurations around it."""
        return tuple(file.parent for file in self.files)

    def keys_for(self, config: Config) -> tuple[str, ...]:
        """The keys around it, if its sessions are those around it; else none."""
        own, outer = config.session, None if self.config is None else self.config.session
        return self.keys if own is not None and outer is not None and own.at is outer.at else ()


@dataclass(slots=True)
class Mounts:
    """Makes what answers below a mount: a WSGI application, or another gateway.yaml compiled.

    The problems of a mounted file are noted among those of the file that mounts it, each at its own place.
    """

    config: Config
    names: Names
    report: Report
    environ: Mapping[str, str]
    around: Surroundings
    services: Services
    compile: Callable[..., Compiled]

    def answer(self, route: Route, mount: Mount, failures: Failures) -> Callable[..., Any] | None:
        """A WSGI application as a handler, or a Mounted; None after noting why there is none."""
        if mount.wsgi is not None:
            found = application(mount.wsgi, mount.at.value_at("wsgi"), self.names)
            return None if found is None else below(found)
        return self._gateway(route, mount, failures)

    def _gateway(self, route: Route, mount: Mount, failures: Failures) -> Mounted | None:
        """Another gateway.yaml, read and compiled with this one around it."""
        file, at = mount.config, mount.at.value_at("config")
        files = (*self.around.files, self.config.file)
        if file is None or not file.is_file():
            self.report.missing(at, "file", file or self.config.file)
            return None
        if file in files:
            circle = " -> ".join(
                relpath(each, files[0].parent) for each in (*files[files.index(file) :], file)
            )
            self.report.add(at, "GW042", f"this configuration is mounted in itself: {circle}")
            return None
        around = Surroundings(
            config=self.config, files=files, failures=failures, keys=self.services.keys,
            stores=self.services.stores,
            path=route.paths[0] if len(route.paths) == 1 else route.paths, broken=self.names.broken,
        )  # fmt: skip
        try:
            strict = self.names.strict
            config = load(
                file, environ=self.environ, require=not strict, inherited=self.config, settings=mount.settings
            )
            compiled = self.compile(config, self.environ, around, strict=strict)
        except ConfigError as error:
            self.report.problems += error.problems
            return None
        self.report.problems += compiled.warnings
        self.report.files += compiled.files
        self._warn_of_hosts(config)
        return Mounted(compiled)

    def _warn_of_hosts(self, config: Config) -> None:
        """Note Host names that restrict nothing, since the mounting service has accepted others by then."""
        if config.settings.hosts is not None:
            said = "settings.hosts of a mounted service count for nothing"
            help_ = "the outermost service says which it answers to; write `host:` beside `mount:`"
            at = config.settings.at.value_at("hosts")
            self.report.problems.append(Problem(at, "GW058", said, help_, "warning"))
