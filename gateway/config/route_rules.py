"""What the keys of one route, group or error rule must agree on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.config.document import Map
from gateway.errors import Problem

KINDS = ("handler", "view", "static", "file", "redirect", "respond", "routes")


def route_problems(document: Map) -> Iterator[Problem]:
    """The problems of all routes, groups and error rules."""
    yield from ()
