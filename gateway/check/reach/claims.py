"""What a row is written for: methods, hosts and spellings of paths, each combination a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

from gateway.routing.escapes import encoded_text, encoded_value
from gateway.routing.pattern import Flat, Part, Pattern
from gateway.routing.planting import spellings
from gateway.routing.row import Row
from gateway.routing.syntax import Text, Wildcard

ANY: Final = "\x01"
"""Stands for a method and for a label of a host that nobody names."""

# Values of parameters, those first that few patterns and no literals take: at one glance most rows are seen
# to be reached.
_VALUES: Final = ("Zz9~é", "zqxj", "90210", "ZQXJ", "zqxj-9", "x")


_LITERAL: Final = re.compile(r"\^?(/[\w/-]*)")


@dataclass(frozen=True, slots=True)
class Claim:
    """Requests of one method for one host by one spelling of a path, None being the regex of the row."""

    method: str
    hostname: str
    path: Pattern | None
    flat: Flat | None

    def request(self, path: str) -> str:
        """A request as people write it, of a path as it is sent; nothing without one."""
        host = "" if self.hostname == ANY else self.hostname.replace(ANY, "x")
        return f"{'GET' if self.method == ANY else self.method} {host}{path}" if path else ""

    def samples(self, row: Row[Any]) -> Iterator[str]:
        """Paths that the row takes, as they are sent; none where that is hard to tell."""
        if self.flat is None:
            yield from _guesses(row)
            return
        texts = [_sample(row, part) for part in self.flat]
        text = "".join(each or "" for each in texts)
        if all(texts):
            yield text
        if all(texts) and row.prefix:
            yield f"{text.removesuffix('/')}/{_VALUES[1]}/{_VALUES[1]}"


def claims_of(row: Row[Any], *, trims: bool) -> list[Claim]:
    """All claims of a row; where it takes any method or host, only what is neither listed by other rows."""
    methods = sorted(row.methods) if row.methods is not None else [ANY]
    hosts = [f"{ANY}{host[1:]}" if host.startswith("*") else host for host in row.hosts] or [ANY]
    paths = list(_paths(row, trims=trims))
    return [Claim(method, host, *path) for method, host, path in product(methods, hosts, paths)]


def _paths(row: Row[Any], *, trims: bool) -> Iterator[tuple[Pattern | None, Flat | None]]:
    """The spellings of a row, each with the path as it is written."""
    if row.regex is not None:
        yield None, None
    for pattern in row.patterns:
        yield from ((pattern, flat) for flat in spellings(replace(row, patterns=(pattern,)), trims=trims))


def _guesses(row: Row[Any]) -> Iterator[str]:
    """A path in which the regex of a row is found, if one is found soon."""
    regex = row.regex or re.compile("")
    literal = _LITERAL.match(regex.pattern)
    begin = literal[1] if literal else "/"
    guesses = (f"{begin}{value}{more}" for value in ("", *map(encoded_value, _VALUES)) for more in ("", "/x"))
    yield from [guess for guess in guesses if regex.search(guess)][:1]


def _sample(row: Row[Any], part: Part) -> str | None:
    """A part of a path as it may be sent; None where a pattern or another converter has a say."""
    if isinstance(part, Text):
        return encoded_text(part.value)
    value = next((encoded_value(each) for each in _VALUES if _is_read(row, part.name, each)), None)
    return f"{value}/{value}" if value and isinstance(part, Wildcard) else value


def _is_read(row: Row[Any], name: str, value: str) -> bool:
    """Whether a parameter may have a value."""
    try:
        row.converters.get(name, str)(value)
    except ValueError:
        return False
    return True
