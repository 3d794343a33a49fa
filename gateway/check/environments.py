"""A configuration in each of its environments: which there are, what they share, every mistake told once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from gateway.check.leftovers import references
from gateway.config.document import Map, Seq, section_of
from gateway.config.includes import Assembled
from gateway.config.overlays import ALWAYS, DEFAULT, NOT_IN_OVERLAY, chosen
from gateway.config.route_rules import every_route
from gateway.config.suggest import did_you_mean, listed, there_are
from gateway.errors import Position, Problem

_PRODUCTION: Final = "production"
_ANY: Final = "*"

# What no route depends on, as far as it can be told before a request comes.
_APART: Final = (
    ("env",),
    ("login", _ANY, "client_id"),
    ("login", _ANY, "client_secret"),
    ("login", _ANY, "provider"),
    ("session", "keys"),
    ("session", "store"),
    ("session", "redis"),
    ("session", "sql"),
    ("session", "cookie", "domain"),
    ("session", "cookie", "secure"),
    ("settings", "error_detail"),
    ("settings", "own"),
    ("settings", "public_url"),
    ("settings", "trust_proxy"),
    ("views", "cache"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found in one environment; `is_whole` if everything there is was looked at."""

    environment: str
    problems: Sequence[Problem]
    is_whole: bool = True

    @property
    def errors(self) -> list[Problem]:
        """The problems that are no mere warnings."""
        return [problem for problem in self.problems if problem.level == "error"]


def environments(document: Map, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The environment of GATEWAY_ENV, and every other that the file has an overlay for.

    Where development has one, what is written without any is for production, as far as can be guessed.
    """
    overlays = section_of(document, "environments")
    rest = (_PRODUCTION,) if DEFAULT in overlays else ()
    return tuple(dict.fromkeys((chosen(environ), *overlays, *rest)))


def guessed(finding: Finding) -> Finding:
    """What is found in an environment that nobody has named: warnings, since nobody may ever use it."""
    problems = [replace(each, level="warning") for each in finding.problems]
    return replace(finding, problems=problems, is_whole=finding.is_whole and not finding.errors)


def unknown(document: Map, names: Sequence[str]) -> Iterator[Problem]:
    """That a name is of no environment, where the file says which there are."""
    overlays = section_of(document, "environments")
    known = dict.fromkeys((*overlays, *ALWAYS))
    for name in names if overlays else ():
        if name not in known:
            message = f'there is no environment "{name}"{did_you_mean(name, known)}'
            yield Problem(document.key_at("environments"), "GW090", message, there_are(known))


def is_apart(document: Map, one: str, other: str) -> bool:
    """Whether two environments differ in nothing that a route depends on."""
    overlays = section_of(document, "environments")
    laid = [section_of(overlays, name) for name in (one, other)]
    routes = [*every_route(document)]
    if any("mount" in item for item in routes):
        return False
    changed = {name for overlay in laid for name in section_of(overlay, "env")}
    if changed and not changed.isdisjoint(name for item in routes for name in references(item)):
        return False
    return all(_is_apart(path, document) for overlay in laid for path, _ in _places(overlay, ()))


def without_routes(assembled: Assembled) -> Assembled:
    """The same files, as if they had no routes."""
    document = assembled.document
    return assembled._replace(document=document.only(key for key in document if key != "routes"))


def told_once(findings: Sequence[Finding], document: Map) -> list[Problem]:
    """The problems of all environments, errors alone if there are any; what only some have names these.

    A mistake is known by its place and its rule: what one environment says of it stands for the others.
    """
    failing = [each for each in findings if each.errors]
    places: dict[tuple[Any, ...], dict[str, list[Problem]]] = {}
    for finding in failing or findings:
        for problem in finding.errors if failing else finding.problems:
            key = (problem.position[:3], problem.rule)
            places.setdefault(key, {}).setdefault(finding.environment, []).append(problem)
    whole = {each.environment for each in findings if each.is_whole and not each.errors}
    return [problem for told in places.values() for problem in _named(told, whole, document)]


def _named(told: Mapping[str, list[Problem]], whole: set[str], document: Map) -> Iterator[Problem]:
    """The most that is told of a place; with the environments if others lack it, and nothing else says so."""
    names = [*told]
    for problem in max(told.values(), key=len):
        is_said = all(re.search(rf"\b{re.escape(name)}\b", problem.message) for name in names)
        if is_said or whole <= told.keys() or _in_overlay(problem.position, names, document):
            yield problem
        else:
            which = listed([f'"{name}"' for name in names], last="and")
            noun = "environment" if len(names) == 1 else "environments"
            yield replace(problem, message=f"in {noun} {which}: {problem.message}")


def _in_overlay(at: Position, names: Sequence[str], document: Map) -> bool:
    """Whether a place is in the overlay of the only environment there is."""
    overlay = section_of(section_of(document, "environments"), names[0])
    return len(names) == 1 and at[:3] in {place[:3] for _, place in _places(overlay, ())}


def _is_apart(path: tuple[str, ...], document: Map) -> bool:
    """Whether no route depends on what an overlay has at a path; what is new may be one more login."""
    if path[0] == "login" and path[1:2] and path[1] not in section_of(document, "login"):
        return False
    if path[0] == "session" and "session" not in document:
        return False
    matching = (
        all(want in (_ANY, step) for want, step in zip(place, path, strict=False)) for place in _APART
    )
    return path[0] in NOT_IN_OVERLAY or any(matching)


def _places(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Position]]:
    """Every key and value of an overlay, with its path and its place."""
    if isinstance(value, Map):
        for key in value:
            yield (*path, key), value.key_at(key)
            yield (*path, key), value.value_at(key)
            yield from _places(value[key], (*path, key))
    elif isinstance(value, Seq):
        for index, item in enumerate(value):
            yield path, value.value_at(index)
            yield from _places(item, path)
