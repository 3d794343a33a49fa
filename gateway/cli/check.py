"""`gateway check`: find every mistake in gateway.yaml before it is served."""

from __future__ import annotations

import gc
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TextIO

from gateway.check.examination import Examined, examined
from gateway.check.ignores import without_ignored
from gateway.check.report import render
from gateway.cli.file import PLACES, add_file, is_missing, refused
from gateway.config.suggest import listed
from gateway.errors import ConfigError, Problem

FORMATS = ("text", "short", "github", "json", "sarif", "junit")


def add_options(options: ArgumentParser) -> None:
    """FILE, what is looked at, and how it is told; then what is known, and what is mended."""
    add_file(options)
    options.add_argument(
        "--environment", action="append", default=[], metavar="NAME",
        help="check this environment alone; may be given again (default: GATEWAY_ENV, and each overlay)",
    )  # fmt: skip
    options.add_argument(
        "--require-env", action="store_true", help="take a variable that is not set for an error"
    )
    options.add_argument(
        "--import", dest="imports", action="store_true",
        help="import what the file names as well, as a server does, instead of only reading it",
    )  # fmt: skip
    options.add_argument(
        "--format", choices=FORMATS, default="text", help="how problems are told (default text)"
    )
    options.add_argument(
        "--strict", "--warnings-as-errors", action="store_true", help="take every warning for an error"
    )
    options.add_argument(
        "--max-warnings", type=int, metavar="N", help="fail if there are more warnings than these"
    )
    _add_changes(options)


def _add_changes(options: ArgumentParser) -> None:
    """--baseline, --write-baseline, --fix and --diff."""
    known = options.add_mutually_exclusive_group()
    known.add_argument("--baseline", type=Path, metavar="FILE", help="tell no warning that this file holds")
    known.add_argument(
        "--write-baseline", type=Path, metavar="FILE", help="write the warnings there are to it"
    )
    options.add_argument("--fix", action="store_true", help="first mend what can be mended without asking")
    options.add_argument(
        "--diff", "--dry-run", action="store_true",
        help="with --fix: print what would be mended, write nothing",
    )  # fmt: skip


def run(options: Namespace) -> int:
    """Print every problem with its place; 0 without an error, 1 with some, 2 if there is no such file."""
    if is_missing(options.file, "check", PLACES):
        return 2
    status = _mended(options)
    if status is not None:
        return status
    result, problems = _found(options)
    if result:
        try:
            problems = _new(problems, options)
        except (OSError, ValueError) as error:
            return refused("check", error)
    if options.strict:
        problems = [replace(problem, level="error") for problem in problems]
    _tell(problems, options.format)
    if any(problem.level == "error" for problem in problems):
        return 1
    if result and options.format == "text":
        _print_summary(options.file, result, "no errors" if problems else "no problems")
    return _too_many(len(problems), options.max_warnings)


def _mended(options: Namespace) -> int | None:
    """Mend if that is asked for; None if the check comes next."""
    if not (options.fix or options.diff):
        return None
    status: int | None = import_module("gateway.cli.fixing").fixed(options)
    return status


def _found(options: Namespace) -> tuple[Examined | None, Sequence[Problem]]:
    """What was examined and the warnings that are not ignored, or nothing and the errors."""
    try:
        with _without_collecting():
            result = examined(
                options.file,
                environ=os.environ,
                names=options.environment,
                require=options.require_env,
                imports=options.imports,
            )
            return result, without_ignored(result.warnings, result.files)
    except ConfigError as error:
        return None, error.problems


@contextmanager
def _without_collecting() -> Iterator[None]:
    """All that is read of a file stays until the end, so no looking for garbage in it finds any."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _new(warnings: Sequence[Problem], options: Namespace) -> Sequence[Problem]:
    """The warnings that no baseline holds, or none after writing one; raise OSError or ValueError."""
    if not (options.baseline or options.write_baseline):
        return warnings
    baseline = import_module("gateway.check.baseline")
    if options.write_baseline:
        baseline.write(options.write_baseline, baseline.baseline_of(warnings))
        return ()
    unknown: Sequence[Problem] = baseline.unknown(warnings, baseline.read(options.baseline))
    return unknown


def _tell(problems: Sequence[Problem], format_: str) -> None:
    """Print the problems, and for people where a rule is explained."""
    sys.stdout.write(_report(problems, format_))
    if problems and format_ == "text" and sys.stdout.isatty():
        print(f"gateway explain {problems[0].rule} tells what a rule means, with a right example")


def _report(problems: Sequence[Problem], format_: str) -> str:
    """The problems in one of the formats, ready to be printed."""
    if format_ != "text":
        text: str = import_module(f"gateway.check.formats.{format_}").written(problems)
        return text
    return render(problems, color=use_color(sys.stdout)) + "\n" if problems else ""


def _print_summary(file: Path, result: Examined, found: str) -> None:
    """What was checked, and which variables a server would miss in the first environment."""
    noun = "environment" if len(result.environments) == 1 else "environments"
    names = listed(result.environments, last="and")
    print(f"{file}: {found} ({result.rows} routes, {noun} {names})")
    for problem in result.unset:
        print(f"  to serve: {problem.message}")


def _too_many(warnings: int, most: int | None) -> int:
    """1 after saying so if there are more warnings than are let pass, else 0."""
    if most is None or warnings <= most:
        return 0
    sys.stderr.write(f"gateway check: more warnings than --max-warnings {most}: {warnings}\n")
    return 1


def use_color(stream: TextIO) -> bool:
    """Whether who reads a stream is a terminal that wants colour (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
