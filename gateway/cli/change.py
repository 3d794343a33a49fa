"""One thing that differs between two versions of a configuration, and whether it touches security."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from gateway.cli.facts import Fact
from gateway.errors import Position


class Detail(NamedTuple):
    """One thing that differs, and whether it is a matter of security."""

    text: str
    security: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a route or of the service: `kind` is added, removed or changed.

    `at` is its place in the newer version; what was removed has that in the older one.
    """

    kind: str
    subject: str
    details: tuple[Detail, ...]
    at: Position

    @property
    def security(self) -> bool:
        """Whether a part of it is a matter of security."""
        return any(detail.security for detail in self.details)

    def of_security(self) -> Change:
        """The same change without what is no matter of security."""
        return replace(self, details=tuple(detail for detail in self.details if detail.security))


def difference(name: str, was: Fact, now: Fact) -> str:
    """Two values, as far as they may be seen."""
    if was.shown is None and now.shown is None:
        return f"{name} is another".lstrip()
    before, after = ("a value not shown" if each.shown is None else each.shown for each in (was, now))
    return f"{name}: {before} -> {after}".removeprefix(": ")
