"""The ways a path leads to a row, and the parameters each way yields."""

from __future__ import annotations

import re
from typing import Any, Generic

from gateway.routing.escapes import SLASH, decoded, with_slashes
from gateway.routing.pattern import Flat
from gateway.routing.row import E, Row, Target
from gateway.routing.syntax import Text, Wildcard

Params = dict[str, Any]


class Leaf(Generic[E]):
    """One spelling of a row, the `order`th of the table; here one whose parameters are whole segments.

    `guarded`: host or converters may still object. `fixed`: it answers its path always, without parameters.
    """

    __slots__ = ("fixed", "guarded", "methods", "order", "row", "takes")

    def __init__(self, order: int, row: Row[E], takes: tuple[tuple[str, int], ...] = ()) -> None:
        self.order = order
        self.row = row
        self.methods = row.methods
        self.takes = takes
        self.guarded = row.host is not None or bool(row.converters)
        self.fixed = type(self) is Leaf and not takes and not self.guarded

    def takes_method(self, method: str) -> bool:
        """Whether the row answers a method."""
        return self.methods is None or method in self.methods

    def read(self, _target: Target, segments: list[str], _text: str) -> Params | None:
        """The parameters of a path that led here; None where an empty segment stands for one."""
        params: Params = {}
        for name, place in self.takes:
            value = segments[place]
            if not value:
                return None
            params[name] = value
        return params

    def admitted(self, target: Target, params: Params) -> Params | None:
        """Parameters after host and converters; None if one of them objects."""
        row = self.row
        if row.host is not None and not _is_host(target.hostname.lower(), row.host.lower()):
            return None
        try:
            return params | {
                name: _converted(convert, params[name]) for name, convert in row.converters.items() if name in params
            }
        except ValueError:
            return None

    def params(self, target: Target, segments: list[str], text: str) -> Params | None:
        """`read`, then `admitted`."""
        params = self.read(target, segments, text)
        return params if params is None or not self.guarded else self.admitted(target, params)


class Tail(Leaf[E]):
    """A wildcard at the end: whole segments, then a list of at least one."""

    __slots__ = ("name", "start")

    def __init__(self, order: int, row: Row[E], takes: tuple[tuple[str, int], ...], name: str, start: int) -> None:
        super().__init__(order, row, takes)
        self.name = name
        self.start = start

    def read(self, target: Target, segments: list[str], text: str) -> Params | None:
        """The parameters, the wildcard's being the segments from `start` on."""
        params, rest = Leaf.read(self, target, segments, text), segments[self.start :]
        if params is None or not rest or "" in rest:
            return None
        params[self.name] = rest
        return params


class Below(Leaf[E]):
    """A prefix: whole segments, then `path`, everything below as text."""

    __slots__ = ("start",)

    def __init__(self, order: int, row: Row[E], takes: tuple[tuple[str, int], ...], start: int) -> None:
        super().__init__(order, row, takes)
        self.start = start

    def read(self, target: Target, segments: list[str], text: str) -> Params | None:
        """The parameters; None where an encoded slash, a NUL or an empty segment is in the rest."""
        params, below = Leaf.read(self, target, segments, text), segments[self.start :]
        rest = "/".join(below)
        if params is None or "" in below[:-1] or rest.count("/") >= max(len(below), 1) or "\0" in rest:
            return None
        # A trailing slash that the table ignores still tells a folder from a file.
        slash = "/" if below and below[-1] and target.raw_path.endswith("/") else ""
        params["path"] = rest + slash
        return params


class Shaped(Leaf[E]):
    """A path with parameters inside segments or wildcards before the end: one expression over the whole text."""

    __slots__ = ("lists", "names", "shape")

    def __init__(self, order: int, row: Row[E], flat: Flat, shape: re.Pattern[str]) -> None:
        super().__init__(order, row)
        self.shape = shape
        self.names = [part.name for part in flat if not isinstance(part, Text)]
        self.lists = {part.name for part in flat if isinstance(part, Wildcard)}

    def read(self, _target: Target, _segments: list[str], text: str) -> Params | None:
        """The parameters; None where the expression does not fit or a wildcard holds an empty segment."""
        match = self.shape.fullmatch(text)
        if match is None:
            return None
        params: Params = {}
        for name, value in zip(self.names, match.groups(), strict=True):
            segments = value.split("/") if name in self.lists else [value]
            if "" in segments:
                return None
            params[name] = [*map(with_slashes, segments)] if name in self.lists else with_slashes(value)
        return params


class Searched(Leaf[E]):
    """A regex row: searched in the path as sent; unnamed groups are called "0", "1", … ."""

    __slots__ = ("names", "regex")

    def __init__(self, order: int, row: Row[E], regex: re.Pattern[str]) -> None:
        super().__init__(order, row)
        self.regex = regex
        named = {place: name for name, place in regex.groupindex.items()}
        unnamed = map(str, range(regex.groups))
        self.names = [named.get(place) or next(unnamed) for place in range(1, regex.groups + 1)]

    def read(self, target: Target, _segments: list[str], _text: str) -> Params | None:
        """The groups that took part, percent-decoded; raise MalformedEscape where one cuts an escape."""
        match = self.regex.search(target.raw_path)
        if match is None:
            return None
        groups = zip(self.names, match.groups(), strict=True)
        return {name: with_slashes(decoded(value)) for name, value in groups if value is not None}


def _converted(convert: Any, value: str | list[str]) -> Any:
    return [convert(each) for each in value] if isinstance(value, list) else convert(value)


def _is_host(hostname: str, host: str) -> bool:
    if host.startswith("*."):
        label, _, parent = hostname.partition(".")
        return bool(label) and parent == host[2:]
    return hostname == host
