"""The templates of `views:`, and whether a view that is named has one that parses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from gateway.compiler.settings import hidden
from gateway.config.document import Map, Seq
from gateway.config.model import Config, Views
from gateway.config.suggest import did_you_mean
from gateway.errors import Position
from gateway.resolution.names import Names
from gateway.resolution.report import Report

_USUAL_PARTIALS = "partials"  # who writes what is usual need not have it either


def templates_of(config: Config, names: Names) -> Any:
    """The templates of a configuration, with the helpers and engines it names; what is wrong is noted.

    A helper of a module that failed to import is asked for at each render, which raises that failure.
    """
    views = config.views
    helpers = _named(views, "helpers", names.value)
    broken = {name for name in helpers if names.is_broken(views.helpers[name])}
    dynamic = _called(views, "dynamic_helpers", ("request",), names)
    return import_module("gateway.views.templates").Templates(
        views.directory,
        extension=views.extension,
        layout=views.layout,
        partials=views.partials,
        undefined=views.undefined,
        delimiters=views.delimiters,
        engines=_called(views, "engines", ("source", "values"), names),
        globals=hidden(views.globals),
        helpers={name: value for name, value in helpers.items() if name not in broken},
        dynamic_helpers=dynamic | {name: helpers[name] for name in broken},
        reload=config.environment == "development" if views.cache is None else not views.cache,
    )


def check_folders(views: Views, report: Report) -> None:
    """Note each folder of templates that is written and not there."""
    written = views.at.get("directory")
    for index, folder in enumerate(views.directory if written is not None else ()):
        if not folder.is_dir():
            at = written.value_at(index) if isinstance(written, Seq) else views.at.value_at("directory")
            beside = [each.name for each in folder.parent.glob("*/")] if folder.parent.is_dir() else []
            near = did_you_mean(folder.name, beside)
            report.add(at, "GW065", f'directory "{folder.name}" does not exist{near}', f"looked for {folder}")
    parts = [folder / views.partials for folder in views.directory]
    is_named = "partials" in views.at and views.partials != _USUAL_PARTIALS
    if is_named and not any(each.is_dir() for each in parts):
        beside = [each.name for folder in views.directory if folder.is_dir() for each in folder.glob("*/")]
        said = f'no folder "{views.partials}" in the views{did_you_mean(views.partials, beside)}'
        looked = ", ".join(map(str, parts))
        report.add(views.at.value_at("partials"), "GW065", said, f"looked for {looked}")


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


def _named(views: Views, key: str, find: Callable[[str, Position], Any]) -> dict[str, Any]:
    """What the names under one key of `views` stand for; None for one that was noted."""
    written: Mapping[str, str] = getattr(views, key)
    at = views.at.get(key)
    return {
        name: find(text, at.value_at(name) if isinstance(at, Map) else views.at.value_at(key))
        for name, text in written.items()
    }


def _called(views: Views, key: str, given: tuple[str, ...], names: Names) -> dict[str, Any]:
    """The functions under one key of `views`; one that cannot be called with what it is given is noted."""
    return _named(views, key, lambda text, position: names.function(text, position, given))
