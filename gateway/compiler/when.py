"""From `when:` and `settings.predicates` to what a row asks of a request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gateway.config.model import Settings, When
from gateway.http.fields import environ_name
from gateway.http.when import Conditions
from gateway.resolution.functions import predicates
from gateway.resolution.names import Names


@dataclass(slots=True)
class Predicates:
    """The named conditions of `settings.predicates`, found once each."""

    settings: Settings
    names: Names
    found: dict[str, Any] = field(default_factory=dict)

    def find(self) -> None:
        """Find every predicate; what names nothing is noted."""
        self.found |= predicates(self.settings, self.names)

    def conditions(self, whens: Iterable[When]) -> Conditions | None:
        """What a row asks for, given what its groups and itself ask; None if that is nothing."""
        whens = tuple(whens)
        if not whens:
            return None
        return Conditions(
            headers=tuple((environ_name(name), each) for when in whens for name, each in when.header.items()),
            query=tuple(pair for when in whens for pair in when.query.items()),
            predicates=tuple(self.found[when.predicate] for when in whens if when.predicate in self.found),
        )
