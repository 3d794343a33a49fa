"""The templates of `views:`, and whether a view that is named has one that parses."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from gateway.compiler.settings import hidden
from gateway.config.model import Config, Views
from gateway.config.suggest import did_you_mean
from gateway.errors import Position
from gateway.resolution.functions import of_views
from gateway.resolution.names import Names
from gateway.resolution.report import Report


def templates_of(config: Config, names: Names) -> Any:
    """The templates of a configuration, with the helpers and engines it names; what is wrong is noted.

    A helper of a module that failed to import is asked for at each render, which raises that failure.
    """
    views = config.views
    helpers, dynamic, engines = of_views(views, names)
    broken = {name for name in helpers if names.is_broken(views.helpers[name])}
    return import_module("gateway.views.templates").Templates(
        views.directory,
        extension=views.extension,
        layout=views.layout,
        partials=views.partials,
        undefined=views.undefined,
        delimiters=views.delimiters,
        engines=engines,
        globals=hidden(views.globals),
        helpers={name: value for name, value in helpers.items() if name not in broken},
        dynamic_helpers=dynamic | {name: helpers[name] for name in broken},
        reload=config.environment == "development" if views.cache is None else not views.cache,
    )


def check_layout(views: Views, templates: Any, report: Report) -> None:
    """Note the layout of all pages if it is missing or does not parse."""
    if templates is not None and views.layout is not None:
        check_layout_name(templates, views.layout, views.at.value_at("layout"), report)


def check_layout_name(templates: Any, name: str, position: Position, report: Report) -> None:
    """Note a layout that is missing or does not parse, whichever kind of page it goes around."""
    _check(templates.check_layout, templates, name, position, report)


def check_template(templates: Any, name: str, position: Position, report: Report) -> None:
    """Note a template that is missing or does not parse, or names another or a partial that is such."""
    _check(templates.check, templates, name, position, report)


def _check(
    check: Callable[[str], list[Any]], templates: Any, name: str, position: Position, report: Report
) -> None:
    """Note that a template is missing, or what is wrong in it, there where it is wrong."""
    try:
        faults = check(name)
    except LookupError:
        report.unknown(position, "GW064", f'no template "{name}"', name, templates.names())
        return
    for fault in faults:
        report.add(fault.position, "GW064", fault.message + did_you_mean(fault.name, fault.known))
