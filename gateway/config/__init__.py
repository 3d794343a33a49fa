"""From the text of gateway.yaml to checked, typed values, each knowing its position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from os.path import normpath
from pathlib import Path
from typing import NamedTuple

from gateway.config.build import build
from gateway.config.document import Map
from gateway.config.includes import Assembled, assemble
from gateway.config.inheritance import with_inherited
from gateway.config.model import Config
from gateway.config.overlays import chosen, overlaid
from gateway.config.rules import rule_problems
from gateway.config.schema import check
from gateway.config.schema_files import schema_files
from gateway.config.secrecy import misplaced_secrets, without_secret_lines
from gateway.config.variables import substituted
from gateway.errors import (
    ConfigReferenceError,
    ConfigSchemaError,
    ConfigSyntaxError,
    Position,
    Problem,
    in_order,
)

__all__ = ["Config", "Mounting", "bounded", "load", "loaded"]

UNSET = "GW021"
_OF_VARIABLES = frozenset({"GW020", "GW021", "GW022", "GW024"})


def load(
    file: Path,
    *,
    environ: Mapping[str, str],
    require: bool = True,
    inherited: Config | None = None,
    settings: Map | None = None,
) -> Config:
    """The configuration a file holds; raise ConfigError with every problem of the first phase that has one.

    Without `require` a variable that is not set is noted in `unset`, and nothing is said about its value.
    A mounted file has its settings, views and session from `inherited`, the configuration that mounts it,
    where it writes none; `settings` are those of the mount and lie over both. Warnings are told once there is
    no error.
    """
    file = Path(normpath(file.absolute()))
    with bounded(file):
        return loaded(assemble(file), environ, require=require, mount=Mounting(inherited, settings))


@contextmanager
def bounded(file: Path) -> Iterator[None]:
    """What is made of a file, which raises ConfigSyntaxError where Python itself would not get to the end."""
    try:
        yield
    except RecursionError as error:
        message = "the files are nested too deeply in each other"
        raise ConfigSyntaxError([Problem(Position(str(file), 1, 1), "GW001", message)]) from error


class Mounting(NamedTuple):
    """What a file is mounted by, if it is."""

    outer: Config | None
    settings: Map | None


def _workers(environ: Mapping[str, str]) -> int:
    """How many processes will serve, as far as the environment tells."""
    workers = environ.get("WEB_CONCURRENCY", "")
    return int(workers) if workers.isdecimal() else 1


def loaded(assembled: Assembled, environ: Mapping[str, str], *, require: bool, mount: Mounting) -> Config:
    """What joined files hold, as `load` gives it; each of its phases needs the one before."""
    environment = chosen(environ)
    document = overlaid(assembled.document, environment, mounted=mount.outer is not None)
    document, problems = substituted(document, environ, require=True)
    if mount.outer is not None:
        document = with_inherited(document, mount.outer, mount.settings)
    problems += misplaced_secrets(document)
    problems += check(document)
    problems += rule_problems(document, environment, _workers(environ))
    problems += schema_files(document)
    unset = [] if require else [problem for problem in problems if problem.rule == UNSET]
    shown = without_secret_lines(document, [problem for problem in problems if problem not in unset])
    errors = [problem for problem in shown if problem.level == "error"]
    if errors:
        only_names = all(problem.rule in _OF_VARIABLES for problem in errors)
        raise (ConfigReferenceError if only_names else ConfigSchemaError)(errors)
    config = build(document, file=assembled.files[0], environment=environment)
    return replace(config, files=assembled.files, warnings=in_order(shown), unset=in_order(unset))
