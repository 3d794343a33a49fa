"""Whether the configuration is sound, and whether all the variables that it needs are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from gateway.check.examination import examined
from gateway.check.report import shown_file
from gateway.cli.diagnosis.findings import Finding
from gateway.cli.variables import documents, lacking, needed
from gateway.config.overlays import chosen
from gateway.errors import ConfigError

_ABOUT = "configuration"
_VARIABLES = "variables"


def configuration(file: Path, environ: Mapping[str, str]) -> Finding:
    """Whether a file compiles; what is wrong with it `gateway check` tells better."""
    name = shown_file(str(file.absolute()))
    try:
        compiled = examined(file, environ=environ, imports=True)
    except ConfigError as error:
        errors = [problem for problem in error.problems if problem.level == "error"]
        found = f"{name} has {len(errors)} error{'' if len(errors) == 1 else 's'}"
        return Finding("error", _ABOUT, found, f"gateway check {name}")
    count = len(compiled.warnings)
    if count:
        found = f"{name} compiles, with {count} warning{'' if count == 1 else 's'}"
        return Finding("warning", _ABOUT, found, f"gateway check {name}")
    return Finding("ok", _ABOUT, f"{name} compiles, environment {chosen(environ)}")


def variables(file: Path, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Each variable that is lacking or not what it must be, and how many are as they should be.

    Raise ConfigError for a file with problems of another kind.
    """
    found = documents(file, environ)
    problems = lacking(found, environ)
    for problem in problems:
        yield Finding("error", _VARIABLES, problem.message, problem.help)
    left = len(list(needed(found))) - len(problems)
    if left > 0:
        yield Finding("ok", _VARIABLES, f"{left} set as they should be, or not needed")
