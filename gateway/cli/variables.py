"""The variables of a service and the files mounted in it: what each is for, and which are lacking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from gateway.check.written import written
from gateway.cli.merged import values
from gateway.config import load
from gateway.config.document import Map, section_of
from gateway.config.includes import assemble
from gateway.config.overlays import chosen, overlaid
from gateway.config.variables import substituted
from gateway.errors import Problem


class Needed(NamedTuple):
    """A variable: its name, what `env` says of it, and the paths of the values it stands in."""

    name: str
    options: Map
    uses: tuple[str, ...]

    @property
    def is_required(self) -> bool:
        """Whether a server does not start without it."""
        return bool(self.uses) and "default" not in self.options and not self.options.get("optional")


def documents(file: Path, environ: Mapping[str, str]) -> list[Map]:
    """The file and those mounted in it, overlays laid over; raise ConfigError if one has problems.

    Of the variables only GATEWAY_ENV counts, so that nothing is said about the values of others.
    """
    environment = {"GATEWAY_ENV": chosen(environ)}
    config = load(file, environ=environment, require=False)
    files = dict.fromkeys([config.file, *(each.config.file for each in written(config, environment))])
    return [
        overlaid(assemble(each).document, environment["GATEWAY_ENV"], mounted=each != config.file)
        for each in files
    ]


def needed(found: list[Map]) -> Iterator[Needed]:
    """Each variable once, in the order in which they are declared."""
    declared: dict[str, Map] = {}
    uses: dict[str, list[str]] = {}
    for document in found:
        section = section_of(document, "env")
        for name in section:
            declared.setdefault(name, section_of(section, name))
        filled, _ = substituted(document, {}, require=False)
        for value in values(filled.only(key for key in filled if key not in ("env", "environments"))):
            for name in value.names:
                uses.setdefault(name, []).append(".".join(map(str, value.path)))
    yield from (Needed(name, options, (*uses.get(name, ()),)) for name, options in declared.items())


def lacking(found: list[Map], environ: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the variables of an environment: not set although used, or not what it must be."""
    return [problem for document in found for problem in substituted(document, environ, require=True)[1]]
