"""Where redirects lead: to names that the settings have, and not in a circle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gateway.config.addresses import BACK, HOME, chosen_by_request
from gateway.config.document import Map, section_of
from gateway.config.route_rules import every_route, maps, paths_of
from gateway.config.suggest import did_you_mean, listed
from gateway.config.texts import NAME, OBJECT
from gateway.config.variables import Unset
from gateway.errors import Position, Problem

_FOR_EVER = (301, 308)
_PARAMETER = re.compile(r"(?<!\\)[:*]([A-Za-z_]\w*)|\(\?P<(\w+)>")
_CONDITIONS = ("host", "when", "methods", "stack")


class _Leap(NamedTuple):
    """One redirect: where to, and where that is written."""

    to: str
    at: Position


def redirect_problems(document: Map) -> Iterator[Problem]:
    """The problems of all redirects."""
    settings = document.get("settings")
    section = settings.get("redirects") if isinstance(settings, Map) else None
    known = Map(document.at) if section is None else section
    if isinstance(known, Map):
        for name in known:
            yield from _open(known, name)
        for item in every_route(document):
            yield from _open(*_written(item))
            yield from _name(item, known)
        yield from _circles(document, known)
        yield from _missing(document, frozenset(), known)


def _written(item: Map) -> tuple[Map, str]:
    """The mapping and the key that the target of a redirect stands at."""
    redirect = item.get("redirect")
    return (redirect, "to") if isinstance(redirect, Map) else (item, "redirect")


def _open(holder: Map, key: str) -> Iterator[Problem]:
    """A link to this service leads where this file says, not where whoever writes the link wants."""
    name = chosen_by_request(holder[key]) if isinstance(holder.get(key), str) else ""
    if name:
        message = f'{key} takes "{name}" from the request: whoever writes a link chooses the site it leads to'
        help_ = f"write the site, or begin with a slash: /{name}"
        yield Problem(holder.value_at(key), "GW036", message, help_)


def _name(item: Map, known: Map) -> Iterator[Problem]:
    """A redirect by name leads to an address of the settings, and `back` not for ever."""
    holder, key = _written(item)
    name: Any = holder.get(key)
    if not isinstance(name, str) or isinstance(name, Unset) or not NAME.fullmatch(name):
        return
    if name not in (BACK, HOME, *known):
        message = f'no redirect is named "{name}"{did_you_mean(name, [BACK, HOME, *known])}'
        help_ = f"there are {listed(dict.fromkeys((BACK, HOME, *known)), last='and')}; a path starts with /"
        yield Problem(holder.value_at(key), "GW047", message, help_)
    if name == BACK and holder.get("status") in _FOR_EVER:
        message = f"back is another address for every visitor; browsers keep a {holder['status']} for ever"
        yield Problem(holder.value_at("status"), "GW057", message, "status: 303")


def _missing(holder: Map, given: frozenset[str], known: Map) -> Iterator[Problem]:
    """An address with parameters is for routes whose paths give them."""
    for item in maps(holder.get("routes")):
        paths = [text for text in (item.get("prefix"), item.get("regex")) if isinstance(text, str)]
        names = given.union(*map(_parameters, paths))
        if "routes" in item:
            yield from _missing(item, names, known)
        mapping, key = _written(item)
        name: Any = mapping.get(key)
        target = known.get(name, "") if isinstance(name, str) else ""
        for path in paths_of(item) if isinstance(target, str) and not OBJECT.fullmatch(target) else ():
            for missing in sorted(_needed(target) - names - _parameters(path)):
                message = f'{name} is {target}, but {path} gives no ":{missing}"'
                yield Problem(mapping.value_at(key), "GW072", message)


def _parameters(path: str) -> frozenset[str]:
    """The names of the parameters of a path or a regular expression."""
    return frozenset(name for found in _PARAMETER.finditer(path) for name in found.groups() if name)


def _needed(target: str) -> frozenset[str]:
    """The names of the parameters that an address cannot do without."""
    path = re.sub(r"^[a-z]+:(//[^/]*)?", "", target).partition("?")[0]
    return _parameters(re.sub(r"\{[^{}]*\}", "", path))


def _circles(document: Map, known: Map) -> Iterator[Problem]:
    """No redirect leads to itself, nor several to each other; each circle is told once.

    Names that a mounted file has from the one around it lead out of it, and so in no circle.
    """
    own = known if known.at.file == document.at.file else Map(known.at)
    routing = section_of(section_of(document, "settings"), "routing")
    slash = "" if routing.get("trailing_slash") == "strict" else "/"
    leaps = dict(reversed([*_leaps(document, "", {HOME: "/", **own}, slash)]))
    seen: set[str] = set()
    for start in reversed(leaps):
        chain, path = [], start
        while path in leaps and path not in seen:
            seen.add(path)
            chain.append(path)
            path = leaps[path].to
        if path in chain:
            yield _circle(chain[chain.index(path) :], leaps)


def _circle(paths: list[str], leaps: Mapping[str, _Leap]) -> Problem:
    """That paths lead to each other, the last to the first."""
    first, at = paths[0], leaps[paths[0]].at
    if len(paths) == 1:
        return Problem(at, "GW057", f"{first} redirects to itself")
    steps = " -> ".join(f"{path} (line {leaps[path].at.line})" for path in paths)
    return Problem(at, "GW057", f"redirects in a circle: {steps} -> {first}")


def _leaps(holder: Map, prefix: str, known: Mapping[str, Any], slash: str) -> Iterator[tuple[str, _Leap]]:
    """Every path that is always answered with a redirect to a path, in the order of the file.

    A path that ends with `slash` is the same without it.
    """
    for item in maps(holder.get("routes")):
        if any(key in item for key in _CONDITIONS):
            continue
        if "routes" in item:
            yield from _leaps(item, prefix + str(item.get("prefix", "")).rstrip("/"), known, slash)
        mapping, key = _written(item)
        written: Any = mapping.get(key)
        target = known.get(written, written) if isinstance(written, str) else None
        if isinstance(target, str) and not isinstance(target, Unset) and target.startswith("/"):
            for path in paths_of(item):
                yield (prefix + path).rstrip(slash) or "/", _Leap(target, mapping.value_at(key))
