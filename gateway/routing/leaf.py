"""The ways a path leads to a row, and the parameters each way yields."""

from __future__ import annotations

import re
from typing import Any, Generic

from gateway.routing.escapes import decoded, with_slashes
from gateway.routing.hosts import is_among
from gateway.routing.pattern import Flat
from gateway.routing.row import BELOW, E, Row, Target
from gateway.routing.syntax import Text, Wildcard

Params = dict[str, Any]
Takes = tuple[tuple[str, int], ...]


class Leaf(Generic[E]):
    """One spelling of a row, the `order`th of the table; here one whose parameters are whole segments.

    `takes`: names and places of the segments. `guarded`: hosts, conditions or converters may still object.
    `whole`: only the place in the tree and the guard decide, so that nothing need be read to know that it
    answers.
    """

    __slots__ = ("converters", "guarded", "methods", "order", "row", "takes", "whole")

    def __init__(self, order: int, row: Row[E], takes: Takes = ()) -> None:
        """Keep of the row what each request asks for."""
        self.order = order
        self.row = row
        self.methods = row.methods
        self.takes = takes
        self.converters = tuple(row.converters.items())
        self.guarded = bool(row.hosts or row.converters) or row.when is not None
        self.whole = type(self) is Leaf

    def answers(self, method: str) -> bool:
        """Whether the row takes a method."""
        return self.methods is None or method in self.methods

    def read(self, _target: Target, segments: list[str], _text: str) -> Params | None:
        """The parameters of a path that leads here, None if the rest of it does not fit."""
        return {name: segments[place] for name, place in self.takes}

    def admits(self, target: Target, params: Params) -> bool:
        """Whether hosts, conditions and converters agree; `params` then holds what was converted."""
        row = self.row
        if row.hosts and not is_among(target.hostname.lower(), row.hosts):
            return False
        if row.when is not None and not row.when(target):
            return False
        try:
            for name, convert in self.converters:
                value = params.get(name)
                if type(value) is str:
                    params[name] = convert(value)
                elif value is not None:
                    params[name] = [convert(segment) for segment in value]
        except ValueError:
            return False
        return True

    def params(self, target: Target, segments: list[str], text: str) -> Params | None:
        """What `read` yields and the guard admits."""
        params = self.read(target, segments, text)
        return None if params is None or (self.guarded and not self.admits(target, params)) else params


class Tail(Leaf[E]):
    """A wildcard at the end: whole segments, then a list of at least one, from `start` on.

    As in Express an empty segment may be part of it (`/files/a//b`), only not all of it (`/files/`). Where a
    table `redirects` paths with a slash too many, the last segment is never empty.
    """

    __slots__ = ("name", "redirects", "start")

    def __init__(
        self, order: int, row: Row[E], takes: Takes, wildcard: tuple[str, int], *, redirects: bool
    ) -> None:
        """Keep name and place of the wildcard."""
        super().__init__(order, row, takes)
        self.name, self.start = wildcard
        self.redirects = redirects

    def read(self, target: Target, segments: list[str], _text: str) -> Params | None:
        """The parameters, the wildcard's a list; None where nothing is left for it."""
        rest = segments[self.start :]
        if rest in ([], [""]) or (self.redirects and not rest[-1]):
            return None
        if rest[-1] and target.raw_path.endswith("/"):
            rest = [*rest, ""]  # the table ignores a last slash, the wildcard does not
        return {name: segments[place] for name, place in self.takes} | {self.name: rest}


class Below(Leaf[E]):
    """A prefix: whole segments, then `path`, everything from `start` on as text."""

    __slots__ = ("start",)

    def __init__(self, order: int, row: Row[E], takes: Takes, start: int) -> None:
        """Keep where the rest begins."""
        super().__init__(order, row, takes)
        self.start = start

    def read(self, target: Target, segments: list[str], _text: str) -> Params | None:
        """The parameters; None where an encoded slash is in the rest, and no `..`."""
        if self.row.mounts:
            return {name: segments[place] for name, place in self.takes} | {BELOW: self.start}
        rest = _rest(target, segments[self.start :])
        return (
            None if rest is None else {name: segments[place] for name, place in self.takes} | {"path": rest}
        )


class Shaped(Leaf[E]):
    """A path with parameters inside segments or wildcards before the end: one expression for all."""

    __slots__ = ("is_open", "names", "redirects", "shape")

    def __init__(
        self, order: int, row: Row[E], flat: Flat, shape: re.Pattern[str], *, redirects: bool
    ) -> None:
        """Keep the expression, which of its groups are lists, and whether a wildcard is the end of it."""
        super().__init__(order, row)
        self.shape = shape
        self.names = [(part.name, isinstance(part, Wildcard)) for part in flat if not isinstance(part, Text)]
        self.is_open = isinstance(flat[-1], Wildcard) and not row.prefix
        self.redirects = redirects

    def read(self, target: Target, segments: list[str], text: str) -> Params | None:
        """The parameters; None where the expression does not fit."""
        if self.is_open and not text.endswith("/") and target.raw_path.endswith("/"):
            text += "/"  # the table ignores a last slash, the wildcard does not
        match = self.shape.fullmatch(text)
        if match is None or (self.is_open and self.redirects and text.endswith("/")):
            return None
        params: Params = {}
        for (name, is_list), value in zip(self.names, match.groups(), strict=False):
            values = _segments_of(value)
            params[name] = values if is_list else values[0]
        if not self.row.prefix:
            return params
        below = match.groups()[-1]
        if self.row.mounts:
            return params | {BELOW: len(segments) - (0 if below is None else below.count("/") + 1)}
        rest = _rest(target, [] if below is None else _segments_of(below))
        return None if rest is None else params | {"path": rest}


class Searched(Leaf[E]):
    """A regex row: searched in the path as sent; unnamed groups are called "0", "1" and so on."""

    __slots__ = ("names", "regex")

    def __init__(self, order: int, row: Row[E], regex: re.Pattern[str]) -> None:
        """Give each group its name, or a number counted from 0 if it has none."""
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


def _segments_of(text: str) -> list[str]:
    """The segments of a text, their own slashes restored."""
    return [with_slashes(segment) for segment in text.split("/")]


def _rest(target: Target, segments: list[str]) -> str | None:
    """The path below a prefix; None where a segment holds a slash, as no file's name can.

    One with `..` is given all the same, so that the ways out are refused in whatever spelling.
    """
    rest = "/".join(segments)
    if rest.count("/") >= max(len(segments), 1) and ".." not in rest:
        return None
    # Where a table ignores a trailing slash, it still tells a folder from a file.
    slash = "/" if segments and segments[-1] and target.raw_path.endswith("/") else ""
    return rest + slash
