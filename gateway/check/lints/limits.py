"""Limits of bodies that limit nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gateway.check.regexes import every_row
from gateway.config.document import Map, section_of
from gateway.config.formats import value_of
from gateway.config.model import Config, Route
from gateway.config.variables import Unset
from gateway.errors import Problem

_MOST: Final = 1 << 30
_BEYOND: Final = 1 << 40  # of which is told elsewhere that it cannot be meant


def unlimited_bodies(config: Config) -> Iterator[Problem]:
    """A warning for each body that may have more than 1 GiB, by the settings, a layer or a route."""
    holders = [section_of(config.settings.at, "body")]
    uses = [use for stack in config.stacks.values() for use in stack.entries] + [*config.middleware.values()]
    for row in every_row(config.routes):
        uses += row.stack or ()
        holders += [body.at for body in row.body] if isinstance(row, Route) else []
    holders += [use.options for use in uses if use.name == "body_limit" and use.options is not None]
    for holder in holders:
        yield from _of_holder(holder)


def _of_holder(holder: Map) -> Iterator[Problem]:
    """What is wrong with one limit, which options of layers hold as a number already."""
    limit = holder.get("max_size")
    if limit is not None and not isinstance(limit, Unset) and _MOST < value_of(limit, "size") <= _BEYOND:
        message = "a limit above 1 GiB is none: a few requests at once can fill the memory or the disk"
        help_ = "write what a request really needs; large files are better sent to a store of their own"
        yield Problem(holder.value_at("max_size"), "GW084", message, help_, "warning")
