"""What a table is made of and what it is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from gateway.routing.pattern import Pattern

E = TypeVar("E")


BELOW = "/"
"""The parameter that tells where a mounted service begins; no path can name it."""
NOWHERE = 1 << 62


class Target(Protocol):
    """What is asked for: `path` is decoded, `raw_path` as sent (percent-encoded), `hostname` has no port."""

    @property
    def method(self) -> str:
        """The method, in capitals."""

    @property
    def path(self) -> str:
        """The decoded path."""

    @property
    def raw_path(self) -> str:
        """The path as sent, percent-encoded; it may be `path` itself where that holds no `%`."""

    @property
    def hostname(self) -> str:
        """The name in Host, without port; read only where a row has a host."""


class Inner(Protocol):
    """What a table asks of the service mounted at a row; `params` are those of that row."""

    def allowed(self, target: Any, params: dict[str, Any]) -> frozenset[str] | None:
        """The methods its rows take at the target's path; None if none has that path."""

    def redirection(self, target: Any, params: dict[str, Any]) -> str | None:
        """The whole path as sent, with a slash more or less, if a row answers there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[E]):
    """One line of a table: any of `patterns`, or `regex`, leads to `endpoint`.

    `index` rises in written order. `methods` None is any; GET rows hold HEAD. Each of `hosts` is a name in
    lower case, or `*.` and a name for one label more; none is any. A converter raises ValueError for "no
    match", and `when` may refuse a target too. A `prefix` row takes its path and all below it, the rest being
    params["path"]; with `mounts` or an `inner` table whatever is below is for another service, and
    params[BELOW] tells at which segment it begins. `passes`: the endpoint may leave the answer to a later
    row; `exit` is the first index behind the row's group, `leaves` that the answer may be left to that one.
    `name` is for people and `url_for`, `label` what a list of routes shows. The table never looks into
    `endpoint`, which may be anything:

        Row(index=0, patterns=(parse("/orders/:number"),), converters={"number": int}, endpoint="an order")

    A converter gets decoded text: a segment's, or each of a wildcard's. A regex is searched in the path as it
    was sent, its groups decoded afterwards; no match of a group is no parameter.
    """

    index: int
    patterns: tuple[Pattern, ...] = ()
    regex: re.Pattern[str] | None = None
    methods: frozenset[str] | None = None
    hosts: tuple[str, ...] = ()
    when: Callable[[Any], bool] | None = None
    converters: Mapping[str, Callable[[str], Any]]
    prefix: bool = False
    endpoint: E
    passes: bool = False
    exit: int = NOWHERE
    leaves: bool = False
    mounts: bool = False
    inner: Inner | None = None
    name: str = ""
    label: str = ""

    @property
    def path(self) -> str:
        """The first of its paths as it is written, the regex if it has none."""
        return str(self.patterns[0]) if self.patterns or self.regex is None else self.regex.pattern


@dataclass(frozen=True, slots=True)
class Sent:
    """A target of which nothing but the path is known."""

    path: str
    method: str = ""
    hostname: str = ""

    @property
    def raw_path(self) -> str:
        """The path, which needs no escapes."""
        return self.path
