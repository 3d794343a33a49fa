"""A configuration compiled, and examined for what compiles and still is a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from gateway.check.amounts import amount_problems
from gateway.check.error_rules import unreached_rules
from gateway.check.hidden import hidden_problems
from gateway.check.leftovers import leftovers
from gateway.check.lints.secrets import written_secrets
from gateway.check.marks import mark_problems
from gateway.check.paths import path_problems
from gateway.check.regexes import every_row, regex_problems
from gateway.check.schemas import pointed
from gateway.check.slips import well_placed
from gateway.check.survey.survey import survey
from gateway.config import Config, load
from gateway.config.includes import assemble
from gateway.config.model import Mount, Route
from gateway.errors import ConfigError, ConfigReferenceError, Problem, in_order

_OF_CONFIG = (regex_problems, unreached_rules)
_OF_DOCUMENT = (hidden_problems, amount_problems, mark_problems, path_problems, leftovers)


@dataclass(frozen=True, slots=True)
class Examined:
    """A configuration without an error: how many rows it would have, and all warnings."""

    environment: str
    rows: int
    warnings: tuple[Problem, ...]
    files: tuple[Path, ...]


@well_placed
def examined(file: Path, *, environ: Mapping[str, str], imports: bool = False) -> Examined:
    """What a check found, nothing of it an error; raise ConfigError with every error of one phase.

    With `imports` the modules that the file names are imported as well, and it is compiled as at a start.
    """
    config = load(file, environ=environ, require=False)
    configs = list(_with_mounted(config, environ))
    surveyed = survey(config, (), environ)
    found = [*surveyed.problems, *(_refused(config, environ, surveyed.problems) if imports else ())]
    found = [*pointed(found, configs), *(problem for each in configs for problem in remarks(each))]
    errors = [problem for problem in found if problem.level == "error"]
    if errors:
        raise ConfigReferenceError(errors)
    return Examined(config.environment, surveyed.rows, in_order(found), surveyed.files)


def _refused(config: Config, environ: Mapping[str, str], told: list[Problem]) -> list[Problem]:
    """What only importing tells: problems at places and of rules that nothing was told of yet."""
    known = {(problem.position, problem.rule) for problem in told}
    try:
        compile_config = import_module("gateway.compiler").compile_config
        found = compile_config(config, environ=environ, strict=True).warnings
    except ConfigError as error:
        found = error.problems
    return [problem for problem in found if (problem.position, problem.rule) not in known]


def remarks(config: Config) -> Iterator[Problem]:
    """What is wrong with a configuration that can be loaded, beyond what compiling it tells."""
    for of_config in _OF_CONFIG:
        yield from of_config(config)
    document = assemble(config.file).document
    for of_document in _OF_DOCUMENT:
        yield from of_document(document)
    yield from written_secrets(document, config.files)


def _with_mounted(
    config: Config, environ: Mapping[str, str], around: tuple[Path, ...] = ()
) -> Iterator[Config]:
    """A configuration and those it mounts; what cannot be loaded the compiler tells of."""
    yield config
    files = (*around, config.file)
    for row in every_row(config.routes):
        mount = row.mount if isinstance(row, Route) else None
        if mount is not None and mount.config is not None and mount.config not in files:
            yield from _mounted(mount, config, environ, files)


def _mounted(
    mount: Mount, config: Config, environ: Mapping[str, str], files: tuple[Path, ...]
) -> Iterator[Config]:
    """What one mount loads."""
    with suppress(ConfigError):
        loaded = load(
            mount.config or config.file,
            environ=environ,
            require=False,
            inherited=config,
            settings=mount.settings,
        )
        yield from _with_mounted(loaded, environ, files)
