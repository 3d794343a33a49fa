"""What a table is made of and what it is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from gateway.routing.pattern import Pattern

E = TypeVar("E")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[E]):
    """One line of a table: any of `patterns`, or `regex`, leads to `endpoint`.

    `index` rises in written order. `methods` None is any; GET rows hold HEAD. `host` is a name, or `*.` and a
    name for one label more. A converter raises ValueError for "no match". A `prefix` row takes its path and
    all below it, the rest being params["path"]. `passes`: the endpoint may leave the answer to a later row.
    `label` is what a list of routes shows. The table never looks into `endpoint`, which may be anything:

        Row(index=0, patterns=(parse("/orders/:number"),), converters={"number": int}, endpoint="an order")

    A converter gets decoded text: a segment's, or each of a wildcard's. A regex is searched in the path as it
    was sent, its groups decoded afterwards; no match of a group is no parameter.
    """

    index: int
    patterns: tuple[Pattern, ...] = ()
    regex: re.Pattern[str] | None = None
    methods: frozenset[str] | None = None
    host: str | None = None
    converters: Mapping[str, Callable[[str], Any]]
    prefix: bool = False
    endpoint: E
    passes: bool = False
    label: str = ""


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
