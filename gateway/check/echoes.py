"""Problems that go away with another one, which is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gateway.check.regexes import every_row
from gateway.config import Config
from gateway.config.model import Route
from gateway.errors import Problem, in_order

_NAMES = frozenset({"GW046", "GW047", "GW060", "GW061", "GW064", "GW065"})
_TEMPLATE = 'no template "'
_PARAMETER = 'the path has no ":'


def without_echoes(problems: Iterable[Problem], configs: Sequence[Config]) -> Iterator[Problem]:
    """The problems in file order, without those that only follow from another.

    A name that stands for nothing is told where it is used first. No template is missed while a folder of
    templates is, and no parameter by a handler whose route misspells it under `params`.
    """
    listed = in_order(problems)
    seen: set[tuple[str, str, str]] = set()
    answers = set(_answers(listed, configs))
    is_folder_missing = any(not folder.is_dir() for each in configs for folder in _folders(each))
    for problem in listed:
        key = (problem.rule, problem.message, problem.help)
        is_known = problem.rule in _NAMES and key in seen
        seen.add(key)
        is_elsewhere = is_folder_missing and problem.message.startswith(_TEMPLATE)
        is_misspelt = problem.rule == "GW063" and problem.position[:3] in answers
        if not (is_known or is_elsewhere or is_misspelt):
            yield problem


def _folders(config: Config) -> Iterable[Path]:
    """The folders of templates that a configuration names."""
    return config.views.directory if "directory" in config.views.at else ()


def _answers(problems: Sequence[Problem], configs: Sequence[Config]) -> Iterator[tuple[str, int, int]]:
    """Where the handlers of routes stand that name a parameter which their path does not have."""
    told = {each.position[:3] for each in problems if each.message.startswith(_PARAMETER)}
    for route in (row for each in configs for row in every_row(each.routes) if isinstance(row, Route)):
        params = route.at.get("params", {})
        if any(params.key_at(name)[:3] in told for name in params):
            yield from (route.at.value_at(key)[:3] for key in ("handler", "data") if key in route.at)
