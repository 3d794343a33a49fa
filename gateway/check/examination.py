"""A configuration compiled, and examined for what compiles and still is a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from gateway.check.leftovers import leftovers
from gateway.check.regexes import every_row, regex_problems
from gateway.compiler import Compiled, compile_config
from gateway.config import Config, load
from gateway.config.includes import assemble
from gateway.config.model import Mount, Route
from gateway.errors import ConfigError, ConfigReferenceError, Problem, in_order


def examined(file: Path, *, environ: Mapping[str, str]) -> Compiled:
    """What a file compiles to, with all warnings; raise ConfigError with every error of one phase."""
    config = load(file, environ=environ, require=False)
    found = [problem for each in _with_mounted(config, environ) for problem in remarks(each)]
    errors = [problem for problem in found if problem.level == "error"]
    try:
        compiled = compile_config(config, environ=environ, strict=True)
    except ConfigError as error:
        raise ConfigReferenceError([*error.problems, *errors]) from error
    if errors:
        raise ConfigReferenceError(errors)
    return replace(compiled, warnings=in_order([*compiled.warnings, *found]))


def remarks(config: Config) -> Iterator[Problem]:
    """What is wrong with a configuration that can be loaded, beyond what compiling it tells."""
    yield from regex_problems(config)
    yield from leftovers(assemble(config.file).document)


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
