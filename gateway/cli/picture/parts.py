"""What there is to draw of a service, sorted by host, group and layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from gateway.check.written import Laid, Written
from gateway.cli.additions import Added, all_routes
from gateway.compiler.rows import label_of
from gateway.config.model import Config

ANY_HOST = "any host"
_GUARDS = frozenset({"basic_auth", "body_limit", "csrf", "require_login", "session"})


class Layer(NamedTuple):
    """A layer by its name, and whether it decides who comes in or what they may send."""

    name: str
    is_guard: bool


class Line(NamedTuple):
    """A route: its methods, one of its paths, and what answers."""

    methods: str
    path: str
    target: str


class Passage(NamedTuple):
    """Routes that have the same layers, outermost first."""

    layers: tuple[Layer, ...]
    lines: list[Line]


class Section(NamedTuple):
    """A group of routes by its prefix; `/` is what stands in none."""

    name: str
    passages: list[Passage]

    @property
    def size(self) -> int:
        """How many routes there are in it."""
        return sum(len(passage.lines) for passage in self.passages)


class Host(NamedTuple):
    """The names under which some groups are reached."""

    name: str
    sections: list[Section]


def parts(config: Config, environ: Mapping[str, str]) -> list[Host]:
    """Everything in the order in which it first appears; raise ConfigError if a mounted file has problems."""
    sorted_: dict[str, dict[str, dict[tuple[Layer, ...], list[Line]]]] = {}
    for each in all_routes(config, environ):
        groups = sorted_.setdefault(", ".join(each.hosts) or ANY_HOST, {})
        passages = groups.setdefault(_group(each), {})
        passages.setdefault(tuple(map(_layer, each.layers)), []).extend(_lines(each))
    return [
        Host(
            host,
            [
                Section(name, [Passage(*pair) for pair in passages.items()])
                for name, passages in groups.items()
            ],
        )
        for host, groups in sorted_.items()
    ]


def _group(each: Written) -> str:
    """The prefix of the groups and mounts around a route."""
    around = "" if each.around is None else each.around.paths[0].removesuffix("/*")
    return around + each.scope.prefix or "/"


def _layer(laid: Laid) -> Layer:
    """A layer as it is drawn."""
    return Layer(laid.name, laid.kind in _GUARDS)


def _lines(each: Written) -> Iterable[Line]:
    """One line for each path of a route."""
    label = each.label if isinstance(each, Added) else label_of(each.route)
    condition = " (on conditions)" if each.scope.when else ""
    return [Line(", ".join(each.methods), path + condition, label) for path in each.paths]
