"""Whether a view that is named has a template that parses."""

from __future__ import annotations

from typing import Any

from gateway.compiler.report import Report
from gateway.config.document import Seq
from gateway.config.model import Views
from gateway.config.suggest import did_you_mean
from gateway.errors import Position


def check_folders(views: Views, report: Report) -> None:
    """Note each folder of templates that is written and not there."""
    written = views.at.get("directory")
    for index, folder in enumerate(views.directory if written is not None else ()):
        if not folder.is_dir():
            at = written.value_at(index) if isinstance(written, Seq) else views.at.value_at("directory")
            beside = [each.name for each in folder.parent.glob("*/")] if folder.parent.is_dir() else []
            near = did_you_mean(folder.name, beside)
            report.add(at, "GW065", f'directory "{folder.name}" does not exist{near}', f"looked for {folder}")


def check_layout(views: Views, templates: Any, report: Report) -> None:
    """Note the layout of all pages if it is missing or does not parse."""
    if templates is not None and views.layout is not None:
        check_template(templates, views.layout, views.at.value_at("layout"), report)


def check_template(templates: Any, name: str, position: Position, report: Report) -> None:
    """Note a template that is missing or does not parse."""
    try:
        templates.check(name)
    except LookupError:
        report.unknown(position, "GW064", f'no template "{name}"', name, templates.names())
    except ValueError as error:
        report.add(position, "GW064", str(error))
