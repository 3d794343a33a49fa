"""Whether a view that is named has a template that parses."""

from __future__ import annotations

from typing import Any

from gateway.compiler.report import Report
from gateway.config.model import Views
from gateway.errors import Position


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
