"""From `settings.json` to what writes JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.config.model import Settings
from gateway.http.json_writing import encoder
from gateway.resolution.functions import encoder as function
from gateway.resolution.names import Names


def json_encoder(settings: Settings, names: Names) -> Callable[[Any], bytes]:
    """What writes any value as JSON; an encoder that is not there is noted."""
    given = settings.json
    return encoder(given.indent, escape_html=given.escape_html, default=function(settings, names))
