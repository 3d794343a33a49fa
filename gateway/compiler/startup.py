"""From `on_startup:` and `observe: trace:` to what is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.compiler.names import Names
from gateway.config.model import Config
from gateway.http.tracing import Trace


def startup(config: Config, names: Names) -> tuple[Callable[..., Any], ...]:
    """What is called with the App before the first request, in written order."""
    return tuple(
        found
        for use in config.on_startup
        if (found := names.function(use.name, use.position, ("app",))) is not None
    )


def trace(config: Config, names: Names) -> Trace | None:
    """What is told how long each stage took; None if nothing is."""
    use = config.observe.trace
    return None if use is None else names.function(use.name, use.position, ("request", "stage", "seconds"))
