"""From `etag:` of the settings and of routes to what makes entity tags."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.config.document import Map
from gateway.config.model import Route, Settings
from gateway.http.etag import TAGS, Tag, checked
from gateway.resolution.functions import tag
from gateway.resolution.names import Names


@dataclass(slots=True)
class Tags:
    """Finds the maker of entity tags that a route has, its own or that of the settings."""

    settings: Settings
    names: Names

    def of(self, route: Route) -> Tag | None:
        """What makes the tags of a route's answers; None if they have none."""
        if route.etag is not None:
            return self._tag(route.etag, route.at)
        return self._tag(self.settings.etag, self.settings.at)

    def _tag(self, text: str, holder: Map) -> Tag | None:
        """One of ours by its word, or a function of the author's."""
        if text in TAGS:
            return TAGS[text]
        found = tag(text, holder, self.names)
        return None if found is None else checked(found, text)
