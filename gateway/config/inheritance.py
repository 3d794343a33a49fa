"""What a mounted configuration has from the one that mounts it."""

from __future__ import annotations

from gateway.config.document import Map, Seq
from gateway.config.model import Config

NOT_INHERITED = ("default_stack", "hosts")


def with_inherited(document: Map, outer: Config, over: Map | None) -> Map:
    """A mounted document with what it does not write itself, every value keeping its place.

    Each key of `settings` is the mount's own (`over`), else the document's, else the outer one's; `views`
    and `session` come whole from outside if the document has none. Variables are put in already.
    """
    result = document.only(document)
    settings = document.get("settings", Map(document.value_at("settings")))
    if isinstance(settings, Map):
        merged = _settings(settings, outer.settings.at, over)
        result.put("settings", merged, document.key_at("settings"), document.value_at("settings"))
    if "views" not in document and outer.views.at:
        result.put("views", _views(outer), outer.views.at.at, outer.views.at.at)
    if "session" not in document and outer.session is not None:
        result.put("session", outer.session.at, outer.session.at.at, outer.session.at.at)
    return result


def _settings(own: Map, outer: Map, over: Map | None) -> Map:
    """Three mappings as one, key by key: what a key holds is never merged."""
    result = own.only(own)
    for key in outer:
        if key not in NOT_INHERITED and key not in own:
            result.take(key, outer)
    if over is not None:
        for key in over:
            result.take(key, over)
    return result


def _views(outer: Config) -> Map:
    """The outer views but for their values, their folders absolute."""
    views = outer.views.at
    result = views.only(key for key in views if key != "globals")
    folders = Seq(views.value_at("directory"))
    for folder in outer.views.directory:
        folders.put(str(folder), folders.at)
    result.put("directory", folders, views.key_at("directory"), folders.at)
    return result
