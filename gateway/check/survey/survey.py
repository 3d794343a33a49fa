"""The survey of a configuration: everything in it looked at in the order in which it would be compiled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from gateway.check.outline.modules import Modules
from gateway.check.reach.routes import reach_problems
from gateway.check.regexes import is_slow
from gateway.check.survey.answers import Answers
from gateway.check.survey.errors import Errors
from gateway.check.survey.logins import Logins
from gateway.check.survey.mounts import Mounts
from gateway.check.survey.pages import Pages
from gateway.check.survey.rows import Rows
from gateway.check.survey.scopes import Scopes
from gateway.check.variables.problems import variable_problems
from gateway.config.model import Config
from gateway.config.texts import OBJECT
from gateway.errors import Problem
from gateway.resolution import functions
from gateway.resolution.entrances import report_closed_entrances
from gateway.resolution.files import check_folders
from gateway.resolution.names import Names
from gateway.resolution.report import Report
from gateway.resolution.targets import target

_READ = ("GET", "HEAD")


class Surveyed(NamedTuple):
    """The problems of a configuration and of those mounted in it, how many rows it has, and all its files."""

    problems: list[Problem]
    rows: int
    files: tuple[Path, ...]


def survey(config: Config, around: tuple[Config, ...], environ: Mapping[str, str]) -> Surveyed:
    """What is wrong with a configuration and with those mounted in it, its own warnings among them.

    `around` are the configurations it is mounted in, outermost first.
    """
    folders = tuple(each.directory for each in around)
    report, modules = Report([*config.warnings], [*config.files]), Modules(config.directory, folders)
    names = Names(config.directory, report, strict=True, around=folders, load=modules.load)
    pages = Pages(config, names)
    rows = _rows(config, names, pages, Mounts(config, names, around, environ, survey))
    if not around:
        _add_observed(config, rows)
    Logins(config, names, pages, rows).add()
    rows.add_all()
    rows.scopes.check()
    _look_at_settings(config, names, around)
    tried = [row for row in rows.rows if not is_slow(row)]
    report.problems += reach_problems(tried, rows.positions, config.settings.routing)
    check_folders(config.views, report)
    pages.check_own()
    report.problems += () if around else variable_problems(config, modules.definition)
    report_closed_entrances(tried, rows.positions, config, report, lambda row: list(row.endpoint.sends))
    return Surveyed(report.problems, len(rows.rows), tuple(dict.fromkeys(report.files)))


def _rows(config: Config, names: Names, pages: Pages, mounts: Mounts) -> Rows:
    """The parts that make rows, put together."""
    return Rows(
        config=config,
        scopes=Scopes(config, names),
        answers=Answers(names, pages),
        errors=Errors(names, pages),
        mount=mounts.look_at,
        report=names.report,
    )


def _add_observed(config: Config, rows: Rows) -> None:
    """Health and readiness, which are the outermost service's own."""
    for path in (config.observe.health, config.observe.readiness):
        if path is not None:
            rows.add_fixed(path, _READ, (), "built in", None)


def _look_at_settings(config: Config, names: Names, around: tuple[Config, ...]) -> None:
    """Note what the settings name and is not there."""
    settings = config.settings
    functions.predicates(settings, names)
    functions.startup(config, names)
    functions.trace(config, names)
    functions.encoder(settings, names)
    functions.own_request(settings, names, None)
    if OBJECT.fullmatch(settings.etag):
        functions.tag(settings.etag, settings.at, names)
    written = settings.at.get("redirects")
    is_inherited = bool(around) and written is around[-1].settings.at.get("redirects")
    for name, text in settings.redirects.items():
        if is_inherited and name != "home":
            continue
        if OBJECT.fullmatch(text):
            functions.alias(text, settings.at["redirects"].value_at(name), names)
        else:
            target(text, text, settings.at["redirects"].value_at(name), names.report)
