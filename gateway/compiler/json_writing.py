"""From `settings.json` to what writes JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.config.model import Settings
from gateway.http.json_writing import encoder
from gateway.resolution.names import Names


def json_encoder(settings: Settings, names: Names) -> Callable[[Any], bytes]:
    """What writes any value as JSON; an encoder that is not there is noted."""
    given = settings.json
    return encoder(given.indent, escape_html=given.escape_html, default=_default(settings, names))


def _default(settings: Settings, names: Names) -> Callable[[Any], Any] | None:
    """The author's function for what JSON cannot hold."""
    text = settings.json.encoder
    if text is None:
        return None
    return names.function(text, settings.at["json"].value_at("encoder"), ("value",))
