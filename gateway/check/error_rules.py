"""Rules for errors that an earlier one in their list leaves nothing to."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.check.regexes import every_row
from gateway.config import Config
from gateway.config.model import ErrorRule
from gateway.errors import Problem
from gateway.resolution.report import place


def unreached_rules(config: Config) -> Iterator[Problem]:
    """An error for each rule that is never asked; only a handler passes errors on."""
    for rules in (config.errors, *(row.errors for row in every_row(config.routes))):
        for index, rule in enumerate(rules):
            first = next((each for each in rules[:index] if _takes(each, rule.on)), None)
            if first is not None:
                at, before = rule.at.value_at("on"), first.at.value_at("on")
                said = f"this rule is never asked: {first.on} at {place(before, at)} takes all its errors"
                yield Problem(at, "GW058", said, "put it first, or take one of them away")


def _takes(rule: ErrorRule, on: str) -> bool:
    """Whether a rule answers every error that another one is for."""
    return rule.handler is None and rule.on in (on, f"{on[:1]}xx" if on.isdigit() else on)
