"""The rules by which errors are answered, and what they name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gateway.check.survey.pages import Pages
from gateway.config.model import ErrorRule
from gateway.resolution.functions import error_class, failure
from gateway.resolution.names import Names
from gateway.resolution.passing import RESUMING, may_pass

Levels = tuple[tuple[ErrorRule, ...], ...]


@dataclass(frozen=True, slots=True)
class Errors:
    """Looks at each level of rules once."""

    names: Names
    pages: Pages
    _seen: dict[int, list[Callable[..., Any]]] = field(default_factory=dict)

    def look_at(self, levels: Levels) -> None:
        """Note what the rules of some levels name and is not there."""
        for level in levels:
            if id(level) not in self._seen:
                self._seen[id(level)] = [call for rule in level if (call := self._call(rule)) is not None]

    def resume(self, levels: Levels) -> bool:
        """Whether a rule of these levels may go on with another route."""
        return any(may_pass(call, RESUMING) for level in levels for call in self._seen[id(level)])

    def _call(self, rule: ErrorRule) -> Callable[..., Any] | None:
        """The function of the author's that answers by a rule, if one does."""
        if ":" in rule.on:
            error_class(rule, self.names)
        if rule.handler is not None:
            return failure(rule, self.names)
        if rule.view is not None:
            self.pages.check(rule.view, rule.at.value_at("view"))
        return None
