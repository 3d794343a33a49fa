"""From `on_startup:` to what is called before the first request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.config.model import Config
from gateway.resolution.names import Names


def startup(config: Config, names: Names) -> tuple[Callable[..., Any], ...]:
    """What is called with the App before the first request, in written order."""
    return tuple(
        found
        for use in config.on_startup
        if (found := names.function(use.name, use.position, ("app",))) is not None
    )
