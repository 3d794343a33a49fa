"""`gateway doctor`: tell what is installed, set and reachable, and what of that this service lacks."""

from __future__ import annotations

import json
import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from textwrap import wrap

from gateway.cli.diagnosis.findings import Finding
from gateway.cli.diagnosis.packages import packages, python, requirements
from gateway.cli.file import PLACES, add_file, is_missing

_COLORS = {"ok": "\x1b[32m", "warning": "\x1b[33m", "error": "\x1b[31m"}
_PLAIN, _TOLD = "\x1b[0m", ("error", "warning")
_WIDTH, _MARGIN = 100, 10
_PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def add_options(options: ArgumentParser) -> None:
    """FILE, --format and --env."""
    add_file(options)
    options.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    options.add_argument("--env", metavar="NAME", help="for this environment (default: GATEWAY_ENV)")


def run(options: Namespace) -> int:
    """Print what was found, as it is found; 0 without an error, 1 with some, 2 if there is no such file."""
    if is_missing(options.file, "doctor", PLACES):
        return 2
    environ = {**os.environ, **({"GATEWAY_ENV": options.env} if options.env else {})}
    found = _findings(options.file, environ)
    levels = Counter(each.level for each in (_json(found) if options.format == "json" else _text(found)))
    return int(levels["error"] > 0)


def _findings(file: Path, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Python and the packages that every service needs; the rest only if they are there to look for it."""
    wanted = requirements(_PROJECT)
    fixed = [*python(), *packages({}, [each for each in wanted if not each.extra])]
    yield from fixed
    if all(each.level == "ok" for each in fixed):
        service = import_module("gateway.cli.diagnosis.service").service
        yield from service(file, environ, [each for each in wanted if each.extra])


def _is_colored() -> bool:
    """Whether who reads wants colour; nobody does while a package is missing that we need to tell."""
    try:
        use_color = import_module("gateway.cli.check").use_color
    except ImportError:
        return False
    return bool(use_color(sys.stdout))


def _text(found: Iterator[Finding]) -> Iterator[Finding]:
    """Print each finding below its heading, what helps below it, and a line that counts them."""
    is_colored, heading, levels = _is_colored(), "", Counter[str]()
    for each in found:
        if each.about != heading:
            heading = each.about
            print(heading)
        levels[each.level] += 1
        text = "\n".join(_lines(each))
        print(text if is_colored else re.sub(r"\x1b\[\d*m", "", text), flush=True)
        yield each
    counts = (f"{levels[level] or 'no'} {level}{'' if levels[level] == 1 else 's'}" for level in _TOLD)
    print("\n" + ", ".join(counts))


def _lines(each: Finding) -> Iterator[str]:
    """A finding and what helps, within the width of a page."""
    blank = " " * (_MARGIN + 2)
    first, *more = wrap(each.found, _WIDTH - _MARGIN, break_long_words=False, break_on_hyphens=False)
    yield f"  {_COLORS[each.level]}{each.level:{_MARGIN}}{_PLAIN}{first}"
    yield from (blank + line for line in more)
    if each.help:
        yield from (blank + line for line in wrap(f"help: {each.help}", _WIDTH - _MARGIN))


def _json(found: Iterator[Finding]) -> Iterator[Finding]:
    """Print all findings as one list."""
    listed = list(found)
    print(json.dumps([each._asdict() for each in listed], indent=2))
    yield from listed
