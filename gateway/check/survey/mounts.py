"""The services that are mounted below a path, each surveyed where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path
from typing import Any

from gateway.config import load
from gateway.config.model import Config, Mount, Route
from gateway.errors import ConfigError, Problem
from gateway.resolution.functions import application
from gateway.resolution.names import Names

Survey = Callable[[Config, tuple[Config, ...], Mapping[str, str]], Any]


@dataclass(frozen=True, slots=True)
class Mounts:
    """Looks at what is mounted in a configuration; `around` are those it is mounted in, outermost first."""

    config: Config
    names: Names
    around: tuple[Config, ...]
    environ: Mapping[str, str]
    survey: Survey

    def look_at(self, _route: Route, mount: Mount) -> bool:
        """Whether there is something to mount; what is wrong with it is noted."""
        if mount.wsgi is not None:
            return application(mount.wsgi, mount.at.value_at("wsgi"), self.names) is not None
        file, at, report = mount.config, mount.at.value_at("config"), self.names.report
        files = tuple(each.file for each in (*self.around, self.config))
        if file is None or not file.is_file():
            report.missing(at, "file", file or self.config.file)
            return False
        if file in files:
            circle = " -> ".join(
                relpath(each, files[0].parent) for each in (*files[files.index(file) :], file)
            )
            report.add(at, "GW042", f"this configuration is mounted in itself: {circle}")
            return False
        return self._look_into(file, mount)

    def _look_into(self, file: Path, mount: Mount) -> bool:
        """Whether another gateway.yaml can be mounted; its problems are noted among ours."""
        report = self.names.report
        try:
            inner = load(
                file, environ=self.environ, require=False, inherited=self.config, settings=mount.settings
            )
        except ConfigError as error:
            report.problems += error.problems
            return False
        found = self.survey(inner, (*self.around, self.config), self.environ)
        report.problems += found.problems
        report.files += found.files
        if inner.settings.hosts is not None:
            said = "settings.hosts of a mounted service count for nothing"
            help_ = "the outermost service says which it answers to; write `host:` beside `mount:`"
            report.problems.append(
                Problem(inner.settings.at.value_at("hosts"), "GW058", said, help_, "warning")
            )
        return not any(problem.level == "error" for problem in found.problems)
