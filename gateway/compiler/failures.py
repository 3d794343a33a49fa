"""From the items of `errors:` to the rules that answer errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from gateway.compiler.services import Services
from gateway.compiler.templates import check_template
from gateway.config.model import ErrorRule
from gateway.http.error_page import FORMATS
from gateway.http.failures import Failures, Rule, formatted, status_of
from gateway.http.request import Request
from gateway.resolution.functions import error_class, failure
from gateway.resolution.names import Names
from gateway.resolution.report import Report
from gateway.views import View

_FORMATS = {"problem": "application/problem+json", **{name: name for name in FORMATS}}


@dataclass(slots=True)
class FailureRules:
    """Makes Failures of the rules of a route and its groups, inner ones first; `outer` are around all."""

    names: Names
    services: Services
    report: Report
    outer: Failures | None = None

    def failures(self, levels: Iterable[tuple[ErrorRule, ...]]) -> Failures:
        """The rules of all levels, given from the inside out."""
        rules = [self._rule(rule) for level in levels for rule in level]
        return Failures(rules=tuple(rule for rule in rules if rule is not None), outer=self.outer)

    def _rule(self, rule: ErrorRule) -> Rule | None:
        """One item, or None after noting what it names that is not there."""
        answer = self._answer(rule)
        if answer is None:
            return None
        if ":" not in rule.on:
            return Rule(statuses=_statuses(rule.on), answer=answer)
        error = error_class(rule, self.names)
        return None if error is None else Rule(error=error, answer=answer)

    def _answer(self, rule: ErrorRule) -> Callable[[Request, BaseException], Any] | None:
        """What answers: a handler of the service, a view or the built-in page in one format."""
        if rule.handler is not None:
            return failure(rule, self.names)
        if rule.view is not None:
            check_template(self.services.templates, rule.view, rule.at.value_at("view"), self.report)
            return partial(_view, rule.view)
        return partial(_format, _FORMATS[rule.format or "html"])


def _statuses(on: str) -> range:
    """404 as itself, 4xx as 400 to 499."""
    first = int(on[0]) * 100
    return range(first, first + 100) if on.endswith("xx") else range(int(on), int(on) + 1)


def _view(name: str, _request: Request, error: BaseException) -> View:
    """A template as an error's page; it gets the error itself."""
    return View(name, status=status_of(error), error=error)


def _format(name: str, request: Request, error: BaseException) -> Any:
    """The built-in page in a format that is fixed."""
    return formatted(request, error, status_of(error), name)
