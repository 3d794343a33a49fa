"""What a check finds in one environment of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from os.path import normpath
from pathlib import Path

from gateway.check.echoes import without_echoes
from gateway.check.environments import Finding
from gateway.check.error_rules import unreached_rules
from gateway.check.lints.defaults import unfit_defaults
from gateway.check.lints.forgery import forgeable
from gateway.check.lints.limits import unlimited_bodies
from gateway.check.lints.logins import endless_logins, missing_logins
from gateway.check.lints.stores import misplaced_sessions
from gateway.check.lints.trust import trusted
from gateway.check.regexes import every_row, regex_problems
from gateway.check.survey.survey import survey
from gateway.check.unset import judged
from gateway.check.written import written
from gateway.config import Config, Mounting, loaded
from gateway.config.includes import Assembled
from gateway.config.model import Route
from gateway.errors import ConfigError, Problem

Read = Callable[[Path], Assembled]
_ELSEWHERE = {"GW060", "GW081"}  # which a check tells at other places, and once
_REMARKS = (
    regex_problems,
    unreached_rules,
    trusted,
    misplaced_sessions,
    unlimited_bodies,
    unfit_defaults,
    endless_logins,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found, how many routes and which files there are, and which variables are not set."""

    finding: Finding
    rows: int = 0
    files: tuple[Path, ...] = ()
    unset: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Means:
    """The variables there are, what reads a file, and whether modules are imported as at a start."""

    environ: Mapping[str, str]
    read: Read
    imports: bool = False


def outcome(assembled: Assembled, name: str, means: Means, *, is_whole: bool) -> Outcome:
    """What is found in the environment of a name, all errors of one phase or all warnings."""
    environ, read = {**means.environ, "GATEWAY_ENV": name}, means.read
    try:
        config = loaded(assembled, environ, require=False, mount=Mounting(None, None))
    except ConfigError as error:
        return Outcome(Finding(name, [*without_echoes(error.problems, ())], is_whole))
    configs = [*_with_mounted(config, environ, read)]
    found = [problem for each in configs for problem in remarks(each)]
    with suppress(ConfigError):
        routes = [*written(config, environ)]
        found += [*forgeable(routes), *missing_logins(routes)]
    surveyed = survey(config, (), environ)
    told = [*surveyed.problems, *(_refused(config, environ, surveyed.problems) if means.imports else ())]
    unset = tuple(problem for each in configs for problem in each.unset)
    problems = [*without_echoes(judged([*told, *found], unset), configs)]
    return Outcome(Finding(name, problems, is_whole), surveyed.rows, surveyed.files, unset)


def _refused(config: Config, environ: Mapping[str, str], told: list[Problem]) -> list[Problem]:
    """What only importing tells: problems at places and of rules that nothing was told of yet."""
    known = {(problem.position, problem.rule) for problem in told}
    rules = {problem.rule for problem in told}
    try:
        compile_config = import_module("gateway.compiler").compile_config
        found = compile_config(config, environ=environ, strict=True).warnings
    except ConfigError as error:
        found = error.problems
    return [
        problem
        for problem in found
        if (problem.position, problem.rule) not in known and not {problem.rule} <= rules & _ELSEWHERE
    ]


def remarks(config: Config) -> Iterator[Problem]:
    """What is wrong with a configuration that can be loaded, beyond what compiling it tells."""
    for remark in _REMARKS:
        yield from remark(config)


def _with_mounted(
    config: Config, environ: Mapping[str, str], read: Read, around: tuple[Path, ...] = ()
) -> Iterator[Config]:
    """A configuration and those it mounts; what cannot be loaded the compiler tells of."""
    yield config
    files = (*around, config.file)
    mounts = [row.mount for row in every_row(config.routes) if isinstance(row, Route) and row.mount]
    for mount in mounts:
        if mount.config is not None and mount.config not in files:
            with suppress(ConfigError):
                inner = read(Path(normpath(mount.config)))
                mounting = Mounting(config, mount.settings)
                loaded_ = loaded(inner, environ, require=False, mount=mounting)
                yield from _with_mounted(loaded_, environ, read, files)
