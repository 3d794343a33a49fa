"""Which packages are installed, and which of them this service needs."""

from __future__ import annotations

import platform
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from gateway import __version__
from gateway.cli.diagnosis.findings import Finding

_ABOUT = "packages"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_RANGE = re.compile(r"(==|>=|<)\s*([0-9][0-9.]*)")
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w-]+)["']""")
_BELOW = re.compile(r"""python_version\s*<\s*["']([0-9.]+)["']""")


class Requirement(NamedTuple):
    """A package, the versions that will do, and the extra it belongs to."""

    name: str
    ranges: tuple[tuple[str, str], ...]
    extra: str = ""


def packages(needed: Mapping[str, str], wanted: Iterable[Requirement]) -> Iterator[Finding]:
    """What is there of some packages; `needed` tells why this service needs those of an extra."""
    return (_package(each, needed.get(each.name, "")) for each in wanted)


def python() -> Iterator[Finding]:
    """The versions of Python and of the gateway."""
    yield Finding("ok", _ABOUT, f"Python {platform.python_version()}")
    yield Finding("ok", _ABOUT, f"gateway {__version__}")


def requirements(project: Path) -> list[Requirement]:
    """The packages of the gateway, as its installation says, or the project file of a checkout."""
    try:
        lines = metadata.requires("gateway") or []
    except metadata.PackageNotFoundError:
        said = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
        more = said["optional-dependencies"].items()
        lines = [
            *said["dependencies"],
            *(f"{line}; extra == '{extra}'" for extra, each in more for line in each),
        ]
    return [read for line in lines if (read := _read(line)) is not None]


def _read(line: str) -> Requirement | None:
    """A requirement as packages write it; None for one that is not for this Python."""
    package = line.partition(";")[0]
    below, extra = _BELOW.search(line), _EXTRA.search(line)
    if below and sys.version_info[:2] >= _numbers(below[1]):
        return None
    name = _NAME.match(package)
    return Requirement(name[0] if name else package, (*_RANGE.findall(package),), extra[1] if extra else "")


def _package(wanted: Requirement, why: str) -> Finding:
    """One package: there in a version that will do, missing, or missing without loss."""
    is_needed = bool(why) or not wanted.extra
    help_ = f"pip install '{f'gateway[{wanted.extra}]' if wanted.extra else 'gateway'}'"
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        if not is_needed:
            return Finding("ok", _ABOUT, f"{wanted.name} is not installed, nor does this service need it")
        found = f"{wanted.name} is not installed, but {why or 'the gateway needs it'}"
        return Finding("error", _ABOUT, found, help_)
    if all(_holds(version, *each) for each in wanted.ranges):
        return Finding("ok", _ABOUT, f"{wanted.name} {version}" + (f", since {why}" if why else ""))
    ranges = ", ".join(f"{sign}{bound}" for sign, bound in wanted.ranges)
    found = f"{wanted.name} {version} will not do: {ranges} is tested"
    return Finding("error" if is_needed else "warning", _ABOUT, found, help_)


def _holds(version: str, sign: str, bound: str) -> bool:
    """Whether a version is where a range wants it."""
    mine, theirs = _numbers(version), _numbers(bound)
    if sign == "==":
        return mine == theirs
    return mine < theirs if sign == "<" else mine >= theirs


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, up to what is no number; zeros at its end do not count."""
    numbers = [int(part) for part in re.findall(r"[0-9]+", re.split(r"[^0-9.]", version)[0])]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
