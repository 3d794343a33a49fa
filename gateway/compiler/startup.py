"""From `on_startup:` and `observe: trace:` to what is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.compiler.names import Names
from gateway.compiler.report import Report
from gateway.compiler.signatures import check_call
from gateway.config.model import Config
from gateway.errors import Position
from gateway.http.tracing import Trace


def startup(config: Config, names: Names, report: Report) -> tuple[Callable[..., Any], ...]:
    """What is called with the App before the first request, in written order."""
    return tuple(
        found
        for use in config.on_startup
        if (found := _called(use.name, use.position, ("app",), names, report)) is not None
    )


def trace(config: Config, names: Names, report: Report) -> Trace | None:
    """What is told how long each stage took; None if nothing is."""
    use = config.observe.trace
    if use is None:
        return None
    return _called(use.name, use.position, ("request", "stage", "seconds"), names, report)


def _called(
    text: str, position: Position, given: tuple[str, ...], names: Names, report: Report
) -> Callable[..., Any] | None:
    """A function of the author's that can be called with what it is given."""
    found = names.callable(text, position)
    if found is not None:
        check_call(found, given, report, position)
    return found
